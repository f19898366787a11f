using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Journeys.Running;

/// <summary>
/// One person: who they are and what they did. Written whenever something of that changes. Of an erased person the row
/// stays, empty, so that what was on its way does not bring them back.
/// </summary>
internal sealed class PersonRow
{
    public Guid Person { get; init; }

    public required string Workspace { get; init; }

    public required byte[] Profile { get; init; }

    public required byte[] Memory { get; init; }

    /// <summary>Set when this person turned out to be another one: what still arrives for them goes there.</summary>
    public Guid? MergedInto { get; init; }
}

/// <summary>
/// One waiting run. A finished run has no row; its trail is on the log and in the user view. A person who waits for a
/// take-over has one row more, under the journey <see cref="OfAwaited"/>: what wakes runs wakes them, too.
/// </summary>
internal sealed class RunRow
{
    /// <summary>No journey has this id. Its state is an <see cref="People.AwaitedTakeOver"/>.</summary>
    public const string OfAwaited = "";

    /// <summary>Given by the database and counting up, so that runs that began together lie together.</summary>
    public long Id { get; init; }

    public Guid Person { get; init; }

    /// <summary>The person's partition on the log: its owner also takes care of what is due.</summary>
    public int Partition { get; init; }

    public required string Journey { get; init; }

    public int Version { get; init; }

    public required string Step { get; init; }

    /// <summary>Workspace, journey and step as one number (<see cref="PlaceOf"/>): by it those are found who wait at a step, for a tenth of what an index of the names would take.</summary>
    public long Place { get; init; }

    /// <summary>Unix milliseconds. Null: only an event helps, or the journey is paused.</summary>
    public long? WakeAt { get; init; }

    public required byte[] State { get; init; }

    /// <summary>FNV-1a, mixed once more. Two places may share a number, once in many billions: whoever looks, looks at the names, too.</summary>
    public static long PlaceOf(string workspace, string journey, string step)
    {
        var hash = 14695981039346656037;
        foreach (var part in (ReadOnlySpan<string>)[workspace, journey, step])
        {
            foreach (var letter in part) hash = (hash ^ letter) * 1099511628211;
            hash = (hash ^ 0xFFFF) * 1099511628211;   // between the names: "ab","c" and "a","bc" differ
        }
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccd;
        return (long)(hash ^ (hash >> 33));
    }
}

internal sealed class EngineTables : ITableMap
{
    public void Map(ModelBuilder model)
    {
        var bytes = new GuidBytes();

        model.Entity<PersonRow>(row =>
        {
            row.ToTable("people");
            row.HasKey(r => r.Person);
            row.Property(r => r.Person).HasColumnName("person").HasConversion(bytes);
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(60);
            row.Property(r => r.Profile).HasColumnName("profile");
            row.Property(r => r.Memory).HasColumnName("memory");
            row.Property(r => r.MergedInto).HasColumnName("merged_into").HasConversion(bytes);
        });

        model.Entity<RunRow>(row =>
        {
            row.ToTable("runs");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id").IsNumberedByDatabase();
            row.Property(r => r.Person).HasColumnName("person").HasConversion(bytes);
            row.Property(r => r.Partition).HasColumnName("partition");
            row.Property(r => r.Journey).HasColumnName("journey").HasMaxLength(100);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Step).HasColumnName("step").HasMaxLength(100);
            row.Property(r => r.Place).HasColumnName("place");
            row.Property(r => r.WakeAt).HasColumnName("wake_at");
            row.Property(r => r.State).HasColumnName("state");

            // An event of a person finds the person's runs, whatever the number of people who wait.
            row.HasIndex(r => r.Person);
            // "Who waits at this step?", the longest waiting first.
            row.HasIndex(r => new { r.Place, r.Id });
            // "Who is due in my partition?" Runs that wait for an event only are not in it.
            row.HasIndex(r => new { r.Partition, r.WakeAt }).HasFilter("wake_at IS NOT NULL");
        });
    }
}
