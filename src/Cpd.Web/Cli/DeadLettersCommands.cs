using System.CommandLine;
using System.Globalization;
using Cpd.Web.Api;

namespace Cpd.Web.Cli;

/// <summary><c>cpd dead-letters</c>: what a server could not handle.</summary>
internal static class DeadLettersCommands
{
    private const string Path = "v1/operations/dead-letters";

    public static Command Make() => new("dead-letters", "Records that could not be handled") { List(), Replay() };

    private static Command List()
    {
        var count = new Option<int>("--count") { Description = "The most to show, the newest first", DefaultValueFactory = _ => 100 };
        var command = new Command("list", "Shows them, with the reason of each") { count };
        ServerOptions.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            using var server = ServerOptions.Connect(given);
            var output = given.InvocationConfiguration.Output;
            var found = await Ask(server, given.GetValue(count), ct);
            foreach (var letter in found.Letters)
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{letter.Id}\t{letter.At:u}\t{letter.Group}\t{letter.Topic}/{letter.Partition}@{letter.Position}\t{letter.Type}\t{(letter.ReplayedAt is { } at ? $"replayed {at:u}" : "open")}\t{letter.Reason}"));
            if (found.Letters.Count == 0) await output.WriteLineAsync("There are none.");
            if (found.Unreadable > 0) await output.WriteLineAsync($"{found.Unreadable} more cannot be read; the page \"Operations\" shows them.");
            return 0;
        });
        return command;
    }

    private static Command Replay()
    {
        var ids = new Argument<long[]>("ids") { Description = "Their numbers, as list shows them", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All that were not replayed before" };
        var command = new Command("replay", "Puts them on the log again, for the group that failed on them") { ids, all };
        command.Validators.Add(given =>
        {
            if (given.GetValue(all) == (given.GetValue(ids) is { Length: > 0 })) given.AddError("Say which: numbers, or --all.");
        });
        ServerOptions.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            using var server = ServerOptions.Connect(given);
            var chosen = given.GetValue(all)
                ? [.. (await Ask(server, 10_000, ct)).Letters.Where(letter => letter.ReplayedAt is null).Select(letter => letter.Id).Order()]
                : given.GetValue(ids)!;
            foreach (var id in chosen) await server.Post(string.Create(CultureInfo.InvariantCulture, $"{Path}/{id}/replay"), null, ct);
            await given.InvocationConfiguration.Output.WriteLineAsync($"Replayed {chosen.Length}. What fails again is a new dead letter.");
            return 0;
        });
        return command;
    }

    private static Task<ListedLetters> Ask(Server server, int count, CancellationToken ct) =>
        server.Get<ListedLetters>(string.Create(CultureInfo.InvariantCulture, $"{Path}?count={count}"), ct);
}
