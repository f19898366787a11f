using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Tests.Accounts;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Files;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Adapters.Tests.Infobip;

/// <summary>The adapter's own parts as the product wires them, towards some address.</summary>
internal sealed class Account : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="with">Puts other parts in the place of those of the product.</param>
    /// <param name="connectTimeout">Null: none, so that a machine that stands still is not taken for a line that is down.</param>
    public Account(
        string baseUrl, string key = "sandbox-key", TimeSpan? timeout = null, string publicUrl = "http://cpd.example", TimeProvider? clock = null,
        TimeSpan? connectTimeout = null, Dictionary<string, string?>? settings = null, DatabaseKind? database = null,
        Action<IServiceCollection>? with = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cpd:Infobip:BaseUrl"] = baseUrl,
            ["Cpd:Infobip:ApiKey"] = key,
            ["Cpd:Infobip:Timeout"] = (timeout ?? Patience.Limit).ToString(),
            ["Cpd:Infobip:PublicUrl"] = publicUrl,
            ["Cpd:Infobip:Sender"] = "Shop",
            ["Cpd:Infobip:Webhooks:Secret"] = "a-secret-for-tests",
        }).AddInMemoryCollection(settings ?? []).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(clock ?? TimeProvider.System)
            .AddSingleton(new InfobipLine(InfobipModule.Line(connectTimeout ?? Timeout.InfiniteTimeSpan)))
            .AddInfobip(configuration)
            .AddAccountsOfTests(database);
        with?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public InfobipClient Client => _services.GetRequiredService<InfobipClient>();

    public IBlocklist Blocklist => _services.GetRequiredService<IBlocklist>();

    public ConnectionCheck Check => _services.GetRequiredService<ConnectionCheck>();

    public Task<SendAnswer> Send(IReadOnlyList<OutgoingMessage> messages, CancellationToken ct) =>
        _services.GetRequiredService<IMessageSender>().Send(Installation, messages, ct);

    public Task<IReadOnlyDictionary<MessageId, ItemAnswer>?> LookUp(IReadOnlyList<MessageId> messages, CancellationToken ct, Channel channel = Channel.Sms) =>
        _services.GetRequiredService<IMessageSender>().LookUp(Installation, channel, messages, ct);

    public CheckedAddresses Checked => _services.GetRequiredService<CheckedAddresses>();

    /// <summary>Of everything that was written; see <see cref="FileLog.Statements"/>.</summary>
    public long Statements => ((FileLog)_services.GetRequiredService<IEventLog>()).Statements;

    /// <summary>From now on addresses are looked at before the first e-mail.</summary>
    public async Task CheckEmail() =>
        Assert.Null(await _services.GetRequiredService<IEventLog>().Write(transaction => AccountsOfTests.Keeper(_services.GetRequiredService<AccountBook>()).CheckEmail(transaction, Installation.Workspace, isOn: true), default));

    /// <summary>A file of the workspace, as a message names it.</summary>
    public async Task<Attachment> Attach(string name, string type, byte[] content) =>
        new((await _services.GetRequiredService<IEventLog>().Write(transaction => StoredFiles.Put(transaction, Installation.Workspace, content), default))!, name, type, content.Length);

    public static AccountRef Installation { get; } = new("demo", AccountId.Installation);

    public static OutgoingMessage Message(int number, string to = "385910000010", string text = "Hello.") =>
        new(Id(number), Channel.Sms, to, null, text, "demo/0000");

    public static MessageId Id(int number) => Ids.Derive<MessageId>(DateTimeOffset.UnixEpoch, "test", $"{number}");

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
