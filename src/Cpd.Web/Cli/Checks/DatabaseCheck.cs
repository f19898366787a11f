using System.Data.Common;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Cli.Checks;

/// <summary>Whether the database answers and has this version's tables.</summary>
internal static class DatabaseCheck
{
    private const string Part = "database";

    public static async Task<CheckLine> Look(IServiceProvider services, Roles roles, CancellationToken ct)
    {
        var isEmbedded = roles.Database is DatabaseKind.Sqlite;
        if (isEmbedded && !File.Exists(Path.Combine(((SqliteDatabase)services.GetRequiredService<Database>()).Folder, "cpd.db")))
            return CheckLine.Note(Part, "There is none yet; the server creates it when it starts.");

        await using var db = await services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync(ct);
        try
        {
            await db.Database.OpenConnectionAsync(ct);
            var known = db.Database.GetMigrations().ToHashSet();
            var applied = (await db.Database.GetAppliedMigrationsAsync(ct)).ToHashSet();
            var missing = known.Except(applied).Order(StringComparer.Ordinal).ToList();
            var newer = applied.Except(known).Order(StringComparer.Ordinal).ToList();

            if (newer.Count > 0 && missing.Count == 0 && roles.IsShared)
                return CheckLine.Note(Part, $"It was created by a newer version ({newer[^1]}): fine during an upgrade; upgrade all processes soon.");
            if (newer.Count > 0) return CheckLine.Wrong(Part, $"It was created by a newer version ({newer[^1]}): run that version or a later one.");
            if (missing.Count == 0)
            {
                var fine = $"{roles.Database}, all {applied.Count} migrations applied.";
                return await services.GetRequiredService<Database>().Advice(db.Database.GetDbConnection(), ct) is { } advice
                    ? CheckLine.Note(Part, $"{fine} {advice}")
                    : CheckLine.Fine(Part, fine);
            }
            var lacks = applied.Count == 0 ? "The tables do not exist yet" : $"{missing.Count} migrations are missing, starting with {missing[0]}";
            return DatabaseUpdate.IsDoneAtStart(services.GetRequiredService<IConfiguration>(), roles)
                ? CheckLine.Note(Part, $"{lacks}; the server does that when it starts.")
                : CheckLine.ToDo(Part, $"{lacks}: run \"cpd database update\".");
        }
        catch (Exception silent) when (silent is DbException or InvalidOperationException || services.GetRequiredService<Database>().IsOwn(silent))
        {
            return CheckLine.Wrong(Part, isEmbedded
                ? $"The file cannot be read ({DatabaseUpdate.Words(silent)}) Is it a Cpd database?"
                : $"Cannot connect to {roles.Database} ({DatabaseUpdate.Words(silent)}) Check ConnectionStrings:Cpd and that the database server is running.");
        }
    }
}
