using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.Tests.Commands;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Tests.Identities;

/// <summary>Random calls of three users with three browsers, cut into windows at random places.</summary>
public sealed class HoweverCallsAreOrdered : IDisposable
{
    private static readonly DateTimeOffset At = TestEngineDb.Start;

    // One database for those in one window, one for those in many: each try has a workspace of its own, the same in both.
    private readonly TestEngineDb _whole = new();
    private readonly TestEngineDb _parts = new();
    private int _tries;

    [Fact]
    public void One_user_id_ends_at_one_person_merges_form_no_cycle_and_windows_do_not_matter() =>
        Prop.ForAll<int[], int>((choices, cut) => Holds(choices, cut).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(60));

    public void Dispose()
    {
        _whole.Dispose();
        _parts.Dispose();
    }

    private async Task<bool> Holds(int[] choices, int cut)
    {
        var workspace = $"try-{++_tries}";
        var whole = await Run(_whole, workspace, choices, windowSize: Math.Max(1, choices.Length));
        var inParts = await Run(_parts, workspace, choices, windowSize: (Math.Abs(cut % 5)) + 1);
        return whole.Ids.SequenceEqual(inParts.Ids) && whole.Said.SequenceEqual(inParts.Said);
    }

    private static async Task<(List<string> Ids, List<string> Said)> Run(TestEngineDb db, string workspace, int[] choices, int windowSize)
    {
        var said = new List<LogRecord>();
        foreach (var window in choices.Select((choice, index) => Call(choice, index)).Chunk(windowSize)) said.AddRange(await db.Take([.. window.Select(call => db.Record(call, workspace))]));

        await using var rows = db.OpenDb();
        var ids = await rows.Set<IdentityRow>().AsNoTracking().Where(it => it.Workspace == workspace).OrderBy(it => it.Kind).ThenBy(it => it.Value).ToListAsync();
        MergesEnd(said, ids);
        EveryRecordBelongsToOneOfThem(said, ids);
        return ([.. ids.Select(it => $"{it.Kind} {it.Value} {it.Person:N}")], [.. said.Select(it => $"{it.Id} {it.Person} {it.Type}")]);
    }

    /// <summary>Nobody is merged twice, nobody into themselves, and every way of merges ends at somebody whom no id has left.</summary>
    private static void MergesEnd(List<LogRecord> said, List<IdentityRow> ids)
    {
        var into = new Dictionary<PersonId, PersonId>();
        foreach (var record in said)
            if (record.Body is PersonMerged merged) into.Add(record.Person!.Value, merged.Into);

        foreach (var start in into.Keys)
        {
            var person = start;
            for (var steps = 0; into.TryGetValue(person, out var next); steps++)
            {
                Assert.True(steps <= into.Count, "Merges go round in a circle.");
                person = next;
            }
            Assert.Contains(ids, it => it.Person == person.Value);
        }
        Assert.DoesNotContain(ids, it => into.ContainsKey(new PersonId(it.Person)));
    }

    /// <summary>At its own moment every record was about a person who was not merged yet.</summary>
    private static void EveryRecordBelongsToOneOfThem(List<LogRecord> said, List<IdentityRow> ids)
    {
        var gone = new HashSet<PersonId>();
        foreach (var record in said)
        {
            Assert.DoesNotContain(record.Person!.Value, gone);
            if (record.Body is PersonMerged) gone.Add(record.Person.Value);
        }
        Assert.Equal(ids.Count, ids.Select(it => (it.Kind, it.Value)).Distinct().Count());
    }

    private static ICommand Call(int choice, int index)
    {
        var number = Math.Abs((long)choice);
        var user = $"user-{number / 8 % 3}";
        var browser = $"browser-{number / 24 % 3}";
        var id = $"message-{index}";
        return (number % 8) switch
        {
            0 => new Identify(new(user, browser), id, At, RawJson.EmptyObject),
            1 => new Identify(new(user, null), id, At, RawJson.EmptyObject),
            2 => new Track(new(user, browser), id, At, "Seen", RawJson.EmptyObject),
            3 => new Track(new(null, browser), id, At, "Seen", RawJson.EmptyObject),
            4 => new Track(new(user, null), id, At, "Seen", RawJson.EmptyObject),
            5 => new Alias(new(user, null), id, At, browser),
            6 => new Alias(new(user, null), id, At, $"user-{number / 24 % 3}"),
            _ => new Group(new(user, browser), id, At, "acme", RawJson.EmptyObject),
        };
    }
}
