using System.CommandLine;
using System.Text.Json;
using Cpd.Engine.Journeys;
using Cpd.Web.Api;

namespace Cpd.Web.Cli;

/// <summary><c>cpd journeys</c>: journeys as files, for review and version control.</summary>
internal static class JourneysCommands
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Make() => new("journeys", "Checks journey files and exchanges them with a server") { Validate(), Pull(), Push() };

    private static Argument<string[]> Files() => new("files") { Description = "Journey files", Arity = ArgumentArity.OneOrMore };

    private static Command Validate()
    {
        var files = Files();
        var command = new Command("validate", "Checks journey files for problems, without a server") { files };
        command.SetAction((given, ct) => Validate(given.GetValue(files)!, given.InvocationConfiguration.Output, ct));
        return command;
    }

    private static async Task<int> Validate(string[] files, TextWriter output, CancellationToken ct)
    {
        var wrong = 0;
        foreach (var file in files)
        {
            var compilation = CompiledJourney.Read(await Read(file, ct));
            foreach (var problem in compilation.Problems)
                await output.WriteLineAsync($"{file}: {Word(problem.Level)}: {(problem.Path.Length > 0 ? problem.Path + ": " : "")}{problem.Sentence} [{problem.Code}]");
            if (compilation.Journey is null) wrong++;
            else await output.WriteLineAsync($"{file}: can be published");
        }
        return wrong == 0 ? 0 : CommandLine.Wrong;
    }

    private static string Word(ProblemLevel level) => level is ProblemLevel.Error ? "error" : "warning";

    private static Command Pull()
    {
        var ids = new Argument<string[]>("ids") { Description = "Journey ids; by default all journeys of the workspace", Arity = ArgumentArity.ZeroOrMore };
        var folder = new Option<string>("--to") { Description = "The folder for the files", DefaultValueFactory = _ => "." };
        var command = new Command("pull", "Downloads a server's published journeys into files named by their ids") { ids, folder };
        ServerOptions.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            using var server = ServerOptions.Connect(given);
            return await Pull(server, given.GetValue(ids)!, given.GetValue(folder)!, given.InvocationConfiguration.Output, ct);
        });
        return command;
    }

    private static async Task<int> Pull(Server server, string[] ids, string folder, TextWriter output, CancellationToken ct)
    {
        if (ids.Length == 0) ids = [.. (await server.Get<ListedJourneys>("v1/journeys", ct)).Journeys.Select(one => one.Id)];
        Directory.CreateDirectory(folder);
        foreach (var id in ids)
        {
            var text = await Published(server, id, ct) ?? throw new CommandFailedException($"{server.Address} has no journey {id}.");
            var file = Path.Combine(folder, id + ".json");
            var same = File.Exists(file) && await File.ReadAllTextAsync(file, ct) == text;
            if (!same) await File.WriteAllTextAsync(file, text, ct);
            await output.WriteLineAsync($"{file}: {(same ? "unchanged" : "written")}");
        }
        return 0;
    }

    private static Command Push()
    {
        var files = Files();
        var note = new Option<string?>("--note") { Description = "A note for the list of versions" };
        var command = new Command("push", "Publishes journey files on a server and waits until each is active") { files, note };
        ServerOptions.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            // All are looked at before the first one is published.
            if (await Validate(given.GetValue(files)!, TextWriter.Null, ct) != 0)
                return await Validate(given.GetValue(files)!, given.InvocationConfiguration.Error, ct);

            using var server = ServerOptions.Connect(given);
            foreach (var file in given.GetValue(files)!)
                await given.InvocationConfiguration.Output.WriteLineAsync($"{file}: {await Push(server, file, given.GetValue(note), given.InvocationConfiguration.Error, ct)}");
            return 0;
        });
        return command;
    }

    /// <param name="warnings">Where it goes what the server, which knows what else is published, says of the journey all the same.</param>
    private static async Task<string> Push(Server server, string file, string? note, TextWriter warnings, CancellationToken ct)
    {
        var json = await Read(file, ct);
        var journey = JourneyJson.Read(json).Journey!;
        var text = JourneyJson.ToText(journey);
        if (await IsActive(server, journey.Id, text, ct) is { } known) return $"unchanged, version {known} of {journey.Id}";

        var taken = await server.Post<TakenJourney>("v1/commands/publish", JsonSerializer.Serialize(new
        {
            journey = journey.Id, definition = JsonElement.Parse(json), note, by = Environment.UserName,
        }), ct);
        foreach (var problem in taken.Problems ?? []) await warnings.WriteLineAsync($"{file}: {problem.Level}: {problem.Path}: {problem.Message} [{problem.Code}]");

        using var patience = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            while (true)
            {
                if (await IsActive(server, journey.Id, text, either.Token) is { } version) return $"published as version {version} of {journey.Id}";
                await Task.Delay(TimeSpan.FromMilliseconds(100), either.Token);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new CommandFailedException(
                $"{server.Address} accepted {journey.Id} but has not published it within {Patience.TotalSeconds:0} s: check its page \"Live\" for a refusal, or \"Operations\" for a backlog.");
        }
    }

    /// <summary>The version under which exactly this takes people; null where it does not, whatever else does.</summary>
    private static async Task<int?> IsActive(Server server, string id, string text, CancellationToken ct)
    {
        var listed = (await server.Get<ListedJourneys>("v1/journeys", ct)).Journeys.FirstOrDefault(one => one.Id == id);
        if (listed is null || listed.Status == nameof(JourneyStatus.Stopped)) return null;
        return await Published(server, id, ct) == text ? listed.Version : null;
    }

    private static Task<string?> Published(Server server, string id, CancellationToken ct) => server.Find("v1/journeys/" + Uri.EscapeDataString(id), ct);

    private static async Task<byte[]> Read(string file, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, ct);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file} cannot be read: {unreadable.Message}");
        }
    }

    private sealed record TakenJourney(IReadOnlyList<TakenProblem>? Problems);

    private sealed record TakenProblem(string Level, string Code, string Path, string Message);
}
