using System.CommandLine;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Web.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Web.Cli;

/// <summary><c>cpd database</c>: tables, made or brought up to date by hand.</summary>
internal static class DatabaseCommands
{
    public static Command Make() => new("database", "Creates the tables, or upgrades them to this version") { Update(), Script() };

    private static Command Update()
    {
        var command = new Command("update", "Applies missing migrations");
        Settings.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            var configuration = Settings.Read(given);
            var roles = Deployed(configuration);
            // Nobody may work on an embedded database while its tables change.
            using var alone = roles.Database is DatabaseKind.Sqlite ? Alone(configuration) : null;
            await using var services = Settings.Parts(configuration);
            var databases = services.GetRequiredService<IDbContextFactory<CpdDb>>();

            var before = await Applied(databases, ct);
            await Apply(new DatabaseUpdate(databases, services.GetRequiredService<Database>(), roles, configuration, NullLogger<DatabaseUpdate>.Instance), ct);
            var after = await Applied(databases, ct);

            var output = given.InvocationConfiguration.Output;
            foreach (var migration in after.Except(before)) await output.WriteLineAsync($"applied {migration}");
            await output.WriteLineAsync($"The database is at {(after.Count > 0 ? after[^1] : "no migration")}.");
            return 0;
        });
        return command;
    }

    private static Command Script()
    {
        var file = new Option<string?>("--output", "-o") { Description = "The file to write; by default the script goes to the terminal" };
        var command = new Command("script", "Writes the update as an SQL script, to be applied by hand") { file };
        Settings.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            var configuration = Settings.Read(given);
            var roles = Deployed(configuration);
            await using var services = Settings.Parts(configuration);
            await using var db = await services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync(ct);
            var sql = roles.Database is DatabaseKind.Sqlite ? await FromHere(db, ct) : db.Script();

            if (given.GetValue(file) is { } path) await File.WriteAllTextAsync(path, sql, ct);
            else await given.InvocationConfiguration.Output.WriteAsync(sql);
            return 0;
        });
        return command;
    }

    /// <summary>SQLite's language knows no conditions, so the script is for the database as it is now.</summary>
    private static async Task<string> FromHere(CpdDb db, CancellationToken ct)
    {
        var last = await db.Database.CanConnectAsync(ct) ? (await db.Database.GetAppliedMigrationsAsync(ct)).LastOrDefault() : null;
        var header = last is null ? "-- For an empty database." : $"-- For a database at {last}. Run it once.";
        return header + Environment.NewLine + db.GetService<IMigrator>().GenerateScript(fromMigration: last);
    }

    private static async Task Apply(DatabaseUpdate update, CancellationToken ct)
    {
        try
        {
            await update.Apply(ct);
        }
        catch (StartupRefusedException refused)
        {
            throw new CommandFailedException(refused.Message);
        }
    }

    private static async Task<IReadOnlyList<string>> Applied(IDbContextFactory<CpdDb> databases, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Database.CanConnectAsync(ct) ? [.. await db.Database.GetAppliedMigrationsAsync(ct)] : [];
    }

    private static Roles Deployed(IConfiguration configuration)
    {
        try
        {
            return Roles.From(configuration);
        }
        catch (RolesException refused)
        {
            throw new CommandFailedException(refused.Message);
        }
    }

    private static DataDirectoryLock Alone(IConfiguration configuration)
    {
        try
        {
            return DataDirectoryLock.Take(SqliteDatabase.From(configuration).Folder);
        }
        catch (StartupRefusedException refused)
        {
            throw new CommandFailedException(refused.Message);
        }
    }
}
