using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.UserView;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Templates.Stored;

/// <summary>The templates of a workspace, for screens.</summary>
public sealed class MessageTemplates(IDbContextFactory<CpdDb> databases, LiveFeed feed)
{
    /// <summary>By name, those that are put away too.</summary>
    public async Task<IReadOnlyList<TemplateSummary>> List(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await StoredTemplates.Newest(db.Set<TemplateRow>().Where(row => row.Workspace == workspace), db).ToListAsync(ct);
        var users = await Users(db, workspace, ct);
        return [.. rows.Select(row => Summary(row, users)).OrderBy(template => template.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>What they are called, without what they say; by name, those that are put away too.</summary>
    public async Task<IReadOnlyList<TemplateName>> Names(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<TemplateRow>().AsNoTracking().Where(row => row.Workspace == workspace)
            .Select(row => new TemplateName(row.Id, row.Name, row.Channel, row.ArchivedAt != null)).ToListAsync(ct);
        return [.. rows.OrderBy(template => template.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>Null where the workspace has no such template.</summary>
    public async Task<TemplateDetail?> Find(string workspace, string id, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await StoredTemplates.Newest(db.Set<TemplateRow>().Where(row => row.Workspace == workspace && row.Id == id), db).SingleOrDefaultAsync(ct) is not { } row)
            return null;

        var versions = await db.Set<TemplateVersionRow>().AsNoTracking()
            .Where(version => version.Workspace == workspace && version.Template == id)
            .OrderByDescending(version => version.Version).Take(50)
            .ToListAsync(ct);
        return new TemplateDetail(
            Summary(row, await Users(db, workspace, ct)), TemplateContent.Read(row.Content),
            [.. versions.Select(version => new TemplateVersion(version.Version, Moment(version.SavedAt), version.By, TemplateContent.Read(version.Content)))]);
    }

    /// <summary>What a journey is checked against: the templates as they are now.</summary>
    public async Task<FindTemplate> Compiled(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await StoredTemplates.Newest(db.Set<TemplateRow>().Where(row => row.Workspace == workspace), db).ToListAsync(ct);
        var found = rows.ToDictionary(row => row.Template.Id, StoredTemplates.Compile, StringComparer.Ordinal);
        return found.GetValueOrDefault;
    }

    /// <summary>What a test run's messages are made from.</summary>
    public async Task<TemplateCatalog> Catalog(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await StoredTemplates.Newest(db.Set<TemplateRow>().Where(row => row.Workspace == workspace), db).ToListAsync(ct);
        return TemplateCatalog.Of(rows.Select(StoredTemplates.Compile));
    }

    /// <summary>Those that have templates of a channel.</summary>
    public async Task<IReadOnlyList<string>> Workspaces(Channel channel, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<TemplateRow>().AsNoTracking().Where(row => row.Channel == channel).Select(row => row.Workspace).Distinct().ToListAsync(ct);
    }

    /// <summary>Tells when a template was saved, in this process or another.</summary>
    public IDisposable Watch(string workspace, Func<Task> changed) => feed.Watch(workspace, null, changed);

    /// <summary>Which journeys name which templates, by their newest versions; those that are stopped send nothing.</summary>
    private static async Task<ILookup<string, TemplateUser>> Users(CpdDb db, string workspace, CancellationToken ct)
    {
        var newest = await (
            from journey in db.Set<JourneyRow>()
            join version in db.Set<JourneyVersionRow>()
                on new { journey.Workspace, journey.Id, Version = journey.Latest } equals new { version.Workspace, Id = version.Journey, version.Version }
            where journey.Workspace == workspace && journey.Status != JourneyStatus.Stopped
            select version.Definition).ToListAsync(ct);
        return newest.Select(definition => JourneyJson.Read(definition).Journey).OfType<Journey>()
            .SelectMany(journey => journey.Steps.OfType<JourneyStep.Message>().SelectMany(step => step.Contents).Select(content => content.Template).OfType<string>().Distinct(),
                (journey, template) => (Template: template, User: new TemplateUser(journey.Id, journey.Name)))
            .ToLookup(use => use.Template, use => use.User, StringComparer.Ordinal);
    }

    private static TemplateSummary Summary(NewestTemplate row, ILookup<string, TemplateUser> users) => new(
        row.Template.Id, row.Template.Name, row.Template.Channel, row.Template.Version, Moment(row.SavedAt), row.By,
        row.Template.ArchivedAt is not null, Languages(row), Text(row), [.. users[row.Template.Id]], RemoteOf(row), StoredTemplates.Compile(row).Defect);

    private static RemoteTemplate? RemoteOf(NewestTemplate row) =>
        TemplateContent.Read(row.Content).Variants.Where(variant => variant.Language == TemplateLanguages.Default).Select(RemoteTemplate.Of).FirstOrDefault();

    private static string[] Languages(NewestTemplate row) =>
        [.. TemplateContent.Read(row.Content).Variants.Select(variant => variant.Language).Where(language => language != TemplateLanguages.Default)];

    private static string Text(NewestTemplate row) =>
        TemplateContent.Read(row.Content).Variants.FirstOrDefault(variant => variant.Language == TemplateLanguages.Default)?.Headline ?? "";

    private static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

/// <param name="Languages">Beside the default.</param>
/// <param name="Text">The default's; of an e-mail its subject.</param>
/// <param name="UsedBy">Journeys whose newest version sends it.</param>
/// <param name="Remote">What it mirrors, for those whose language has none of its own; null where it is written here.</param>
/// <param name="Defect">What keeps it from being sent to anybody.</param>
public sealed record TemplateSummary(
    string Id, string Name, Channel Channel, int Version, DateTimeOffset SavedAt, string? By, bool IsArchived, IReadOnlyList<string> Languages, string Text,
    IReadOnlyList<TemplateUser> UsedBy, RemoteTemplate? Remote = null, TemplateDefect? Defect = null);

public sealed record TemplateName(string Id, string Name, Channel Channel, bool IsArchived);

public sealed record TemplateUser(string Journey, string Name);

/// <param name="Versions">The newest first, at most 50.</param>
public sealed record TemplateDetail(TemplateSummary Summary, TemplateContent Content, IReadOnlyList<TemplateVersion> Versions);

public sealed record TemplateVersion(int Version, DateTimeOffset SavedAt, string? By, TemplateContent Content);
