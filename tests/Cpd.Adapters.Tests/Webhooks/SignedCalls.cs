using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Tests.Accounts;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Adapters.Webhooks;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.Tests;
using Microsoft.AspNetCore.Builder;

namespace Cpd.Adapters.Tests.Webhooks;

/// <summary>Signatures as a receiver checks them: with the secret, the headers and the bytes that came.</summary>
public sealed class SignedCalls : IDisposable
{
    private readonly TestDatabase _database = LogOfTests.Create();
    private readonly FakeClock _clock = new();
    private int _calls;

    [Fact]
    public async Task A_receiver_who_knows_the_secret_knows_that_a_call_is_ours_and_unchanged()
    {
        await using var receiver = await Receiver.Start();
        await using var adapter = await Started();
        var secret = await Make(adapter);

        var got = await Call(adapter, receiver, """{"name":"Škoda €"}""");

        Assert.Equal("""{"name":"Škoda €"}""", Encoding.UTF8.GetString(got.Body));
        Assert.Equal((got.Headers["Idempotency-Key"], _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), (got.Headers["webhook-id"], got.Headers["webhook-timestamp"]));
        Assert.True(IsOurs(got, secret));

        Assert.False(IsOurs(got with { Body = [.. got.Body, (byte)' '] }, secret));
        Assert.False(IsOurs(With(got, "webhook-timestamp", "1893499260"), secret));
        Assert.False(IsOurs(With(got, "webhook-id", "other"), secret));
        Assert.False(IsOurs(got, WebhookSignature.NewSecret()));
    }

    [Fact]
    public async Task A_call_without_a_body_is_signed_too()
    {
        await using var receiver = await Receiver.Start();
        await using var adapter = await Started();
        var secret = await Make(adapter);

        Assert.True(IsOurs(await Call(adapter, receiver, null), secret));
    }

    [Fact]
    public async Task After_a_change_both_secrets_are_good_for_three_days_and_then_the_new_one_alone()
    {
        await using var receiver = await Receiver.Start();
        await using var adapter = await Started();
        var first = await Make(adapter);
        var second = await Make(adapter);

        Assert.NotEqual(first, second);
        Assert.Equal((true, true), Good(await Call(adapter, receiver), first, second));
        Assert.Equal(new SigningState(true, _clock.GetUtcNow() + TimeSpan.FromDays(3)), await Signing(adapter).Of("demo", default));

        _clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal((false, true), Good(await Call(adapter, receiver), first, second));
        Assert.Equal(new SigningState(true, null), await Signing(adapter).Of("demo", default));
    }

    [Fact]
    public async Task A_secret_that_others_know_can_be_ended_at_once()
    {
        await using var receiver = await Receiver.Start();
        await using var adapter = await Started();
        var (first, second) = (await Make(adapter), await Make(adapter));

        await Change(adapter, transaction => Signing(adapter).EndFormer(transaction, "demo"));

        Assert.Equal((false, true), Good(await Call(adapter, receiver), first, second));
    }

    [Fact]
    public async Task Nothing_is_signed_before_there_is_a_secret_for_another_workspace_or_after_it_was_stopped()
    {
        await using var receiver = await Receiver.Start();
        await using var adapter = await Started();
        Assert.DoesNotContain("webhook-signature", (await Call(adapter, receiver)).Headers);

        await Make(adapter);
        Assert.DoesNotContain("webhook-signature", (await Call(adapter, receiver, workspace: "other")).Headers);
        Assert.Contains("webhook-signature", (await Call(adapter, receiver)).Headers);

        await Change(adapter, transaction => Signing(adapter).Stop(transaction, "demo"));
        Assert.DoesNotContain("webhook-signature", (await Call(adapter, receiver)).Headers);
        Assert.Equal(new SigningState(false, null), await Signing(adapter).Of("demo", default));
    }

    [Fact]
    public async Task The_secret_is_sealed_in_the_database()
    {
        await using var adapter = await Started();
        var secret = await Make(adapter);

        using var db = _database.CreateDbContext();
        var stored = Assert.Single(db.Set<ChannelSettingsRow>()).SigningSecret!;
        Assert.DoesNotContain(secret["whsec_".Length..], stored, StringComparison.Ordinal);
        Assert.Equal(secret, new KeySeal(AccountsOfTests.Keys).Open("demo", stored));
        Assert.Null(new KeySeal(AccountsOfTests.Keys).Open("other", stored));
    }

    /// <summary>The example that the libraries of Standard Webhooks are tried with.</summary>
    [Fact]
    public void It_is_the_signature_of_Standard_Webhooks()
    {
        using var request = new HttpRequestMessage();
        request.Headers.Add("webhook-signature", "v1,what-the-step-says");

        WebhookSignature.Sign(request.Headers, "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}"""u8, ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Assert.Single(request.Headers.GetValues("webhook-signature")));
    }

    public void Dispose() => _database.Dispose();

    /// <summary>What docs/webhooks.md tells receivers to do.</summary>
    private static bool IsOurs(Received got, string secret)
    {
        using var hmac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        var expected = hmac.ComputeHash([.. Encoding.UTF8.GetBytes(got.Headers["webhook-id"] + "." + got.Headers["webhook-timestamp"] + "."), .. got.Body]);
        return got.Headers["webhook-signature"].Split(' ').Any(one => one == "v1," + Convert.ToBase64String(expected));
    }

    private static (bool First, bool Second) Good(Received got, string first, string second) => (IsOurs(got, first), IsOurs(got, second));

    private static Received With(Received got, string header, string value) => got with { Headers = new Dictionary<string, string>(got.Headers, StringComparer.OrdinalIgnoreCase) { [header] = value } };

    private async Task<Adapter> Started()
    {
        var adapter = new Adapter(_database, _clock, new Provider(_clock), webhooks: new WebhookOptions { AllowPrivateAddresses = true });
        await adapter.Start();
        return adapter;
    }

    private async Task<Received> Call(Adapter adapter, Receiver receiver, string? body = "{}", string workspace = "demo")
    {
        var number = ++_calls;
        var call = WhoMayBeCalled.Webhook(receiver.Url, body: body) with { Call = Ids.Derive<RecordId>(_clock.GetUtcNow(), "call", number.ToString(CultureInfo.InvariantCulture)) };
        await adapter.Take(Dispatch.Adapter.Record(call, number, workspace));
        await adapter.UntilDrained();
        return receiver.Got.Single(got => got.Headers["Idempotency-Key"] == call.Call.ToString());
    }

    private WebhookSigning Signing(Adapter adapter) => new(AccountsOfTests.Keeper(adapter.Accounts), new KeySeal(AccountsOfTests.Keys), _database, _clock);

    private Task<string> Make(Adapter adapter) => adapter.Log.Write(transaction => Signing(adapter).Make(transaction, "demo"), default);

    private static Task<bool> Change(Adapter adapter, Func<LogTransaction, Task> change) => adapter.Log.Write(
        async transaction =>
        {
            await change(transaction);
            return true;
        },
        default);

    private sealed record Received(Dictionary<string, string> Headers, byte[] Body);

    /// <summary>A company's server that keeps what comes, byte by byte.</summary>
    private sealed class Receiver(Server server, ConcurrentQueue<Received> got) : IAsyncDisposable
    {
        public string Url => server.Url;

        public IEnumerable<Received> Got => got;

        public static async Task<Receiver> Start()
        {
            var got = new ConcurrentQueue<Received>();
            return new Receiver(
                await Server.Start(_ => { }, app => app.Run(async context =>
                {
                    using var body = new MemoryStream();
                    await context.Request.Body.CopyToAsync(body);
                    got.Enqueue(new Received(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
                })),
                got);
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
