using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.EventLog.Tests.Storage;

/// <summary>A table with a column of each kind, and the statements there are on it.</summary>
internal sealed class Things : ITableMap
{
    private static readonly HotTable Table = new(
        "things",
        [new("shelf", HotKind.Text), new("id", HotKind.Id)],
        new HotColumn("count", HotKind.Number), new HotColumn("note", HotKind.Text), new HotColumn("data", HotKind.Bytes), new HotColumn("maker", HotKind.Id));

    /// <summary>shelf, id, count, note, data, maker.</summary>
    public static readonly HotStatement Insert = Table.Insert("shelf", "id", "count", "note", "data", "maker");

    /// <summary>shelf, id, note, count.</summary>
    public static readonly HotStatement Upsert = Table.Upsert("note", "count");

    /// <summary>shelf, id, count.</summary>
    public static readonly HotStatement UpsertAlone = Table.UpsertAlone("count");

    /// <summary>shelf, id, how many more.</summary>
    public static readonly HotStatement AddTo = Table.AddTo("count");

    /// <summary>shelf, id, data, note.</summary>
    public static readonly HotStatement Update = Table.Update("data", "note");

    public static readonly HotStatement Delete = Table.Delete();

    /// <summary>note.</summary>
    public static readonly HotStatement DeleteByNote = Table.Delete("note");

    /// <summary>shelf, id; finds count, note, data, maker.</summary>
    public static readonly HotStatement Find = Table.Find(["shelf", "id"], ["count", "note", "data", "maker"]);

    /// <summary>shelf; finds id, in its order.</summary>
    public static readonly HotStatement OnShelf = Table.Find(["shelf"], ["id"], "id");

    /// <summary>maker; finds note, in its order.</summary>
    public static readonly HotStatement NotesOf = Table.Find(["maker"], ["note"], "note");

    public void Map(ModelBuilder model) => model.Entity<Thing>(thing =>
    {
        thing.ToTable("things");
        thing.HasKey(it => new { it.Shelf, it.Id });
        thing.Property(it => it.Shelf).HasColumnName("shelf").HasMaxLength(100);
        thing.Property(it => it.Id).HasColumnName("id").HasConversion<GuidBytes>();
        thing.Property(it => it.Count).HasColumnName("count").HasDefaultValue(0L);
        thing.Property(it => it.Note).HasColumnName("note");
        thing.Property(it => it.Data).HasColumnName("data");
        thing.Property(it => it.Maker).HasColumnName("maker").HasConversion<GuidBytes>();
    });
}

internal sealed class Thing
{
    public required string Shelf { get; init; }

    public Guid Id { get; init; }

    public long Count { get; init; }

    public string? Note { get; init; }

    public byte[]? Data { get; init; }

    public Guid? Maker { get; init; }
}
