using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.EventLog.Storage;
using Cpd.Tests;

namespace Cpd.Engine.Tests.UserView;

/// <summary>Two processes that own different partitions, on a database that lets both write.</summary>
public sealed class SeveralProcessesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly PersonId Ana = Given.Person("ana");
    private static readonly PersonId Visitor = Given.Person("visitor");

    [Needs(Part.PostgreSql)]
    public async Task Who_is_merged_into_somebody_who_is_being_erased_is_erased_with_them()
    {
        using var view = new ViewDatabase(DatabaseKind.PostgreSql);
        using var other = view.OpenOther();
        view.Project(Identified(Ana, 0));
        view.Project(Identified(Visitor, 1));
        LogRecord[] merge = [Given.Record(Visitor, new PersonMerged(Ana), 2)];

        Task merging;
        using (var erasing = new ViewWriter(other, Given.Start))
        {
            WindowProjection.Project([Given.Record(Ana, new PersonForgotten(), 3)], erasing.Transaction);
            merging = Task.Run(() => view.Project(merge));
            await UntilSomebodyWaits(view);
            erasing.Commit();
        }
        await Assert.ThrowsAsync<RacedException>(() => merging).WaitAsync(Patience);
        view.Project(merge);   // as the log does with a window that failed

        Assert.Equal((0, 0), (view.Rows("timeline"), view.Rows("people_view")));
    }

    [Needs(Part.PostgreSql)]
    public async Task Who_is_erased_takes_along_what_another_process_is_just_bringing()
    {
        using var view = new ViewDatabase(DatabaseKind.PostgreSql);
        using var other = view.OpenOther();
        view.Project(Given.Record(Ana, Given.Moved(true, "wait", null, new StepTaken("wait", "wait", null, true)), 0));
        view.Project(Given.Record(Visitor, Given.Moved(true, "wait", null, new StepTaken("wait", "wait", null, true)), 1));

        Task erasing;
        using (var merging = new ViewWriter(other, Given.Start))
        {
            WindowProjection.Project([Given.Record(Visitor, new PersonMerged(Ana), 2)], merging.Transaction);
            erasing = Task.Run(() => view.Project(Given.Record(Ana, new PersonForgotten(), 3)));
            await UntilSomebodyWaits(view);
            merging.Commit();
        }
        await erasing.WaitAsync(Patience);

        Assert.Equal(0, view.Rows("timeline"));
    }

    [Needs(Part.PostgreSql)]
    public async Task What_two_processes_say_of_one_person_is_kept_by_both()
    {
        using var view = new ViewDatabase(DatabaseKind.PostgreSql);
        using var other = view.OpenOther();
        view.Project(Identified(Ana, 0));
        view.Project(Given.Record(Visitor, Given.Tracked("Viewed", anonymous: "a-9"), 1));
        LogRecord[] named = [Given.Record(Ana, Given.Identified("u-1", """{"lastName":"Kovač"}"""), 3)];

        Task naming;
        using (var merging = new ViewWriter(other, Given.Start))
        {
            WindowProjection.Project([Given.Record(Visitor, new PersonMerged(Ana), 2)], merging.Transaction);
            naming = Task.Run(() => view.Project(named));
            await UntilSomebodyWaits(view);
            merging.Commit();
        }
        await Assert.ThrowsAsync<RacedException>(() => naming).WaitAsync(Patience);
        view.Project(named);

        var people = new PeopleSearch(view, new LiveFeed(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<LiveFeed>.Instance));
        var found = Assert.Single(await people.Search(Given.Shop, null, 10, default));
        Assert.Equal(("Ana Kovač", "a-9"), (found.Name, Assert.Single(found.AnonymousIds)));
    }

    [Needs(Part.PostgreSql)]
    public async Task However_two_processes_work_side_by_side_nothing_stays_with_somebody_who_is_gone_and_every_count_is_right()
    {
        using var view = new ViewDatabase(DatabaseKind.PostgreSql);
        var records = AsTheEngineWrites(ManyLives.Of(seed: 5, count: 1_200));
        var halves = records.GroupBy(record => record.Person!.Value.Value.ToByteArray()[^1] % 2).Select(half => half.ToList()).ToList();

        await Task.WhenAll(halves.Select(half => Task.Run(() =>
        {
            using var session = view.OpenOther();
            foreach (var window in half.Chunk(25)) UntilDone(session, window);
        }))).WaitAsync(Patience);

        Assert.Equal(0, view.Scalar("SELECT count(*) FROM timeline t JOIN merged_view m ON m.person = t.person WHERE m.merged_into <> m.person"));
        Assert.Equal(0, view.Scalar("SELECT count(*) FROM people_view p JOIN merged_view m ON m.person = p.person WHERE m.merged_into <> m.person"));
        Assert.Equal(view.Rows("people_view"), view.Scalar("SELECT count FROM activity WHERE minute = 0 AND subject = 'person'"));
        Assert.Equal(
            records.Count(record => record.Body is EventTracked),
            view.Scalar("SELECT CAST(sum(count) AS bigint) FROM activity WHERE minute = 0 AND subject = 'event'"));
        Assert.Equal(
            records.Count(record => record.Body is JourneyMoved { Began: true }),
            view.Scalar("SELECT count FROM journey_counts WHERE measure = 'began'"));
    }

    [Needs(Part.PostgreSql)]
    public void A_window_takes_the_same_few_round_trips_however_many_people_are_in_it()
    {
        using var view = new ViewDatabase(DatabaseKind.PostgreSql);
        view.Project(ManyLives.Of(seed: 1, count: 500, people: 400));   // so that there is something to read

        Assert.All([500, 2_000], count =>
        {
            var before = view.Statements;
            view.Project(ManyLives.Of(seed: 2, count, people: 400));
            Assert.InRange(view.Statements - before, 8, 28);
        });
    }

    /// <summary>Whoever was merged is merged and erased under the new id from then on, by that one's owner.</summary>
    private static List<LogRecord> AsTheEngineWrites(IReadOnlyList<LogRecord> records)
    {
        var gone = new HashSet<PersonId>();
        return [.. records.Where(record => record.Body is not (PersonMerged or PersonForgotten) || !gone.Contains(record.Person!.Value)
            && (record.Body is PersonForgotten || gone.Add(record.Person!.Value)))];
    }

    /// <summary>As the log does: a window that failed is tried again.</summary>
    private static void UntilDone(SqlSession session, LogRecord[] window)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var writer = new ViewWriter(session, Given.Start);
                WindowProjection.Project(window, writer.Transaction);
                writer.Commit();
                return;
            }
            catch (Exception fault) when (tries < 1_000 && fault is RacedException or Npgsql.PostgresException { SqlState: "40P01" or "23505" })
            {
                // The other one was faster.
            }
        }
    }

    private static async Task UntilSomebodyWaits(ViewDatabase view)
    {
        using var looking = view.OpenOther();
        var began = TimeProvider.System.GetTimestamp();
        while (ViewDatabase.Scalar(looking, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 0)
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new TimeoutException("Nobody waited.");
            await Task.Delay(1);
        }
    }

    private static LogRecord Identified(PersonId person, int second) =>
        Given.Record(person, Given.Identified("u-1", """{"firstName":"Ana"}"""), second);
}
