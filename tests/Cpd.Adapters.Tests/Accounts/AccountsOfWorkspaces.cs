using Cpd.Adapters.Accounts;
using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Tests.Dispatch;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.Tests;

namespace Cpd.Adapters.Tests.Accounts;

/// <summary>Each workspace may send through an account of its own, and change it while messages are under way.</summary>
public sealed class AccountsOfWorkspaces : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef-11111111-2222-3333-4444-555555555555";
    private const string First = "https://first.api.infobip.com";
    private const string Second = "https://second.api.infobip.com";

    private readonly TestDatabase _database = LogOfTests.Create();
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task The_next_message_goes_through_the_account_that_was_just_set()
    {
        await using var adapter = new Adapter(_database, _clock, new Provider(_clock));
        await adapter.Start();
        await adapter.Take(Adapter.Request(1));
        await adapter.UntilDrained();

        await Change(adapter.Accounts, (keeper, transaction) => keeper.SetAccount(transaction, "demo", First, Key, "Ana"));
        await adapter.Take(Adapter.Request(2), Adapter.Request(3, workspace: "other"));
        await adapter.UntilDrained();

        Assert.Equal(
            [new("demo", AccountId.Installation), new("demo", 100), new AccountRef("other", AccountId.Installation)],
            adapter.Provider.Ways.Select(way => way.Through).OrderBy(way => way.Workspace).ThenBy(way => way.Account));
    }

    [Fact]
    public async Task What_nobody_knows_of_is_asked_where_it_went_and_goes_on_through_the_new_one()
    {
        var provider = new Provider(_clock).Then(_ => new SendAnswer.Unknown("The line broke."));
        await using var adapter = new Adapter(_database, _clock, provider);
        await Change(adapter.Accounts, (keeper, transaction) => keeper.SetAccount(transaction, "demo", First, Key, null));
        await adapter.Start();
        await adapter.Take(Adapter.Request(1));
        await Adapter.Until(() => adapter.Status.Held == 1);

        await Change(adapter.Accounts, (keeper, transaction) => keeper.SetAccount(transaction, "demo", Second, Key, null));
        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained);

        Assert.Equal([("send", 100), ("look up", 100), ("send", 101)], provider.Ways.Select(way => (way.What, (int)way.Through.Account)));
        Assert.IsType<MessageSent>(Assert.Single(adapter.Outcomes));
    }

    [Fact]
    public async Task After_a_restart_it_is_still_known_where_it_went()
    {
        var provider = new Provider(_clock).Then(_ => new SendAnswer.Unknown("The line broke."));
        await using (var adapter = new Adapter(_database, _clock, provider))
        {
            await Change(adapter.Accounts, (keeper, transaction) => keeper.SetAccount(transaction, "demo", First, Key, null));
            await adapter.Start();
            await adapter.Take(Adapter.Request(1));
            await Adapter.Until(() => adapter.Status.Held == 1);
            await Change(adapter.Accounts, (keeper, transaction) => keeper.RemoveAccount(transaction, "demo"));
        }

        await using var next = new Adapter(_database, _clock, provider);
        await next.Start();
        await next.UntilTimeBrings(() => next.Status.IsDrained);

        Assert.Equal([("send", 100), ("look up", 100), ("send", 0)], provider.Ways.Select(way => (way.What, (int)way.Through.Account)));
    }

    [Fact]
    public async Task A_wrong_key_of_one_workspace_keeps_nobody_else_waiting()
    {
        var provider = new Provider(_clock).Then(_ => new SendAnswer.Refused("infobip.E401", "No.", IsOfTheAccount: true));
        await using var adapter = new Adapter(_database, _clock, provider);
        await Change(adapter.Accounts, (keeper, transaction) => keeper.SetAccount(transaction, "demo", First, "wrong", null));
        await adapter.Start();
        await adapter.Take(Adapter.Request(1));
        await Adapter.Until(() => adapter.Status.Problem is not null);

        await adapter.Take(Adapter.Request(2, workspace: "other"));
        await Adapter.Until(() => adapter.Outcomes.Count == 1);
        Assert.NotNull(adapter.Status.ProblemOf(100));
        Assert.Null(adapter.Status.ProblemOf(AccountId.Installation));

        await Change(adapter.Accounts, (keeper, transaction) => keeper.SetAccount(transaction, "demo", First, Key, null));
        await adapter.UntilTimeBrings(() => adapter.Status.IsDrained);
        Assert.Equal([Adapter.Message(2), Adapter.Message(1)], provider.Accepted);
        Assert.Null(adapter.Status.Problem);
    }

    [Fact]
    public async Task Another_process_sees_a_change_when_it_looks()
    {
        var (here, there) = (AccountsOfTests.Book(_database), AccountsOfTests.Book(_database));
        Assert.Equal(AccountId.Installation, there.Of("demo").Account);

        await Change(here, (keeper, transaction) => keeper.SetAccount(transaction, "demo", First, Key, null));

        Assert.Equal((100, 0), (here.Of("demo").Account, there.Of("demo").Account));
        Assert.True(await there.Refresh(default));
        Assert.Equal((100, First), (there.Of("demo").Account, there.Find(100)!.BaseUrl));
        Assert.False(await there.Refresh(default));
    }

    [Fact]
    public async Task A_key_is_sealed_wherever_it_lies()
    {
        var book = AccountsOfTests.Book(_database);
        await Change(book, (keeper, transaction) => keeper.SetAccount(transaction, "demo", First, Key, "Ana"));

        Assert.Equal(Key, book.Find(100)!.Key);
        Assert.DoesNotContain(Key, await Stored(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, $"{book.Find(100)} {book.Of("demo")}", StringComparison.Ordinal);

        var row = await Sealed();
        Assert.Null(new KeySeal(AccountsOfTests.Keys).Open("other", row));
        Assert.Null(new KeySeal(new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider()).Open("demo", row));
    }

    [Fact]
    public async Task A_key_that_was_replaced_is_wiped_when_nothing_can_have_to_be_looked_up_with_it()
    {
        var book = AccountsOfTests.Book(_database);
        await Change(book, (keeper, transaction) => keeper.SetAccount(transaction, "demo", First, Key, null));
        await Change(book, (keeper, transaction) => keeper.SetAccount(transaction, "demo", Second, Key, null));
        Assert.Equal([100L, 101L], book.AllOf("demo").Select(account => account.Id).Order());

        _clock.Advance(AccountKeeper.FormerKeyKept - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await Write(AccountKeeper.Wipe));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Write(AccountKeeper.Wipe));
        book.ReadAgain();
        Assert.Equal([101L], book.AllOf("demo").Select(account => account.Id));
    }

    [Fact]
    public async Task Another_key_is_the_same_account_and_another_address_needs_one()
    {
        var book = AccountsOfTests.Book(_database);
        Assert.Equal("account.no-key", await Change(book, (keeper, transaction) => keeper.SetAccount(transaction, "demo", First, null, null)));
        Assert.Equal("account.base-url", await Change(book, (keeper, transaction) => keeper.SetAccount(transaction, "demo", "not an address", Key, null)));
        await Change(book, (keeper, transaction) => keeper.SetAccount(transaction, "demo", "first.api.infobip.com/", Key, null));
        await Change(book, (keeper, transaction) => keeper.SetAccount(transaction, "demo", First, "another-key", null));
        Assert.Equal((100, "another-key"), (book.Of("demo").Account, book.Find(100)!.Key));
        Assert.Equal("account.no-key", await Change(book, (keeper, transaction) => keeper.SetAccount(transaction, "demo", Second, "", null)));
    }

    [Fact]
    public async Task The_first_sender_is_the_default_until_another_is()
    {
        var book = AccountsOfTests.Book(_database);
        foreach (var sender in new[] { "Shop", "Bank", "385910000001" })
            await Change(book, (keeper, transaction) => keeper.AddSender(transaction, "demo", Channel.Sms, sender));
        Assert.Equal("Shop", book.Of("demo").Senders[Channel.Sms]);

        await Change(book, (keeper, transaction) => keeper.MakeDefault(transaction, "demo", Channel.Sms, "Bank"));
        Assert.Equal("Bank", book.Of("demo").Senders[Channel.Sms]);
        await Change(book, (keeper, transaction) => keeper.RemoveSender(transaction, "demo", Channel.Sms, "Bank"));
        Assert.Equal("385910000001", book.Of("demo").Senders[Channel.Sms]);
        Assert.Equal("sender.invalid", await Change(book, (keeper, transaction) => keeper.AddSender(transaction, "demo", Channel.Sms, "MuchTooLongAName")));
    }

    [Fact]
    public async Task A_workspace_has_a_throttle_of_its_own()
    {
        var book = AccountsOfTests.Book(_database);
        var throttle = new Throttle(new DispatchOptions(), book, _clock);
        await Change(book, (keeper, transaction) => keeper.SetRate(transaction, "demo", Channel.Sms, 2));

        Assert.Equal(TimeSpan.Zero, throttle.Reserve("demo", Channel.Sms, "Shop", 2));
        Assert.Equal(TimeSpan.FromSeconds(1), throttle.Reserve("demo", Channel.Sms, "Other", 2));
        Assert.Equal(TimeSpan.Zero, throttle.Reserve("other", Channel.Sms, "Shop", 1000));

        await Change(book, (keeper, transaction) => keeper.SetRate(transaction, "demo", Channel.Sms, null));
        Assert.Equal(TimeSpan.Zero, throttle.Reserve("demo", Channel.Sms, "Shop", 1000));
        Assert.Equal("rate.invalid", await Change(book, (keeper, transaction) => keeper.SetRate(transaction, "demo", Channel.Sms, double.NaN)));
    }

    public void Dispose() => _database.Dispose();

    private Task<T> Write<T>(Func<LogTransaction, Task<T>> work) => new TestWrites(_database, _clock).Write(work);

    /// <summary>The code of the refusal; null where it was done.</summary>
    private async Task<string?> Change(AccountBook book, Func<AccountKeeper, LogTransaction, Task<ChannelRefusal?>> change) =>
        (await Write(transaction => change(AccountsOfTests.Keeper(book), transaction)))?.Code;

    private Task<string> Sealed()
    {
        using var db = _database.OpenDb();
        return Task.FromResult(db.Set<AccountRow>().Single().Key);
    }

    /// <summary>All that lies in the database's files.</summary>
    private async Task<string> Stored()
    {
        var folder = _database.Settings["Cpd:DataDirectory"]!;
        var all = new System.Text.StringBuilder();
        foreach (var file in Directory.GetFiles(folder))
        {
            await using var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var text = new StreamReader(read, System.Text.Encoding.Latin1);
            all.Append(await text.ReadToEndAsync());
        }
        return all.ToString();
    }
}
