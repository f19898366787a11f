using System.CommandLine;
using Cpd.Adapters.Infobip;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Web.Cli.Checks;
using Cpd.Web.Doors;
using Cpd.Web.Hosting;
using Cpd.Web.Hosting.Keys;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Cli;

/// <summary><c>cpd check</c>: would the server run with these settings? One line a part; what is wrong says what to do.</summary>
internal static class CheckCommand
{
    public static Command Make()
    {
        var command = new Command("check", "Checks whether the server can run with these settings: configuration, database, log, Infobip");
        Settings.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            var configuration = Settings.Read(given);
            var output = given.InvocationConfiguration.Output;
            var worst = CheckState.Fine;
            await foreach (var line in Lines(configuration, ct))
            {
                await output.WriteLineAsync($"{Word(line.State),-6} {line.Part,-14} {line.Sentence}");
                if (line.State > worst) worst = line.State;
            }
            await output.WriteLineAsync(worst switch
            {
                CheckState.Wrong => "Problems found; see above.",
                CheckState.ToDo => "No problems, but there is something left to do; see above.",
                _ => "No problems found.",
            });
            return worst < CheckState.ToDo ? 0 : CommandLine.Wrong;
        });
        return command;
    }

    private static async IAsyncEnumerable<CheckLine> Lines(IConfiguration configuration, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        Roles? roles = null;
        string? refused = null;
        try
        {
            roles = Roles.From(configuration);
        }
        catch (RolesException refusal)
        {
            refused = refusal.Message;
        }
        if (roles is null)
        {
            foreach (var sentence in refused!.Split(Environment.NewLine)) yield return CheckLine.Wrong("configuration", sentence);
            yield break;
        }

        // All settings first: with wrong ones the parts cannot even be put together.
        await using var services = Settings.Parts(configuration);
        var wrong = ConfigurationCheck.Problems(services).ToList();
        foreach (var problem in wrong) yield return CheckLine.Wrong("configuration", problem);
        if (wrong.Count > 0) yield break;

        yield return CheckLine.Fine("configuration", $"{roles}.");
        foreach (var setting in KnownSettings.Unknown(configuration)) yield return CheckLine.Note("configuration", $"Unknown setting {setting}: is it misspelled?");
        yield return FolderCheck.Look(configuration);
        var database = await DatabaseCheck.Look(services, roles, ct);
        yield return database;
        if (!services.GetRequiredService<KeyLock>().IsThere)
        {
            const string NoSecret = "Cpd:Keys:Secret is not set: the keys that sign cookies and encrypt accounts are stored in plain text in the database. Create one for all processes: openssl rand -hex 32.";
            yield return roles.IsOneOfSeveral ? CheckLine.ToDo("keys", NoSecret) : CheckLine.Note("keys", NoSecret);
        }
        // The server itself would not start without it once it leaves work to others.
        if (roles is { IsShared: true, Role: Role.All, Database: not DatabaseKind.Sqlite } && services.GetRequiredService<IOptions<InfobipWebhookOptions>>().Value.Secret is not { Length: > 0 })
            yield return CheckLine.Note("webhooks", "Cpd:Infobip:Webhooks:Secret is not set: each data directory has its own. Set one before you run a second process.");
        if (database.State is CheckState.Fine && services.GetService<DoorWorkspaces>() is { } doors)
            foreach (var problem in await doors.Problems(ct)) yield return CheckLine.Wrong("doors", problem);
        foreach (var part in services.GetServices<IConnectionCheck>())
            foreach (var line in await part.Look(ct)) yield return line;
        await foreach (var line in InfobipCheck.Look(services, ct)) yield return line;
    }

    private static string Word(CheckState state) => state switch { CheckState.Fine => "ok", CheckState.Note => "note", CheckState.ToDo => "to do", _ => "wrong" };
}
