using Cpd.Engine.UserView.Seen;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.UserView;

/// <summary>One record of the log as people look at it; <see cref="Id"/> counts up in the order of arrival here.</summary>
internal sealed class TimelineRow
{
    public const int LongestKind = 100;
    public const int LongestName = 300;

    public long Id { get; init; }

    public required string Workspace { get; init; }

    /// <summary>Null for what concerns nobody, such as the publishing of a journey.</summary>
    public Guid? Person { get; init; }

    /// <summary>The record's type.</summary>
    public required string Kind { get; init; }

    /// <summary>What a filter asks for besides the kind: the event's name, the journey.</summary>
    public string? Name { get; init; }

    public long At { get; init; }

    /// <summary>The record with its envelope, as it lies on the log.</summary>
    public required byte[] Record { get; init; }
}

/// <summary>Whom a search finds.</summary>
internal sealed class PersonRow
{
    public Guid Person { get; init; }

    public required string Workspace { get; init; }

    public string? UserId { get; init; }

    /// <summary>All of them, one a line.</summary>
    public string? AnonymousIds { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? FullName { get; init; }

    public string? Phone { get; init; }

    public string? Email { get; init; }

    /// <summary>In whole minutes: a person who does ten things in a minute costs one write.</summary>
    public long SeenAt { get; init; }

    /// <summary>See <see cref="PersonCard.Active"/>.</summary>
    public long ActiveAt { get; init; }

    /// <summary>Everything above that can be searched for, in lower case.</summary>
    public required string Search { get; init; }

    /// <summary>How often it was written, so that two processes notice each other.</summary>
    public long Version { get; init; }
}

/// <summary>
/// A person who turned out to be another. What still arrives for the one is shown at the other. On servers also those
/// others, as themselves: see <see cref="Merges"/>.
/// </summary>
internal sealed class MergedRow
{
    public Guid Person { get; init; }

    public Guid Into { get; init; }
}

/// <summary>What became of a message, so that a report that comes twice counts once. Holds nothing personal.</summary>
internal sealed class MessageRow
{
    public Guid Message { get; init; }

    /// <summary>Null where a report came before the record of the sending.</summary>
    public int? Channel { get; init; }

    public int Marks { get; init; }

    public long SentAt { get; init; }

    public long FinalAt { get; init; }

    /// <summary>Where in a journey it was asked for; all four are null outside of any.</summary>
    public Guid? Run { get; init; }

    public string? Journey { get; init; }

    public int? Version { get; init; }

    public string? Step { get; init; }

    /// <summary>A code; null where it did not fail.</summary>
    public string? Reason { get; init; }

    public const int LongestReason = 150;
}

/// <summary>A figure of one version of a journey: of a step, or of the whole where the step is empty.</summary>
internal sealed class JourneyCountRow
{
    /// <summary>Of journeys, steps and measures: four of them and a version are the key, which may have 900 bytes on SQL Server.</summary>
    public const int LongestKey = 100;

    public required string Workspace { get; init; }

    public required string Journey { get; init; }

    public int Version { get; init; }

    public required string Step { get; init; }

    public required string Measure { get; init; }

    public long Count { get; init; }
}

/// <summary>How often something happened in one minute, and, in the row of minute 0, ever.</summary>
internal sealed class ActivityRow
{
    /// <summary>As long as an event's name may be; with the rest of the key less than 900 bytes on SQL Server.</summary>
    public const int LongestName = 256;

    public required string Workspace { get; init; }

    /// <summary>Minutes since 1970.</summary>
    public long Minute { get; init; }

    public required string Subject { get; init; }

    public required string Name { get; init; }

    public long Count { get; init; }
}

/// <summary>What a window changed, for pages of other processes.</summary>
internal sealed class ViewChangeRow
{
    public long Id { get; init; }

    public long At { get; init; }

    /// <summary>See <see cref="ViewChanges.ToBytes"/>.</summary>
    public required byte[] Changes { get; init; }
}

/// <summary>The one row that tells of rebuilds.</summary>
internal sealed class RebuildRow
{
    public long Id { get; init; }

    /// <summary>1 from the moment it is asked for until the view is empty.</summary>
    public long Asked { get; init; }

    /// <summary>When the view was emptied last; null before the first time.</summary>
    public long? EmptiedAt { get; init; }
}

internal sealed class UserViewTables : ITableMap
{
    /// <summary>
    /// What a rebuild makes anew, in the order in which windows come by it. A merge is known from the log like everything else.
    /// </summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "merged_view", "people_view", "message_view", "run_view", "timeline", "activity", "activity_spans", "journey_counts", "journey_spans", "seen_shapes",
    ];

    public void Map(ModelBuilder model)
    {
        FigureTables.Map(model);
        var id = new GuidBytes();

        model.Entity<TimelineRow>(row =>
        {
            row.ToTable("timeline");
            row.HasKey(r => r.Id);
            row.HasIndex(r => new { r.Person, r.Id }).HasDatabaseName("timeline_of_person");
            row.Property(r => r.Id).HasColumnName("id").IsNumberedByDatabase();
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(100);
            row.Property(r => r.Person).HasColumnName("person").HasConversion(id);
            row.Property(r => r.Kind).HasColumnName("kind").HasMaxLength(TimelineRow.LongestKind);
            row.Property(r => r.Name).HasColumnName("name").HasMaxLength(TimelineRow.LongestName);
            row.Property(r => r.At).HasColumnName("at");
            row.Property(r => r.Record).HasColumnName("record");
        });

        model.Entity<PersonRow>(row =>
        {
            row.ToTable("people_view");
            row.HasKey(r => r.Person);
            row.HasIndex(r => new { r.Workspace, r.SeenAt }).HasDatabaseName("people_view_seen");
            row.Property(r => r.Person).HasColumnName("person").HasConversion(id);
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(100);
            row.Property(r => r.UserId).HasColumnName("user_id");
            row.Property(r => r.AnonymousIds).HasColumnName("anonymous_ids");
            row.Property(r => r.FirstName).HasColumnName("first_name");
            row.Property(r => r.LastName).HasColumnName("last_name");
            row.Property(r => r.FullName).HasColumnName("full_name");
            row.Property(r => r.Phone).HasColumnName("phone");
            row.Property(r => r.Email).HasColumnName("email");
            row.Property(r => r.SeenAt).HasColumnName("seen_at");
            row.Property(r => r.ActiveAt).HasColumnName("active_at");
            row.Property(r => r.Search).HasColumnName("search");
            row.Property(r => r.Version).HasColumnName("version");
        });

        model.Entity<MergedRow>(row =>
        {
            row.ToTable("merged_view");
            row.HasKey(r => r.Person);
            row.Property(r => r.Person).HasColumnName("person").HasConversion(id);
            row.Property(r => r.Into).HasColumnName("merged_into").HasConversion(id);
        });

        model.Entity<MessageRow>(row =>
        {
            row.ToTable("message_view");
            row.HasKey(r => r.Message);
            row.Property(r => r.Message).HasColumnName("message").HasConversion(id);
            row.Property(r => r.Channel).HasColumnName("channel");
            row.Property(r => r.Marks).HasColumnName("marks");
            row.Property(r => r.SentAt).HasColumnName("sent_at");
            row.Property(r => r.FinalAt).HasColumnName("final_at");
            row.Property(r => r.Run).HasColumnName("run").HasConversion(id);
            row.Property(r => r.Journey).HasColumnName("journey").HasMaxLength(JourneyCountRow.LongestKey);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Step).HasColumnName("step").HasMaxLength(JourneyCountRow.LongestKey);
            row.Property(r => r.Reason).HasColumnName("reason").HasMaxLength(MessageRow.LongestReason);
        });

        model.Entity<JourneyCountRow>(row =>
        {
            row.ToTable("journey_counts");
            row.HasKey(r => new { r.Workspace, r.Journey, r.Version, r.Step, r.Measure });
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(100);
            row.Property(r => r.Journey).HasColumnName("journey").HasMaxLength(JourneyCountRow.LongestKey);
            row.Property(r => r.Version).HasColumnName("version");
            row.Property(r => r.Step).HasColumnName("step").HasMaxLength(JourneyCountRow.LongestKey);
            row.Property(r => r.Measure).HasColumnName("measure").HasMaxLength(JourneyCountRow.LongestKey);
            row.Property(r => r.Count).HasColumnName("count");
        });

        model.Entity<ActivityRow>(row =>
        {
            row.ToTable("activity");
            row.HasKey(r => new { r.Workspace, r.Minute, r.Subject, r.Name });
            row.Property(r => r.Workspace).HasColumnName("workspace").HasMaxLength(100);
            row.Property(r => r.Minute).HasColumnName("minute");
            row.Property(r => r.Subject).HasColumnName("subject").HasMaxLength(50);
            row.Property(r => r.Name).HasColumnName("name").HasMaxLength(ActivityRow.LongestName);
            row.Property(r => r.Count).HasColumnName("count");
        });

        model.Entity<ViewChangeRow>(row =>
        {
            row.ToTable("view_changes");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id").IsNumberedByDatabase();
            row.Property(r => r.At).HasColumnName("at");
            row.Property(r => r.Changes).HasColumnName("changes");
        });

        model.Entity<RebuildRow>(row =>
        {
            row.ToTable("view_rebuild");
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
            row.Property(r => r.Asked).HasColumnName("asked");
            row.Property(r => r.EmptiedAt).HasColumnName("emptied_at");
        });

        SeenShapeRow.Map(model);
    }
}
