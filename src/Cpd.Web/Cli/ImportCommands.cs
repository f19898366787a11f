using System.CommandLine;
using System.Globalization;
using Cpd.Web.Cli.Imports;

namespace Cpd.Web.Cli;

/// <summary><c>cpd import</c>: files to a running server's intake.</summary>
internal static class ImportCommands
{
    private static readonly Option<bool> Restart = new("--restart") { Description = "Begins anew, whatever an earlier import of the file left" };

    private static readonly Option<int> Patience = new("--patience") { Description = "Seconds to wait for a server that takes nothing", DefaultValueFactory = _ => 300 };

    public static Command Make() => new("import", "Brings files to a server; the same command again goes on where it was interrupted") { Events(), People() };

    private static Command Events()
    {
        var file = new Argument<string>("file") { Description = "JSON lines, each a call in Segment's shape: {\"type\":\"track\",\"userId\":...}" };
        return Import("events", "Calls as JSON lines", file, given => new EventLines(given.GetValue(file)!));
    }

    private static Command People()
    {
        var file = new Argument<string>("file") { Description = "CSV; the first line names the columns: userId,firstName,age:number,consent.marketing:boolean" };
        var id = new Option<string?>("--id-column") { Description = "The column with the user id; else userId, user_id or id" };
        var command = Import("people", "People and their attributes as CSV", file, given => new PeopleCsv(given.GetValue(file)!, given.GetValue(id)));
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
        if (begun.Rows > 0) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Goes on behind row {begun.Rows:N0}."));

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
                string.Create(CultureInfo.InvariantCulture, $"Interrupted behind row {importer.Noted:N0}. The same command goes on from there."), CommandLine.Interrupted);
        }

        var refused = done.Refused > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {done.Refused:N0} refused, with reasons in {file.RefusedPath}") : "";
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{done.Rows:N0} rows are dealt with{refused}."));
        return done.Refused == 0 ? 0 : CommandLine.Wrong;
    }
}
