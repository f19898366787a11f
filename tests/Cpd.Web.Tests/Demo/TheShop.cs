using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.Web.Demo;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Web.Tests.Demo;

public class TheShop
{
    [Fact]
    public void Nobodys_phone_can_ring()
    {
        var phones = Enumerable.Range(0, Shopper.Most).Select(number => Shopper.Of(number).Phone).ToList();

        Assert.All(phones, phone => Assert.Matches("^\\+447700900[0-9]{3}$", phone));
        Assert.Equal(Shopper.Most, phones.Distinct().Count());
    }

    [Fact]
    public void A_newcomer_looks_around_signs_up_and_is_the_same_browser_all_along()
    {
        var visit = ShopperStory.Tell(Shopper.Of(7), "v1", newcomer: true, new Random(1), TimeProvider.System).ToList();

        Assert.Equal(new GivenIds(null, "browser-v1"), ((Track)visit[0]).Who);
        Assert.Equal(new GivenIds("shopper-0007", "browser-v1"), Assert.IsType<Identify>(visit[2]).Who);
        Assert.Equal("Signed Up", ((Track)visit[3]).Event);
    }

    [Fact]
    public void Orders_name_the_cart_that_was_filled_and_some_carts_stay_behind()
    {
        var random = new Random(2);
        var visits = Enumerable.Range(0, 300)
            .Select(number => ShopperStory.Tell(Shopper.Of(number), $"v{number}", newcomer: number % 2 == 0, random, TimeProvider.System).OfType<Track>().ToList())
            .ToList();
        var filled = visits.Where(visit => visit.Exists(it => it.Event == "Cart Updated")).ToList();
        var paid = filled.Where(visit => visit[^1].Event == "Order Paid").ToList();

        Assert.NotEmpty(paid);
        Assert.True(paid.Count < filled.Count);
        Assert.All(paid, visit => Assert.Single(visit.Where(it => it.Event is "Cart Updated" or "Order Paid").Select(it => it.Properties.Parse().GetProperty("cart_id").GetString()).Distinct()));
        Assert.All(visits.SelectMany(visit => visit), it => Assert.NotEmpty(it.MessageId));
        Assert.Equal(visits.Sum(visit => visit.Count), visits.SelectMany(visit => visit).Select(it => it.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Shoppers_come_when_started_and_stay_away_when_stopped()
    {
        var log = new WaitingLog();
        await using var shoppers = new DemoShoppers(log, TimeProvider.System, NullLogger<DemoShoppers>.Instance) { Rate = 200 };
        var changes = 0;
        shoppers.Changed += () => changes++;

        shoppers.Start();
        shoppers.Start();
        Assert.True(shoppers.IsRunning);
        Assert.All(await log.First(3), record => Assert.Equal("demo", record.Workspace));

        shoppers.Stop();
        Assert.False(shoppers.IsRunning);
        Assert.Equal(2, changes);
    }

    [Fact]
    public void The_switch_on_the_command_line_takes_no_other_argument_with_it()
    {
        Assert.Equal(["--urls", "http://x"], DemoModule.TakeSwitch(["--demo", "--urls", "http://x"], out var wanted));
        Assert.True(wanted);
    }

    private sealed class WaitingLog : IEventLog
    {
        private readonly System.Threading.Channels.Channel<LogRecord> _records = System.Threading.Channels.Channel.CreateUnbounded<LogRecord>();

        public int Partitions => 1;

        public async Task<IReadOnlyList<LogRecord>> First(int count)
        {
            using var patience = new CancellationTokenSource(Cpd.Tests.Patience.Limit);
            var first = new List<LogRecord>();
            while (first.Count < count) first.Add(await _records.Reader.ReadAsync(patience.Token));
            return first;
        }

        public async Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct)
        {
            foreach (var record in records) await _records.Writer.WriteAsync(record, ct);
        }

        public Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) => throw new NotSupportedException();
    }
}
