using Cpd.Adapters.Infobip;
using Cpd.Adapters.Tests.Accounts;
using Cpd.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Tests.Infobip;

public class WebhookAddresses
{
    [Fact]
    public void Hold_a_secret_that_is_made_once()
    {
        using var folder = new TemporaryFolder();

        var first = Webhooks(folder).ReportsUrl();
        var second = Webhooks(folder).ReportsUrl();

        Assert.Matches("^http://127.0.0.1:5080/hooks/infobip/[0-9a-f]{32}/reports$", first.AbsoluteUri);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Are_on_the_public_address_where_there_is_one()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("https://cpd.example/base/hooks/infobip/abcdefghijklmnop/inbound",
            Webhooks(folder, ("Cpd:PublicUrl", "https://cpd.example/base/"), ("Cpd:Infobip:Webhooks:Secret", "abcdefghijklmnop")).InboundUrl().AbsoluteUri);
    }

    [Fact]
    public void Are_elsewhere_where_Infobip_comes_by_another_way_than_the_world()
    {
        using var folder = new TemporaryFolder();

        Assert.StartsWith("http://inside:8080/hooks/infobip/",
            Webhooks(folder, ("Cpd:PublicUrl", "https://cpd.example"), ("Cpd:Infobip:PublicUrl", "http://inside:8080")).InboundUrl().AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public void Say_what_is_wrong_with_the_settings_all_at_once()
    {
        using var folder = new TemporaryFolder();

        var problem = Assert.Throws<OptionsValidationException>(() => Webhooks(folder, ("Cpd:Infobip:BaseUrl", "abc"), ("Cpd:Infobip:Timeout", "0:0:0")).ReportsUrl());

        Assert.Equal(3, problem.Failures.Count());
    }

    private static InfobipWebhooks Webhooks(TemporaryFolder folder, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([
            new("Cpd:DataDirectory", folder.Path), .. settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))]).Build();
        var services = new ServiceCollection().AddLogging().AddAccountsOfTests().AddSingleton(TimeProvider.System).AddSingleton<IOwnAddress>(new Here()).AddInfobip(configuration).BuildServiceProvider();
        return services.GetRequiredService<InfobipWebhooks>();
    }

    private sealed class Here : IOwnAddress
    {
        public Uri Get() => new("http://127.0.0.1:5080");
    }
}
