using System.Globalization;
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
    private const int MostLetters = 10_000;

    private static readonly ApiProblem NoSuchLetter = new(404, "dead-letter.unknown", "The workspace has no such dead letter.");
    private static readonly ApiProblem BadCount = new(400, "count.not-a-number", $"\"count\" is a number from 1 to {MostLetters}.");

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

        void MapForLetter(string verb, Func<WriteKey, long, CancellationToken, Task<bool>> act) =>
            endpoints.MapForKey(HttpMethods.Post, $"/v1/operations/dead-letters/{{id:long}}/{verb}", KeyScopes.Operations, async (http, key) =>
            {
                var id = long.Parse((string)http.GetRouteValue("id")!, CultureInfo.InvariantCulture);
                try
                {
                    if (await act(key, id, http.RequestAborted)) await ApiAnswer.Taken(http);
                    else await ApiDoor.Refuse(http, NoSuchLetter);
                }
                catch (UnreadableRecordException still)
                {
                    await ApiDoor.Refuse(http, new ApiProblem(409, still.Code, still.Reason));
                }
            });
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

        /// <summary>False where the key's workspace has no such letter among the newest.</summary>
        public async Task<bool> Replay(WriteKey key, long id, CancellationToken ct)
        {
            if (await Find(key.Workspace, id, ct) is not { } letter) return false;
            await letters.Replay(id, transaction => Audit.Add(transaction, key, "dead-letter.replayed", letter.Title()), CancellationToken.None);
            return true;
        }

        /// <summary>False where the key's workspace has no such letter among the newest.</summary>
        public async Task<bool> PutAway(WriteKey key, long id, CancellationToken ct)
        {
            if (await Find(key.Workspace, id, ct) is not { } letter) return false;
            var by = Audit.NameOf(key);
            await letters.PutAway(id, by, transaction => Audit.Add(transaction, key, "dead-letter.put-away", letter.Title()), CancellationToken.None);
            return true;
        }

        private async Task<DeadLetter?> Find(string workspace, long id, CancellationToken ct) =>
            (await letters.List(MostLetters, ct)).FirstOrDefault(letter => letter.Id == id && letter.OfWorkspace() == workspace);

        private static ListedLetter Listed(DeadLetter letter) =>
            new(letter.Id, letter.Group, letter.Topic, letter.Partition, letter.Position, letter.Type, letter.Reason, letter.At,
                letter.ReplayedAt, letter.PutAwayAt, letter.PutAwayBy);
    }
}

/// <param name="Letters">The newest first.</param>
/// <param name="Unreadable">Open letters whose record is no record, so that nobody knows whose they are.</param>
internal sealed record ListedLetters(IReadOnlyList<ListedLetter> Letters, int Unreadable);

internal sealed record ListedLetter(
    long Id, string Group, string Topic, int Partition, long Position, string Type, string Reason, DateTimeOffset At,
    DateTimeOffset? ReplayedAt, DateTimeOffset? PutAwayAt, string? PutAwayBy);
