using System.Xml.Linq;
using Cpd.EventLog.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Hosting.Keys;

/// <summary>
/// Data protection's keys in the shared database: read at start and once a day, written every few weeks. A row is written
/// beside the log's transactions, not in one, because a key says nothing about anything else; only servers take that.
/// </summary>
internal sealed class StoredKeys(IDbContextFactory<CpdDb> databases, TimeProvider clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = databases.CreateDbContext();
        return [.. db.Set<KeyRow>().AsNoTracking().OrderBy(row => row.CreatedAt).Select(row => row.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = databases.CreateDbContext();
        db.Add(new KeyRow
        {
            Name = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
            CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        db.SaveChanges();
    }
}
