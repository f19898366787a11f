using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Hosting;

/// <summary>
/// Brings the database to the newest migration, or creates it, before anything else looks at it. The data are this
/// process's alone by then (<see cref="DataDirectoryLock"/>).
/// </summary>
internal sealed class DatabaseUpdate(IDbContextFactory<CpdDb> databases) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // On SQLite whoever migrates leaves a row here for as long as it takes; of a process that was killed meanwhile it
        // stays, and everybody after it would wait for good. Servers let go of their lock with the connection.
        if (db.Database.IsSqlite()) await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
