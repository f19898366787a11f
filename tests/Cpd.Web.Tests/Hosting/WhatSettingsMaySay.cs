using Cpd.Adapters.Infobip;
using Cpd.EventLog;
using Cpd.Web.Cli;
using Cpd.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Tests.Hosting;

/// <summary>Slips in settings are told before anything runs, and nothing secret with them.</summary>
public sealed class WhatSettingsMaySay
{
    private const string OnPostgreSql = "Host=db;Database=cpd;Username=cpd;Password=p";

    [Theory]
    [InlineData(",")]
    [InlineData(" ")]
    [InlineData("web,,adapter")]
    public void A_role_without_a_word_is_none(string roles) =>
        Assert.Contains("has a place without a word", Refused(("Cpd:Roles", roles)), StringComparison.Ordinal);

    [Fact]
    public void An_empty_setting_is_one_that_is_not_set() => Assert.Equal(Role.All, Roles.From(Settings(("Cpd:Roles", ""), ("Cpd:DemoKey", ""))).Role);

    [Theory]
    [InlineData("Cpd:MigrateAtStart")]
    [InlineData("Cpd:DemoKey")]
    [InlineData("Cpd:DemoSignIn")]
    public void A_switch_is_true_or_false(string setting) =>
        Assert.Equal($"{setting} is true or false, not \"maybe\".", Refused((setting, "maybe")));

    [Theory]
    [InlineData("PostgreSql", "garbage", "cannot be read: it is words with values, such as Host=db")]
    [InlineData("PostgreSql", "Host=db;Passwrd=hidden", "has \"passwrd\", which is no word of PostgreSql")]
    [InlineData("PostgreSql", "Host=db;Port=hidden", "has \"port\", which is no word of PostgreSql, or has no value of its kind")]
    [InlineData("PostgreSql", "Host=db;Password = hi;dden=x", "has something beside the password that is no word of PostgreSql")]
    [InlineData("PostgreSql", "Host=dden;Password=hi;dden=x", "has something beside the password that is no word of PostgreSql")]
    [InlineData("PostgreSql", "Host=db;Password=hi;dden=x", "has something beside the password that is no word of PostgreSql, or has no value of its kind: a password with ';' in it stands in quotes")]
    [InlineData("PostgreSql", "Database=cpd", "does not say where PostgreSql is: it begins with Host=")]
    [InlineData("SqlServer", OnPostgreSql, "has \"host\", which is no word of SqlServer")]
    [InlineData("SqlServer", "Server=db;Password='hidden", "cannot be read: it is words with values, such as Server=db")]
    public void A_slip_in_the_connection_string_is_told_without_what_it_holds(string database, string place, string sentence)
    {
        var said = Refused(("Cpd:Database", database), ("ConnectionStrings:Cpd", place));

        Assert.StartsWith("ConnectionStrings:Cpd ", said, StringComparison.Ordinal);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.DoesNotContain("dden", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PostgreSql", "Server=db;Database=cpd;User Id=cpd;Password='with;=in it'")]
    [InlineData("SqlServer", "Server=db;Database=cpd;User Id=sa;Password='with;=in it';TrustServerCertificate=true")]
    public void A_password_in_quotes_may_hold_what_it_likes(string database, string place) =>
        Roles.From(Settings(("Cpd:Database", database), ("ConnectionStrings:Cpd", place)));

    [Theory]
    [InlineData("web,engine,adapter", false)]
    [InlineData("adapter", true)]
    [InlineData("web", true)]
    public void Processes_that_share_the_work_have_the_secret_of_the_reports_address_in_common(string roles, bool isNeeded)
    {
        (string, string)[] shared = [("Cpd:Roles", roles), ("Cpd:Log", "Kafka"), ("Cpd:Kafka:BootstrapServers", "kafka:9092"), ("Cpd:Database", "PostgreSql"), ("ConnectionStrings:Cpd", OnPostgreSql)];

        Assert.Equal(isNeeded, Problems(Settings(shared)).Contains("Cpd:Infobip:Webhooks:Secret is missing", StringComparison.Ordinal));
        Assert.Equal("", Problems(Settings([.. shared, ("Cpd:Infobip:Webhooks:Secret", "the-same-for-all-of-them")])));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://127.0.0.1:6000", "--urls", "http://127.0.0.1:6000")]
    [InlineData(null, "--http_ports", "8080")]
    [InlineData(null, "--Kestrel:Endpoints:Inside:Url", "http://127.0.0.1:6001")]
    public void The_server_listens_on_a_port_of_its_own_where_nothing_else_is_said(string? listens, params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);

        ListenAddress.Apply(builder);

        Assert.Equal(listens, builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey));
    }

    [Theory]
    [InlineData("--urls", "nonsense")]
    [InlineData("--urls", "http://127.0.0.1:99999")]
    [InlineData("--http_ports", "many")]
    public void An_address_that_is_none_is_refused_with_a_sentence(params string[] args) =>
        Assert.Contains(args[1], Assert.Throws<StartupRefusedException>(() => ListenAddress.Apply(WebApplication.CreateBuilder(args))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("CPD_SERVER", "https://cpd.example.com", "https://cpd.example.com")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "8080", "http://127.0.0.1:8080")]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:9000", "http://127.0.0.1:9000")]
    [InlineData("NOTHING", "", "http://127.0.0.1:5080")]
    public void The_tool_talks_to_the_server_that_has_its_environment(string variable, string value, string server) =>
        Assert.Equal(server, ServerOptions.Default(name => name == variable ? value : null));

    private static string Refused(params (string Name, string Value)[] settings) =>
        Assert.Throws<RolesException>(() => Roles.From(Settings(settings))).Message;

    private static string Problems(IConfiguration settings)
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(settings).AddInfobip(settings).BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<InfobipWebhookOptions>>().Value;
            return "";
        }
        catch (OptionsValidationException wrong)
        {
            return wrong.Message;
        }
    }

    private static IConfigurationRoot Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => new KeyValuePair<string, string?>(one.Name, one.Value))).Build();
}
