using Cpd.Web.Access;
using Cpd.Web.Access.Oidc;
using Microsoft.Extensions.Configuration;

namespace Cpd.Web.Tests.Access;

/// <summary>Settings of the OpenID provider: those that cannot work are told, each in a sentence.</summary>
public sealed class HowAProviderIsSet
{
    private static readonly string[] Good = ["Authority=https://login.example.com", "ClientId=cpd", "ClientSecret=s"];

    [Theory]
    [InlineData()]
    [InlineData("Authority=https://login.example.com", "ClientId=cpd", "ClientSecret=s")]
    [InlineData("Authority=http://127.0.0.1:8080/realms/a", "ClientId=cpd", "ClientSecret=s")]
    [InlineData("Authority=https://login.example.com", "ClientId=cpd", "ClientSecret=s", "EmailDomains=acme.com, @acme.de", "Workspace=acme", "Role=marketer")]
    public void These_work(params string[] settings) => Assert.Empty(Problems(settings));

    [Theory]
    [InlineData("Authority is missing", "ClientId=cpd")]
    [InlineData("Authority is \"login\", which is not a valid address", "Authority=login")]
    [InlineData("Authority must start with https", "Authority=http://login.example.com")]
    [InlineData("ClientId is missing", "Authority=https://login.example.com", "ClientSecret=s")]
    [InlineData("ClientSecret is missing", "Authority=https://login.example.com", "ClientId=cpd")]
    [InlineData("are both set: use only one", "ClientSecretFile=/nowhere")]
    [InlineData("cannot be read", "ClientSecret=", "ClientSecretFile=/nowhere/secret")]
    [InlineData("Name is empty", "Name= ")]
    [InlineData("Workspace is set for new members, but", "Workspace=acme")]
    [InlineData("Workspace is missing", "EmailDomains=acme.com")]
    [InlineData("EmailDomains contains \"acme\"", "EmailDomains=acme", "Workspace=acme")]
    [InlineData("EmailDomains contains \"a@b.com\"", "EmailDomains=a@b.com", "Workspace=acme")]
    [InlineData("Developer, not \"Owner\"", "EmailDomains=acme.com", "Workspace=acme", "Role=Owner")]
    [InlineData("Developer, not \"3\"", "EmailDomains=acme.com", "Workspace=acme", "Role=3")]
    [InlineData("Developer, not \"Chef\"", "EmailDomains=acme.com", "Workspace=acme", "Role=Chef")]
    public void These_do_not(string sentence, params string[] settings)
    {
        // What says nothing of the first three is about a provider that is named well.
        string[] all = settings.Any(setting => setting.StartsWith("Authority", StringComparison.Ordinal) || setting.StartsWith("ClientId", StringComparison.Ordinal)) ? settings : [.. Good, .. settings];

        Assert.Contains(Problems(all), problem => problem.Contains(sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ana@acme.com", true)]
    [InlineData("ana@ACME.com", true)]
    [InlineData("ana@acme.de", true)]
    [InlineData("ana@sub.acme.com", false)]
    [InlineData("ana@notacme.com", false)]
    [InlineData("ana@acme.com.elsewhere.example", false)]
    public void A_domain_is_that_domain_and_none_below_it(string email, bool comesIn) =>
        Assert.Equal(comesIn, Read("EmailDomains=acme.com, @acme.de").TakesIn(email));

    [Fact]
    public void No_domain_takes_nobody_in() => Assert.False(Read(Good).TakesIn("ana@"));

    [Fact]
    public void Every_refusal_has_its_sentence_and_other_words_in_the_address_have_none()
    {
        var codes = typeof(OidcRefusal).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.NotNull(OidcRefusal.Sentence(code, "Acme")));
        Assert.Null(OidcRefusal.Sentence("Call this number", "Acme"));
        Assert.Equal(MemberRole.Analyst, Read().RoleOfNew);
    }

    private static IEnumerable<string> Problems(params string[] settings) => new OidcOptions.Check().Validate(null, Read(settings)).Failures ?? [];

    private static OidcOptions Read(params string[] settings)
    {
        var options = new OidcOptions();
        // The last of a name counts, as it does where settings come from several places.
        var named = settings.Select(setting => setting.Split('=', 2)).GroupBy(setting => setting[0], setting => setting[1]).Select(one => new KeyValuePair<string, string?>(one.Key, one.Last()));
        new ConfigurationBuilder().AddInMemoryCollection(named).Build().Bind(options);
        return options;
    }
}
