using Cpd.Adapters.Infobip;
using Cpd.Adapters.Preferences;
using Cpd.Adapters.Tests.Accounts;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Adapters.Tests.Infobip;
using Cpd.Adapters.Unsubscribing;
using Cpd.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Adapters.Tests.Preferences;

/// <summary>Addresses that are one person's own.</summary>
public sealed class LinksOfPeople
{
    private static readonly PersonId Ana = Adapter.Person(1);

    [Fact]
    public async Task A_link_leads_to_its_person_is_the_same_each_time_and_is_short()
    {
        await using var services = Services();
        var links = services.GetRequiredService<PreferenceLinks>();

        var link = (await links.Of("demo", Ana, default)).AbsoluteUri;

        Assert.StartsWith("http://cpd.example/p/demo/", link, StringComparison.Ordinal);
        Assert.Equal(38, link.Split('/')[^1].Length);
        Assert.Equal(link, (await links.Of("demo", Ana, default)).AbsoluteUri);
        Assert.Equal(Ana, await links.Read("demo", link.Split('/')[^1], default));
        Assert.Equal(Ana, await Again(services).Read("demo", link.Split('/')[^1], default));   // as another process reads it
    }

    [Fact]
    public async Task A_forged_one_a_cut_one_and_that_of_another_workspace_lead_nowhere()
    {
        await using var services = Services();
        var links = services.GetRequiredService<PreferenceLinks>();
        var (ana, ben) = (Token(await links.Of("demo", Ana, default)), Token(await links.Of("demo", Adapter.Person(2), default)));
        await links.Of("other", Ana, default);

        Assert.Null(await links.Read("other", ana, default));
        Assert.Null(await links.Read("nowhere", ana, default));
        Assert.Null(await links.Read("demo", ben[..22] + ana[22..], default));   // Ben's id under Ana's signature
        Assert.Null(await links.Read("demo", ana[..^1], default));
        Assert.Null(await links.Read("demo", "%" + ana[1..], default));
        Assert.Null(await links.Read(null, null, default));
    }

    [Fact]
    public async Task What_is_told_of_a_link_that_was_followed_does_not_say_whose_it_is()
    {
        await using var services = Services();
        var page = (await services.GetRequiredService<PreferenceLinks>().Of("demo", Ana, default)).AbsoluteUri;
        var way = services.GetRequiredService<UnsubscribeLinks>().Of("demo", Ana, Channel.Email, "ana@example.com").AbsoluteUri;

        Assert.Equal("[preferences link] [preferences link] [unsubscribe link]", MessageLinks.Shown(string.Join(' ', new[] { page, page + "?lang=de", way }.Select(MessageLinks.WithoutPerson))));
        Assert.Equal("https://shop.example/p/demo/short", MessageLinks.WithoutPerson("https://shop.example/p/demo/short"));
    }

    [Fact]
    public async Task A_message_of_nobody_does_not_go_out_with_links_that_lead_nowhere_and_the_rest_does()
    {
        await using var server = await LocalServer.Answering(200, $$"""{"messages":[{"messageId":"{{Account.Id(2)}}","status":{"groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED"} }]}""");
        await using var account = new Account(server.Url);
        Assert.True(MessageLinks.TryStandIn(MessageLinks.Unsubscribe, out var leave));

        var answered = Assert.IsType<SendAnswer.Answered>(await account.Send([Account.Message(1, text: leave!), Account.Message(2)], default));
        var alone = Assert.IsType<SendAnswer.Answered>(await account.Send([Account.Message(3, text: leave!)], default));

        Assert.Equal("links.no-person", Assert.IsType<ItemAnswer.Refused>(answered.Items[Account.Id(1)]).Code);
        Assert.IsType<ItemAnswer.Accepted>(answered.Items[Account.Id(2)]);
        Assert.Equal("links.no-person", Assert.IsType<ItemAnswer.Refused>(Assert.Single(alone.Items).Value).Code);
        Assert.DoesNotContain("cpd.invalid", (await server.Next()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_goes_out_with_its_persons_addresses_and_an_email_has_one_to_unsubscribe()
    {
        await using var server = await LocalServer.Answering(200, """{"messages":[]}""");
        await using var account = new Account(server.Url);
        Assert.True(MessageLinks.TryStandIn(MessageLinks.Preferences, out var choose) & MessageLinks.TryStandIn(MessageLinks.Unsubscribe, out var leave));

        await account.Send([new OutgoingMessage(Account.Id(1), Channel.Sms, "385911234567", null, $"See {choose} or {leave}", CallbackData.Of("demo", Ana))], default);
        var sms = (await server.Next()).Body;
        await account.Send([new OutgoingMessage(Account.Id(2), Channel.Email, "ana@example.com", "news@shop.example", choose!, CallbackData.Of("demo", Ana), new Dictionary<string, string>
        {
            ["subject"] = "S", ["html"] = $"<a href=\"{leave}\">out</a>",
        })], default);
        var mail = (await server.Next()).Body;

        Assert.DoesNotContain("cpd.invalid", sms + mail, StringComparison.Ordinal);
        Assert.Equal(3, sms.Split("http://cpd.example/p/demo/").Length);
        Assert.Contains("http://cpd.example/p/demo/", mail, StringComparison.Ordinal);
        Assert.Contains("<a href=\\u0022http://cpd.example/unsubscribe/".Replace("\\u0022", "\\\"", StringComparison.Ordinal), mail, StringComparison.Ordinal);
    }

    private static string Token(Uri link) => link.AbsoluteUri.Split('/')[^1];

    private static PreferenceLinks Again(ServiceProvider services) => ActivatorUtilities.CreateInstance<PreferenceLinks>(services);

    private static ServiceProvider Services() => new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
        .AddInfobip(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Cpd:PublicUrl"] = "http://cpd.example" }).Build())
        .AddAccountsOfTests().BuildServiceProvider();
}
