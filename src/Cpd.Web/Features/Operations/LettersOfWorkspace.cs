using System.Text.Json;
using Cpd.EventLog;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Operations;

/// <summary>
/// Dead letters as those who look after one workspace see them: a letter is its record's workspace's. What cannot be read
/// is nobody's, and shown to those who look after all of them.
/// </summary>
public sealed class LettersOfWorkspace(IDeadLetters letters, Caller caller)
{
    /// <summary>So many of all workspaces' are looked at.</summary>
    internal const int Most = 2_000;

    /// <summary>Among the newest of all, newest first.</summary>
    public async Task<IReadOnlyList<(DeadLetter Letter, bool CanBeReplayed)>> List(CancellationToken ct)
    {
        await caller.Require(Right.Operate, ct);
        return Ours(await letters.List(Most, ct));
    }

    /// <exception cref="KeyNotFoundException">There is no such letter, or it is not this workspace's.</exception>
    /// <exception cref="JsonException">Its record cannot be read.</exception>
    public async Task Replay(long id)
    {
        var letter = await Find(id);
        await letters.Replay(id, transaction => Audit.Add(transaction, caller, "dead-letter.replayed", letter.Title()), CancellationToken.None);
    }

    /// <exception cref="KeyNotFoundException">There is no such letter, or it is not this workspace's.</exception>
    public async Task PutAway(long id)
    {
        var letter = await Find(id);
        await letters.PutAway(id, caller.Name, transaction => Audit.Add(transaction, caller, "dead-letter.put-away", letter.Title()), CancellationToken.None);
    }

    private async Task<DeadLetter> Find(long id) =>
        (await List(CancellationToken.None)).Select(one => one.Letter).FirstOrDefault(letter => letter.Id == id) ?? throw new KeyNotFoundException($"There is no dead letter {id}.");

    private List<(DeadLetter Letter, bool CanBeReplayed)> Ours(IReadOnlyList<DeadLetter> all) =>
        [.. all.Select(letter => (Letter: letter, Workspace: letter.OfWorkspace()))
            .Where(one => one.Workspace is null ? caller.MayEverywhere(Right.Operate) : one.Workspace == caller.Workspace)
            .Select(one => (one.Letter, one.Letter.CanBeReplayed()))];
}
