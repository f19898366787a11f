using System.Globalization;
using System.Text.Json;
using Cpd.Engine.UserView;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Cpd.EventLog.Kafka;
using Cpd.Web.Access;

namespace Cpd.Web.Api;

/// <summary>What an operator does from a terminal: look at dead letters, replay them or put them away, rebuild the user view.</summary>
/// <remarks>
/// A letter is its record's workspace's, or that of the door it came through. Another one that cannot be read is nobody's: it is counted, and seen on the page "Operations" only.
/// The user view is all workspaces', and so it takes a key that only those get to make who may do so in each of them.
/// </remarks>
public static class OperationsApi
{
    public const int MostLetters = 10_000;

    /// <summary>Each is a transaction of its own: as many as are done before whoever asked loses patience.</summary>
    public const int MostAtOnce = 500;

    private static readonly ApiProblem NoSuchLetter = new(404, "dead-letter.unknown", "There is no such dead letter in this workspace.");
    private static readonly ApiProblem BadIds = new(400, "ids.not-a-list", $"The body must be {{\"ids\": [...]}} with the numbers of 1 to {MostAtOnce} dead letters.");
    private static readonly ApiProblem BadCount = new(400, "count.not-a-number", $"\"count\" must be a number from 1 to {MostLetters}.");

    public static IServiceCollection AddOperationsApi(this IServiceCollection services) => services.AddSingleton<DeadLettersOfWorkspace>();

    public static IEndpointRouteBuilder MapOperationsApi(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var letters = services.GetRequiredService<DeadLettersOfWorkspace>();
        var rebuild = services.GetRequiredService<UserViewRebuild>();

        endpoints.MapForKey(HttpMethods.Get, "/v1/operations/dead-letters", KeyScopes.Operations, (http, key) => List(http, key, letters));
        MapForLetter("replay", letters.Replay);
        MapForLetter("put-away", letters.PutAway);
        endpoints.MapForKey(HttpMethods.Get, "/v1/operations/user-view", KeyScopes.Rebuilding, async (http, _) => await KeyedCalls.Answer(http, await rebuild.Progress(http.RequestAborted)));
        endpoints.MapForKey(HttpMethods.Post, "/v1/operations/user-view/rebuild", KeyScopes.Rebuilding, async (http, key) =>
        {
            // Not half of it, whoever hangs up.
            await rebuild.Start(transaction => Audit.Add(transaction, key, "user-view.rebuilt", "user view"), CancellationToken.None);
            await ApiAnswer.Taken(http);
        });
        return endpoints;

        void MapForLetter(string verb, Func<WriteKey, DeadLetter, Task> act)
        {
            endpoints.MapForKey(HttpMethods.Post, $"/v1/operations/dead-letters/{{id:long}}/{verb}", KeyScopes.Operations, async (http, key) =>
            {
                var id = long.Parse((string)http.GetRouteValue("id")!, CultureInfo.InvariantCulture);
                var found = await letters.Find(key.Workspace, [id], http.RequestAborted);
                if (await Done(found.GetValueOrDefault(id), letter => act(key, letter)) is { } problem) await ApiDoor.Refuse(http, problem);
                else await ApiAnswer.Taken(http);
            });
            endpoints.MapForKey(HttpMethods.Post, $"/v1/operations/dead-letters/{verb}", KeyScopes.Operations, async (http, key) =>
            {
                if (await Ids(http) is { } ids) await KeyedCalls.Answer(http, await DoneToAll(http, key, ids, act));
                else await ApiDoor.Refuse(http, BadIds);
            });
        }

        // One after the other, in the order that was given; one that cannot be keeps nobody from the next.
        async Task<LettersDone> DoneToAll(HttpContext http, WriteKey key, long[] ids, Func<WriteKey, DeadLetter, Task> act)
        {
            var found = await letters.Find(key.Workspace, ids, http.RequestAborted);
            var not = new List<LetterNotDone>();
            foreach (var id in ids)
            {
                http.RequestAborted.ThrowIfCancellationRequested();
                if (await Done(found.GetValueOrDefault(id), letter => act(key, letter)) is { } problem) not.Add(new LetterNotDone(id, problem.Code, problem.Message));
            }
            return new LettersDone(ids.Length - not.Count, not);
        }
    }

    /// <summary>Why not; null where it was.</summary>
    private static async Task<ApiProblem?> Done(DeadLetter? letter, Func<DeadLetter, Task> act)
    {
        if (letter is null) return NoSuchLetter;
        try
        {
            await act(letter);
            return null;
        }
        catch (KeyNotFoundException)
        {
            return NoSuchLetter;   // grew too old since it was looked for
        }
        catch (UnreadableRecordException still)
        {
            return new ApiProblem(409, still.Code, still.Reason);
        }
    }

    /// <summary>Null where the body is something else.</summary>
    private static async Task<long[]?> Ids(HttpContext http)
    {
        try
        {
            var body = await http.Request.ReadFromJsonAsync<LettersMeant>(JsonSerializerOptions.Web, http.RequestAborted);
            return body?.Ids is { Length: > 0 and <= MostAtOnce } ids ? [.. ids.Distinct()] : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task List(HttpContext http, WriteKey key, DeadLettersOfWorkspace letters)
    {
        var count = 100;
        if (http.Request.Query["count"].ToString() is { Length: > 0 } given
            && (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > MostLetters))
        {
            await ApiDoor.Refuse(http, BadCount);
            return;
        }
        await KeyedCalls.Answer(http, await letters.List(key.Workspace, count, http.RequestAborted));
    }

    /// <summary>Dead letters as the holder of a key sees them: without what the records say, which may be personal.</summary>
    internal sealed class DeadLettersOfWorkspace(IDeadLetters letters)
    {
        public async Task<ListedLetters> List(string workspace, int count, CancellationToken ct)
        {
            var all = (await letters.List(MostLetters, ct)).Select(letter => (Letter: letter, Workspace: letter.OfWorkspace())).ToList();
            return new ListedLetters(
                [.. all.Where(one => one.Workspace == workspace).Take(count).Select(one => Listed(one.Letter))],
                all.Count(one => one.Workspace is null && one.Letter.State() is DeadLetterState.Open));
        }

        /// <summary>Those that there are and that are the workspace's, by their ids.</summary>
        public async Task<IReadOnlyDictionary<long, DeadLetter>> Find(string workspace, long[] ids, CancellationToken ct) =>
            (await letters.Find(ids, ct)).Where(letter => letter.OfWorkspace() == workspace).ToDictionary(letter => letter.Id);

        // Not half of it, whoever hangs up.
        public Task Replay(WriteKey key, DeadLetter letter) =>
            letters.Replay(letter.Id, transaction => Audit.Add(transaction, key, "dead-letter.replayed", letter.Title()), CancellationToken.None);

        public Task PutAway(WriteKey key, DeadLetter letter) =>
            letters.PutAway(letter.Id, Audit.NameOf(key), transaction => Audit.Add(transaction, key, "dead-letter.put-away", letter.Title()), CancellationToken.None);

        private static ListedLetter Listed(DeadLetter letter) =>
            new(letter.Id, letter.Group, letter.Topic, letter.Partition, letter.Position, letter.Type, letter.Reason, letter.At,
                letter.ReplayedAt, letter.PutAwayAt, letter.PutAwayBy);
    }
}

/// <summary>Which letters something is to be done to.</summary>
internal sealed record LettersMeant(long[]? Ids);

/// <param name="Done">How many it was done to; those to which it had been done before count.</param>
internal sealed record LettersDone(int Done, IReadOnlyList<LetterNotDone> Not);

/// <param name="Code">Stable, for programs.</param>
internal sealed record LetterNotDone(long Id, string Code, string Message);

/// <param name="Letters">The newest first.</param>
/// <param name="Unreadable">Open letters whose record is no record, so that nobody knows whose they are.</param>
internal sealed record ListedLetters(IReadOnlyList<ListedLetter> Letters, int Unreadable);

internal sealed record ListedLetter(
    long Id, string Group, string Topic, int Partition, long Position, string Type, string Reason, DateTimeOffset At,
    DateTimeOffset? ReplayedAt, DateTimeOffset? PutAwayAt, string? PutAwayBy);
