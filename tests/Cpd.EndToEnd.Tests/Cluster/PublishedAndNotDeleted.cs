using Xunit.Abstractions;

namespace Cpd.EndToEnd.Tests.Cluster;

public sealed class PublishedAndNotDeleted(Running running, ITestOutputHelper output) : Scene(running, output)
{
    [ClusterFact]
    public async Task What_the_relay_published_and_could_not_take_out_of_the_outbox_before_it_was_killed_counts_once()
    {
        // Rows stay, whatever the processes delete: as if each were killed right after Kafka had them.
        await All.Rows("""
            CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER keep BEFORE DELETE ON log_outbox FOR EACH ROW EXECUTE FUNCTION keep();
            """);
        var load = await While(people: 100, async load =>
        {
            load.Allow(load.Batches);
            await RunningApp.Until(async () => (long)(await All.Rows("SELECT count(*) FROM log_outbox WHERE topic = 3")).Single()[0], dispatches => dispatches > 100);
            await All.Engine.Kill();
            await All.Adapter.Kill();
        });

        var left = await All.Rows("SELECT source, sequence FROM log_outbox");
        var published = All.Broker.Read().Where(record => record.Source is not null).Select(record => (record.Source!, record.Sequence)).ToHashSet();
        Say($"{left.Count} records in the outbox, {left.Count(row => published.Contains((((Guid)row[0]).ToString("N"), (long)row[1])))} of them on Kafka already");
        Assert.Contains(left, row => published.Contains((((Guid)row[0]).ToString("N"), (long)row[1])));

        await All.Rows("DROP TRIGGER keep ON log_outbox; DROP FUNCTION keep()");
        await Task.WhenAll(All.Engine.StartAgain(), All.Adapter.StartAgain());
        await TheBooksBalance(load);

        var onKafka = All.Broker.Read();
        Assert.True(onKafka.Count > Books.WithoutRepeats(onKafka).Count, "Nothing was published twice, so nothing was recognised either.");
    }
}
