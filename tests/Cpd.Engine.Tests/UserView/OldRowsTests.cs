using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.UserView;
using Cpd.EventLog.Storage;
using Cpd.EventLog.Keeping;
using Cpd.Tests;

namespace Cpd.Engine.Tests.UserView;

/// <summary>What the user view keeps for a time goes oldest first, in pieces, and nothing that is younger with it.</summary>
public sealed class OldRowsTests
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(10);

    [Fact]
    public void A_file_loses_what_is_old() => WhatIsOldGoes(DatabaseKind.Sqlite);

    [Needs(Part.PostgreSql)]
    public void A_PostgreSQL_database_loses_what_is_old() => WhatIsOldGoes(DatabaseKind.PostgreSql);

    [Needs(Part.SqlServer)]
    public void A_SQL_Server_database_loses_what_is_old() => WhatIsOldGoes(DatabaseKind.SqlServer);

    [Needs(Part.PostgreSql)]
    public void What_another_process_is_taking_away_is_passed_over_and_not_waited_for()
    {
        using var view = new ViewDatabase(DatabaseKind.PostgreSql);
        Live(view, days: 3);
        using var other = view.OpenOther();
        var before = Given.Start + TimeSpan.FromDays(2);

        other.Begin();
        Assert.Equal(1, new OldLines().Take(other, before, 1));
        var here = view.Do(transaction => new OldLines().Take(transaction.Sql, before, 100));
        other.Commit();

        var (all, left) = (3 * LinesADay, view.Rows("timeline"));
        Assert.Equal(all - 1 - here, left);
        Assert.Equal(LinesADay, left);
    }

    private const int LinesADay = 2;

    private static void WhatIsOldGoes(DatabaseKind kind)
    {
        using var view = new ViewDatabase(kind);
        Live(view, days: 20);
        IAges[] tables = [new OldLines(), new OldMessages(), new OldRuns()];
        string[] names = ["timeline", "message_view", "run_view"];
        var rows = names.Select(view.Rows).ToList();

        for (var i = 0; i < tables.Length; i++)
        {
            var (table, pieces) = (tables[i], new List<int>());
            do pieces.Add(view.Do(transaction => table.Take(transaction.Sql, Given.Start + Age, 3)));
            while (pieces[^1] > 0);

            Assert.All(pieces, piece => Assert.InRange(piece, 0, 3));
            Assert.Equal(rows[i] - pieces.Sum(), view.Rows(names[i]));
        }

        Assert.Equal(10 * LinesADay, view.Rows("timeline"));
        Assert.Equal(10, view.Rows("message_view"));
        Assert.Equal(10, view.Rows("run_view"));
        Assert.All(tables, table => Assert.Equal(0, view.Do(transaction => table.Take(transaction.Sql, Given.Start + Age, 1_000))));
    }

    /// <summary>A day each: a run begins and passes a split, and a message goes out.</summary>
    private static void Live(ViewDatabase view, int days)
    {
        for (var day = 0; day < days; day++)
        {
            var at = Given.Start + TimeSpan.FromDays(day);
            view.Project(At(at, Split(at), day), At(at, Sent(at), day));
        }
    }

    private static LogRecord At(DateTimeOffset at, IRecordBody body, int number) => new()
    {
        Id = Ids.Derive<RecordId>(at, body.GetType().Name, $"{number}"),
        Workspace = "demo",
        Key = Given.Person("ana").ToString(),
        Person = Given.Person("ana"),
        At = at,
        Body = body,
    };

    private static JourneyMoved Split(DateTimeOffset at) =>
        new(Ids.Derive<RunId>(at, "run", "r"), "welcome", 1, true, [new StepTaken("half", JourneyStep.Split.Name, "a", true)], "sms", null, null);

    private static MessageSent Sent(DateTimeOffset at) => new(Ids.Derive<MessageId>(at, "message", "m"), Channel.Sms, null);
}
