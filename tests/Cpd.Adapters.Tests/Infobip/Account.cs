using Cpd.Adapters.Infobip;
using Cpd.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Adapters.Tests.Infobip;

/// <summary>The adapter's own parts as the product wires them, towards some address.</summary>
internal sealed class Account : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Account(string baseUrl, string key = "sandbox-key", double timeout = 10, string publicUrl = "http://cpd.example")
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cpd:Infobip:BaseUrl"] = baseUrl,
            ["Cpd:Infobip:ApiKey"] = key,
            ["Cpd:Infobip:Timeout"] = TimeSpan.FromSeconds(timeout).ToString(),
            ["Cpd:Infobip:PublicUrl"] = publicUrl,
            ["Cpd:Infobip:Sender"] = "Shop",
            ["Cpd:Infobip:Webhooks:Secret"] = "a-secret-for-tests",
        }).Build();
        _services = new ServiceCollection().AddSingleton(TimeProvider.System).AddInfobip(configuration).BuildServiceProvider();
    }

    public InfobipClient Client => _services.GetRequiredService<InfobipClient>();

    public IMessageSender Sender => _services.GetRequiredService<IMessageSender>();

    public static OutgoingMessage Message(int number, string to = "385910000010", string text = "Hello.") =>
        new(Id(number), Channel.Sms, to, null, text, "demo/0000");

    public static MessageId Id(int number) => Ids.Derive<MessageId>(DateTimeOffset.UnixEpoch, "test", $"{number}");

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
