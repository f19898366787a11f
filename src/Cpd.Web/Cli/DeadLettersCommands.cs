using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Cpd.Web.Api;

namespace Cpd.Web.Cli;

/// <summary><c>cpd dead-letters</c>: what a server could not handle.</summary>
internal static class DeadLettersCommands
{
    /// <summary>Fewer than the server takes: an answer comes before the client gives up, also from a slow database.</summary>
    private const int AtOnce = 100;

    private const string Path = "v1/operations/dead-letters";

    public static Command Make() => new("dead-letters", "Records that could not be processed") { List(), Replay(), PutAway() };

    private static Command List()
    {
        var count = new Option<int>("--count") { Description = "The maximum number to show, newest first", DefaultValueFactory = _ => 100 };
        var command = new Command("list", "Lists them with their reasons") { count };
        ServerOptions.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            using var server = ServerOptions.Connect(given);
            var output = given.InvocationConfiguration.Output;
            var found = await Ask(server, given.GetValue(count), ct);
            foreach (var letter in found.Letters)
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{letter.Id}\t{letter.At:u}\t{letter.Group}\t{letter.Topic}/{letter.Partition}@{letter.Position}\t{letter.Type}\t{State(letter)}\t{letter.Reason}"));
            if (found.Letters.Count == 0) await output.WriteLineAsync("There are no dead letters.");
            if (found.Unreadable > 0) await output.WriteLineAsync($"{found.Unreadable} more cannot be read; see the page \"Operations\".");
            return 0;
        });
        return command;
    }

    private static Command Replay()
    {
        var ids = new Argument<long[]>("ids") { Description = "Their numbers, as shown by list", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All that were neither replayed nor dismissed" };
        var command = new Command("replay", "Puts them back on the log, for the group that failed on them") { ids, all };
        command.Validators.Add(given =>
        {
            if (given.GetValue(all) == (given.GetValue(ids) is { Length: > 0 })) given.AddError("Name some numbers, or use --all.");
        });
        ServerOptions.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            using var server = ServerOptions.Connect(given);
            var chosen = given.GetValue(all)
                ? [.. (await Ask(server, 10_000, ct)).Letters.Where(letter => letter is { ReplayedAt: null, PutAwayAt: null }).Select(letter => letter.Id).Order()]
                : given.GetValue(ids)!;
            var output = given.InvocationConfiguration.Output;
            var (done, isAll) = await DoTo(chosen, "replay", "replayed", server, output, ct);
            await output.WriteLineAsync($"Replayed {done}. Records that fail again become new dead letters.");
            return isAll ? 0 : CommandLine.Wrong;
        });
        return command;
    }

    private static Command PutAway()
    {
        var ids = new Argument<long[]>("ids") { Description = "Their numbers, as shown by list", Arity = ArgumentArity.OneOrMore };
        var command = new Command("put-away", "Dismisses them; the key's name and the time are recorded") { ids };
        ServerOptions.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            using var server = ServerOptions.Connect(given);
            var output = given.InvocationConfiguration.Output;
            var (done, isAll) = await DoTo(given.GetValue(ids)!, "put-away", "dismissed", server, output, ct);
            await output.WriteLineAsync($"Dismissed {done}.");
            return isAll ? 0 : CommandLine.Wrong;
        });
        return command;
    }

    /// <summary>Many with one call; a line for each it could not be done to, which keeps nobody from the others.</summary>
    private static async Task<(int Done, bool IsAll)> DoTo(long[] ids, string verb, string did, Server server, TextWriter output, CancellationToken ct)
    {
        var done = 0;
        var not = 0;
        foreach (var some in ids.Distinct().Chunk(AtOnce))
        {
            var answer = await server.Post<LettersDone>($"{Path}/{verb}", JsonSerializer.Serialize(new LettersMeant(some), JsonSerializerOptions.Web), ct);
            foreach (var letter in answer.Not) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{letter.Id}\tnot {did}\t{letter.Message}"));
            done += answer.Done;
            not += answer.Not.Count;
        }
        return (done, not == 0);
    }

    private static string State(ListedLetter letter) => letter switch
    {
        { ReplayedAt: { } at } => string.Create(CultureInfo.InvariantCulture, $"replayed {at:u}"),
        { PutAwayAt: { } at } => string.Create(CultureInfo.InvariantCulture, $"dismissed {at:u} by {letter.PutAwayBy}"),
        _ => "open",
    };

    private static Task<ListedLetters> Ask(Server server, int count, CancellationToken ct) =>
        server.Get<ListedLetters>(string.Create(CultureInfo.InvariantCulture, $"{Path}?count={count}"), ct);
}
