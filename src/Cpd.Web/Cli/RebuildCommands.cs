using System.CommandLine;
using System.Globalization;
using Cpd.Engine.UserView;

namespace Cpd.Web.Cli;

/// <summary><c>cpd rebuild</c>: makes projections anew out of the log, while the server runs.</summary>
internal static class RebuildCommands
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static Command Make() => new("rebuild", "Rebuilds what the pages show from the log") { UserView() };

    private static Command UserView()
    {
        var wait = new Option<bool>("--wait") { Description = "Waits until it is rebuilt", DefaultValueFactory = _ => true };
        var command = new Command("user-view", "People, timelines and counters; nothing is sent again") { wait };
        ServerOptions.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            using var server = ServerOptions.Connect(given);
            await server.Post("v1/operations/user-view/rebuild", null, ct);
            if (given.GetValue(wait)) await UntilDone(server, given.InvocationConfiguration, ct);
            else await given.InvocationConfiguration.Output.WriteLineAsync("The rebuild has started.");
            return 0;
        });
        return command;
    }

    private static async Task UntilDone(Server server, InvocationConfiguration terminal, CancellationToken ct)
    {
        using var line = new ProgressLine(terminal.Error, TimeProvider.System);
        RebuildProgress progress;
        while ((progress = await server.Get<RebuildProgress>("v1/operations/user-view", ct)).IsRebuilding)
        {
            var done = progress.Total - progress.Left;
            line.Show(progress.Total > 0 ? (double)done / progress.Total : 0, string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {progress.Total:N0} records"));
            await Task.Delay(Pause, ct);
        }
        line.End();
        await terminal.Output.WriteLineAsync("The user view is rebuilt.");
    }
}
