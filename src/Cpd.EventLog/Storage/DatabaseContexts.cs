using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Storage;

/// <summary>Contexts of the database that was chosen, whichever it is.</summary>
internal sealed class DatabaseContexts(Database database, IEnumerable<ITableMap> maps) : IDbContextFactory<CpdDb>
{
    private readonly DbContextOptions _options = database.Use(new DbContextOptionsBuilder()).Options;

    public CpdDb CreateDbContext() => database.Context(_options, maps);
}
