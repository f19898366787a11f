using System.Data.Common;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Hosting;

/// <summary>
/// Before anything else looks at the database: brings it to this version's tables, or makes them, where the process may;
/// and refuses to work on tables of another version.
/// </summary>
/// <remarks>
/// <c>Cpd:MigrateAtStart</c> says whether it may. By default it does where it is the only process on the data, which is
/// always so with the embedded log. Where several share them, the tables change when somebody says so
/// (<c>cpd database update</c>), and not because one of them happened to be started.
/// </remarks>
internal sealed partial class DatabaseUpdate(IDbContextFactory<CpdDb> databases, Database database, Roles roles, IConfiguration configuration, ILogger<DatabaseUpdate> log)
{
    /// <summary>What is updated may be large, and somebody else may be doing it: whoever waits, waits for that.</summary>
    private static readonly TimeSpan LongestStatement = TimeSpan.FromMinutes(30);

    public static bool IsDoneAtStart(IConfiguration configuration, Roles roles) =>
        configuration.GetValue<bool?>("Cpd:MigrateAtStart") ?? !(roles.IsShared && roles.Database is not DatabaseKind.Sqlite);

    /// <exception cref="StartupRefusedException">It cannot be reached, or its tables are another version's.</exception>
    public async Task Run(CancellationToken ct)
    {
        try
        {
            if (roles.IsShared && await IsAhead(ct)) return;
            if (IsDoneAtStart(configuration, roles)) await Apply(ct);
            else await Compare(ct);
        }
        catch (Exception fault) when (database.IsServer && database.IsFault(fault))
        {
            throw new StartupRefusedException(
                $"Cannot connect to {database.Kind} ({Words(fault)}): check ConnectionStrings:Cpd and that the database server is running.");
        }
    }

    /// <summary>Applies the migrations that are missing; all of it is done once however many processes start it at the same time.</summary>
    /// <exception cref="StartupRefusedException">The tables are those of a newer version.</exception>
    public async Task Apply(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        db.Database.SetCommandTimeout(LongestStatement);
        if (await db.Database.CanConnectAsync(ct)) Refuse(await NewerThan(db, ct));
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any()) await database.Migrate(db, ct);
    }

    /// <summary>
    /// A newer version is coming in beside this one, and has brought the tables to where it needs them. It only adds to
    /// them, so a process of this version that is started meanwhile works as those do that were there before.
    /// </summary>
    private async Task<bool> IsAhead(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (!await db.Database.CanConnectAsync(ct) || await NewerThan(db, ct) is not { } newer || (await db.Database.GetPendingMigrationsAsync(ct)).Any()) return false;

        Log.Ahead(log, newer);
        return true;
    }

    private async Task Compare(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        Refuse(await NewerThan(db, ct));
        if ((await db.Database.GetPendingMigrationsAsync(ct)).ToList() is { Count: > 0 } missing)
        {
            throw new StartupRefusedException(
                $"The database lacks {missing.Count} of this version's migrations, starting with {missing[0]}: run \"cpd database update\", or set Cpd:MigrateAtStart=true.");
        }
    }

    private static async Task<string?> NewerThan(CpdDb db, CancellationToken ct) =>
        (await db.Database.GetAppliedMigrationsAsync(ct)).Except(db.Database.GetMigrations()).LastOrDefault();

    /// <summary>The database's own, not those of who tried it several times.</summary>
    internal static string Words(Exception fault)
    {
        for (var within = fault; within is not null; within = within.InnerException)
            if (within is DbException) return within.Message;
        return fault.Message;
    }

    private static void Refuse(string? newer)
    {
        if (newer is not null)
            throw new StartupRefusedException($"The database was created by a newer version ({newer}): start that version or a later one.");
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The database was created by a newer version ({Migration}): this version keeps working during the upgrade; upgrade all processes soon")]
        public static partial void Ahead(ILogger logger, string migration);
    }
}
