using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cpd.EventLog.Storage;

/// <summary>A part of the product says which tables it keeps. It touches no other part's.</summary>
public interface ITableMap
{
    void Map(ModelBuilder model);
}

/// <summary>The one database, put together from the tables of all parts. Ask for an <c>IDbContextFactory&lt;CpdDb&gt;</c> to read; write through <see cref="IEventLog.Write"/>.</summary>
public sealed class CpdDb(DbContextOptions<CpdDb> options, IEnumerable<ITableMap> maps) : DbContext(options)
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.ReplaceService<IModelCacheKeyFactory, ByTables>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var map in maps) map.Map(modelBuilder);
    }

    /// <summary>Models are kept by what is in them: a test may put a database together from fewer parts than the one beside it.</summary>
    private sealed class ByTables : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) =>
            (string.Join(' ', ((CpdDb)context).MapNames), designTime);
    }

    private IEnumerable<string?> MapNames => maps.Select(map => map.GetType().FullName);
}
