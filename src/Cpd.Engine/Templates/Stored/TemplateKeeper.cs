using System.Globalization;
using System.Text;
using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.UserView;
using Cpd.EventLog;
using Cpd.EventLog.Files;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Templates.Stored;

/// <summary>
/// Saves templates. What is saved is what is sent from that moment on, in every process: there are no drafts, and what
/// cannot be sent is not saved.
/// </summary>
public sealed class TemplateKeeper(PageNews news)
{
    /// <summary>The address of the page that makes a new one.</summary>
    public const string New = "new";

    private const int LongestName = 200;

    /// <summary>Makes a template; its id comes from its name.</summary>
    public async Task<TemplateOutcome> Create(LogTransaction transaction, string workspace, string name, Channel channel, TemplateContent content, string? by)
    {
        if (Refusal(ref name, channel, content) is { } refused) return refused;
        if (content.Variants.Any(variant => variant.Parts.ContainsKey(ChatParts.Remote)))
            return Refused("template.mirrored", "WhatsApp templates are created at Infobip and fetched from there.");

        if (!await KeepFiles(transaction, workspace, content)) return FileGone;

        await using var db = transaction.OpenDb();
        var row = new TemplateRow { Workspace = workspace, Id = await FreeId(db, workspace, name), Name = name, Channel = channel };
        db.Add(row);
        return await Keep(transaction, db, row, content, by);
    }

    /// <summary>Keeps what was written as the newest version; what changes nothing makes none.</summary>
    /// <param name="basedOn">The version that was changed: where somebody else has saved since, nothing is.</param>
    public async Task<TemplateOutcome> Save(
        LogTransaction transaction, string workspace, string id, int basedOn, string name, TemplateContent content, string? by)
    {
        await using var db = transaction.OpenDb();
        if (await Find(db, workspace, id) is not { } row) return Unknown(id);
        var newest = await db.Set<TemplateVersionRow>().SingleAsync(one => one.Workspace == workspace && one.Template == id && one.Version == row.Version);
        content = MirroredContent.Written(TemplateContent.Read(newest.Content), content);
        if (Refusal(ref name, row.Channel, content) is { } refused) return refused;
        if (row.Version != basedOn)
            return Refused("template.changed", $"Someone saved version {row.Version} in the meantime. Check it before you save yours.");

        var bytes = content.ToBytes();
        if (row.Name == name && newest.Content.AsSpan().SequenceEqual(bytes)) return new TemplateOutcome(id, row.Version);
        if (!await KeepFiles(transaction, workspace, content)) return FileGone;

        row.Name = name;
        return await Keep(transaction, db, row, content, by);
    }

    /// <summary>Puts a template away, or takes it out again. Journeys that use it go on using it.</summary>
    public async Task<TemplateOutcome> Archive(LogTransaction transaction, string workspace, string id, bool archived)
    {
        await using var db = transaction.OpenDb();
        if (await Find(db, workspace, id) is not { } row) return Unknown(id);
        if (row.ArchivedAt is not null == archived) return new TemplateOutcome(id, row.Version);

        row.ArchivedAt = archived ? transaction.Now.ToUnixTimeMilliseconds() : null;
        await db.SaveChangesAsync();
        Announce(transaction, workspace);
        return new TemplateOutcome(id, row.Version);
    }

    public async Task<TemplateOutcome> Duplicate(LogTransaction transaction, string workspace, string id, string? by)
    {
        await using var db = transaction.OpenDb();
        if (await StoredTemplates.Newest(db.Set<TemplateRow>().Where(row => row.Workspace == workspace && row.Id == id), db).SingleOrDefaultAsync() is not { } original)
            return Unknown(id);
        if (TemplateContent.Read(original.Content).Variants.Any(variant => RemoteTemplate.Of(variant) is not null))
            return Refused("template.mirrored", "This template is kept at Infobip and cannot be duplicated here. Create another one there, then fetch the templates.");

        var name = $"Copy of {original.Template.Name}";
        return await Create(transaction, workspace, name.Length > LongestName ? name[..LongestName] : name, original.Template.Channel, TemplateContent.Read(original.Content), by);
    }

    /// <summary>A template that came from the provider; nothing is checked, and whoever calls tells everybody.</summary>
    internal static async Task Add(LogTransaction transaction, DbContext db, string workspace, string name, Channel channel, TemplateContent content, string by)
    {
        name = name.Length > LongestName ? name[..LongestName] : name;
        var row = new TemplateRow { Workspace = workspace, Id = await FreeId(db, workspace, name), Name = name, Channel = channel };
        db.Add(row);
        await Store(transaction, db, row, content, by);
    }

    /// <summary>The same of one that has changed there.</summary>
    internal static async Task Replace(LogTransaction transaction, DbContext db, string workspace, string id, TemplateContent content, string by) =>
        await Store(transaction, db, (await Find(db, workspace, id))!, content, by);

    private async Task<TemplateOutcome> Keep(LogTransaction transaction, DbContext db, TemplateRow row, TemplateContent content, string? by)
    {
        await Store(transaction, db, row, content, by);
        Announce(transaction, row.Workspace);
        return new TemplateOutcome(row.Id, row.Version);
    }

    /// <summary>Every version may be brought back, so what one of them ever named stays.</summary>
    private static Task<bool> KeepFiles(LogTransaction transaction, string workspace, TemplateContent content) => StoredFiles.Keep(
        transaction, workspace, content.Variants.SelectMany(variant => Attachment.Read(variant.Parts.GetValueOrDefault(TemplateParts.Attachments)) ?? []).Select(file => file.Hash).ToHashSet(StringComparer.Ordinal));

    private static async Task Store(LogTransaction transaction, DbContext db, TemplateRow row, TemplateContent content, string? by)
    {
        row.Version++;
        db.Add(new TemplateVersionRow
        {
            Workspace = row.Workspace,
            Template = row.Id,
            Version = row.Version,
            Content = content.ToBytes(),
            SavedAt = transaction.Now.ToUnixTimeMilliseconds(),
            By = by is { Length: > TemplateTables.LongestBy } ? by[..TemplateTables.LongestBy] : by,
        });
        await db.SaveChangesAsync();
    }

    private void Announce(LogTransaction transaction, string workspace)
    {
        JourneyStamps.RenewTemplates(transaction);
        news.Tell(transaction, workspace);
    }

    private static TemplateOutcome? Refusal(ref string name, Channel channel, TemplateContent content)
    {
        name = name.Trim();
        if (name.Length is 0 or > LongestName) return Refused("template.name", $"Enter a name of at most {LongestName} characters.");
        return TemplateRules.Check(channel, content) is { Count: > 0 } mistakes
            ? Refused("template.invalid", mistakes.Count == 1 ? "Fix the error first: saved changes go live." : "Fix the errors first: saved changes go live.") with { Mistakes = mistakes }
            : null;
    }

    private static TemplateOutcome Unknown(string id) => Refused("template.unknown", $"There is no template {id}.");

    private static TemplateOutcome FileGone => Refused("template.attachment-gone", "An attachment is no longer stored. Remove it and upload it again.");

    private static TemplateOutcome Refused(string code, string reason) => new(null, 0) { Refusal = new Refusal(code, reason) };

    private static Task<TemplateRow?> Find(DbContext db, string workspace, string id) =>
        db.Set<TemplateRow>().SingleOrDefaultAsync(row => row.Workspace == workspace && row.Id == id);

    /// <summary>The name in small letters, digits and dashes, and a number behind it where another has it.</summary>
    private static async Task<string> FreeId(DbContext db, string workspace, string name)
    {
        const int Room = 8;
        var id = new StringBuilder();
        foreach (var letter in name.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (id.Length == TemplateTables.LongestId - Room) break;
            if (char.IsAsciiLetterOrDigit(letter)) id.Append(letter);
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark && id.Length > 0 && id[^1] != '-') id.Append('-');
        }
        var wanted = id.ToString().Trim('-') is { Length: > 0 } given ? given : "template";
        var taken = (await db.Set<TemplateRow>().Where(row => row.Workspace == workspace && row.Id.StartsWith(wanted)).Select(row => row.Id).ToListAsync())
            .Append(New).ToHashSet(StringComparer.Ordinal);
        if (!taken.Contains(wanted)) return wanted;

        var number = 2;
        while (taken.Contains($"{wanted}-{number}")) number++;
        return $"{wanted}-{number}";
    }
}

/// <summary>What came of saving.</summary>
/// <param name="Id">Null where nothing was saved.</param>
/// <param name="Version">The newest.</param>
public sealed record TemplateOutcome(string? Id, int Version)
{
    /// <summary>Why nothing was saved.</summary>
    public Refusal? Refusal { get; init; }

    public IReadOnlyList<TemplateMistake> Mistakes { get; init; } = [];
}
