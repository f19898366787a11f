using Cpd.Adapters.Sandbox;
using Cpd.Contracts;
using Cpd.EndToEnd.Tests.Crashes;

namespace Cpd.EndToEnd.Tests.Cluster;

/// <summary>What the provider received beside what lies on the log and in the tables, once all has come to rest.</summary>
internal sealed class Books(Ledger ledger, IReadOnlyList<ReceivedMessage> received) : IDisposable
{
    public IReadOnlyList<ReceivedMessage> Received => received;

    public Ledger Ledger => ledger;

    /// <summary>
    /// The log as everybody reads it: of each source and partition what is above the highest number so far. What a source
    /// committed is there without a gap.
    /// </summary>
    public static IReadOnlyList<LogRecord> WithoutRepeats(IReadOnlyList<LogRecord> records)
    {
        var marks = new Dictionary<(Topic, int, string), long>();
        var once = new List<LogRecord>();
        foreach (var record in records)
        {
            if (record.Source is { } source)
            {
                var key = (record.Topic, record.Partition, source);
                if (marks.TryGetValue(key, out var mark) && record.Sequence <= mark) continue;
                marks[key] = record.Sequence;
            }
            once.Add(record);
        }
        foreach (var source in once.Where(record => record.Source is not null).GroupBy(record => record.Source))
            Assert.Equal(Enumerable.Range(1, source.Count()).Select(number => (long)number), source.Select(record => record.Sequence).Order());
        return once;
    }

    /// <summary>These people heard everything once, and everything they did was taken once.</summary>
    public void AreRightFor(Trials trials)
    {
        var heard = received.ToLookup(message => message.To);
        var taken = ledger.All<Track>().Select(one => one.Body.MessageId).Concat(ledger.All<Identify>().Select(one => one.Body.MessageId)).ToHashSet(StringComparer.Ordinal);
        foreach (var person in trials.Numbers)
        {
            Assert.Equal(Trials.Texts(person).Order(StringComparer.Ordinal), heard[Trials.Phone(person)].Select(message => message.Text).Order(StringComparer.Ordinal));
            Assert.Superset((HashSet<string>)(Trials.Pays(person) ? [$"who-{person}", $"began-{person}", $"paid-{person}"] : [$"who-{person}", $"began-{person}"]), taken);
        }

        var persons = ledger.All<PersonIdentified>()
            .Select(one => (Person: one.Record.Person!.Value, Number: NumberOf(one.Body)))
            .Where(one => one.Number is { } number && trials.Numbers.Contains(number))
            .ToDictionary(one => one.Person, one => one.Number!.Value);
        Assert.Equal(trials.Numbers, persons.Values.Order());
        // Without what differs: reports come as often as they like, and who paid before they were asked to moves on at once.
        var lives = ledger.Records
            .Where(record => record is { Topic: Topic.Events, Person: { } person, Body: not (MessageReported or JourneyMoved) } && persons.ContainsKey(person))
            .GroupBy(record => record.Person!.Value)
            .ToDictionary(life => persons[life.Key], life => string.Join(' ', life.Select(record => record.Type).Order(StringComparer.Ordinal)));
        Assert.All(trials.Numbers, person => Assert.Equal(
            Trials.Pays(person)
                ? "EventTracked EventTracked MessageSent MessageSent MessageSent PersonIdentified"
                : "EventTracked MessageSent MessageSent PersonIdentified",
            lives[person]));
    }

    /// <summary>Whoever came at any time: nothing is left over, nothing is put aside, and log, tables and provider say the same.</summary>
    public void Balance()
    {
        Assert.DoesNotContain(received, message => message.Status.StartsWith("REJECTED", StringComparison.Ordinal));
        Assert.Equal(received.Count, received.DistinctBy(message => message.MessageId).Count());
        var messages = received.Select(message => message.MessageId).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(messages, Ids(ledger.All<MessageRequested>().Select(one => one.Body.Message)));
        Assert.Equal(messages, Ids(ledger.All<MessageSent>().Select(one => one.Body.Message)));
        Assert.Equal(messages, Ids(ledger.All<MessageReported>().Where(one => one.Body.Outcome is DeliveryOutcome.Delivered).Select(one => one.Body.Message).Distinct()));
        Assert.Empty(ledger.All<MessageFailed>());
        foreach (var name in (string[])["Sms/Sent", "Sms/Delivered"])
            Assert.Equal(messages.Length, ledger.Count($"SELECT sum(count) FROM activity WHERE subject = 'message' AND name = '{name}' AND minute = 0"));

        foreach (var table in (string[])["dead_letters", "log_outbox", "calls", "webhook_calls"]) Assert.Equal(0, ledger.Count($"SELECT count(*) FROM {table}"));
        Assert.Equal(0, ledger.Count("SELECT count(*) FROM runs WHERE wake_at IS NULL"));

        var runs = ledger.All<JourneyMoved>().GroupBy(one => one.Body.Run).ToList();
        Assert.All(runs, run =>
        {
            Assert.Single(run, one => one.Body.Began);
            Assert.Equal(run.Last().Body.Step is null, run.Last().Body.End is RunEnd.Finished);
        });
        Assert.Equal(runs.Count(run => run.Last().Body.End is null), ledger.Count("SELECT count(*) FROM runs"));

        Assert.Equal(
            ledger.Records.Where(record => record.Topic is Topic.Events).Select(record => record.Id.ToString()).Order(StringComparer.Ordinal),
            ledger.Timeline().Select(record => record.Id.ToString()).Order(StringComparer.Ordinal));
    }

    public void Dispose() => ledger.Dispose();

    private static int? NumberOf(PersonIdentified body) =>
        body.Who.User is { } user && user.StartsWith("user-", StringComparison.Ordinal) ? int.Parse(user["user-".Length..], System.Globalization.CultureInfo.InvariantCulture) : null;

    private static string[] Ids(IEnumerable<MessageId> ids) => [.. ids.Select(id => id.ToString()).Order(StringComparer.Ordinal)];
}
