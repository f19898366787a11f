using System.CommandLine;
using System.Globalization;
using Cpd.Web.Cli.Imports;

namespace Cpd.Web.Cli;

/// <summary><c>cpd import</c>: files to a running server's intake.</summary>
internal static class ImportCommands
{
    private static readonly Option<bool> Restart = new("--restart") { Description = "Starts over, ignoring an earlier import of the file" };

    private static readonly Option<int> Patience = new("--patience") { Description = "Seconds to wait while the server accepts nothing", DefaultValueFactory = _ => 300 };

    public static Command Make() => new("import", "Imports files into a server; run the same command again to resume") { Events(), People() };

    private static Command Events()
    {
        var file = new Argument<string>("file") { Description = "JSON lines, one call in Segment's format per line: {\"type\":\"track\",\"userId\":...}" };
        return Import("events", "Imports calls from JSON lines", file, given => new EventLines(given.GetValue(file)!));
    }

    private static Command People()
    {
        var file = new Argument<string>("file") { Description = "CSV with column names in the first line: userId,firstName,age:number,consent.marketing:boolean" };
        var id = new Option<string?>("--id-column") { Description = "The column with the user id; by default userId, user_id or id" };
        var command = Import("people", "Imports people and their attributes from CSV", file, given => new PeopleCsv(given.GetValue(file)!, given.GetValue(id)));
        command.Options.Add(id);
        return command;
    }

    private static Command Import(string name, string description, Argument<string> path, Func<ParseResult, IImportFile> open)
    {
        var command = new Command(name, description) { path, Restart, Patience };
        ServerOptions.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            if (!File.Exists(given.GetValue(path))) throw new CommandFailedException($"There is no file {given.GetValue(path)}.");
            using var server = ServerOptions.Connect(given);
            return await Run(open(given), server, given, ct);
        });
        return command;
    }

    private static async Task<int> Run(IImportFile file, Server server, ParseResult given, CancellationToken ct)
    {
        var clock = TimeProvider.System;
        var begun = ImportState.Load(file.Path, server.Address, given.GetValue(Restart));
        var output = given.InvocationConfiguration.Output;
        if (begun.Rows > 0) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Resuming after row {begun.Rows:N0}."));

        using var progress = new ProgressLine(given.InvocationConfiguration.Error, clock);
        var sender = new BatchSender(server, TimeSpan.FromSeconds(given.GetValue(Patience)), clock);
        var importer = new Importer(file, sender, begun, progress, clock);
        ImportState done;
        try
        {
            done = await importer.Run(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            progress.End();
            throw new CommandFailedException(
                string.Create(CultureInfo.InvariantCulture, $"Interrupted after row {importer.Noted:N0}. Run the same command again to resume."), CommandLine.Interrupted);
        }

        var refused = done.Refused > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {done.Refused:N0} rejected, see {file.RefusedPath}") : "";
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done.Rows:N0} rows processed{refused}."));
        return done.Refused == 0 ? 0 : CommandLine.Wrong;
    }
}
