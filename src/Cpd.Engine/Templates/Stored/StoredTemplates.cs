using System.Text.Json;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Engine.Templates.Stored;

/// <summary>Reads and compiles what is stored. What was compiled before is used again as long as it is the same.</summary>
internal sealed class StoredTemplates
{
    public static readonly StoredTemplates None = new(TemplateCatalog.Empty, []);

    private readonly Dictionary<(string Workspace, string Id), (byte[] Content, CompiledTemplate Compiled)> _known;

    private StoredTemplates(TemplateCatalog catalog, Dictionary<(string, string), (byte[], CompiledTemplate)> known) => (Catalog, _known) = (catalog, known);

    public TemplateCatalog Catalog { get; }

    public static StoredTemplates Load(CpdDb db, StoredTemplates before)
    {
        var known = new Dictionary<(string, string), (byte[], CompiledTemplate)>();
        foreach (var row in Newest(db.Set<TemplateRow>(), db))
        {
            var key = (row.Template.Workspace, row.Template.Id);
            var compiled = before._known.TryGetValue(key, out var same)
                && same.Content.AsSpan().SequenceEqual(row.Content) && same.Compiled.IsArchived == row.Template.ArchivedAt is not null
                    ? same.Compiled
                    : Compile(row);
            known.Add(key, (row.Content, compiled));
        }
        return new StoredTemplates(TemplateCatalog.Of(known.Values.Select(one => one.Item2)), known);
    }

    /// <summary>One question: between two another process may save.</summary>
    public static IQueryable<NewestTemplate> Newest(IQueryable<TemplateRow> templates, CpdDb db) =>
        from template in templates.AsNoTracking()
        join version in db.Set<TemplateVersionRow>().AsNoTracking()
            on new { template.Workspace, template.Id, template.Version } equals new { version.Workspace, Id = version.Template, version.Version }
        select new NewestTemplate { Template = template, Content = version.Content, SavedAt = version.SavedAt, By = version.By };

    public static CompiledTemplate Compile(NewestTemplate row)
    {
        TemplateContent content;
        try
        {
            content = TemplateContent.Read(row.Content);
        }
        catch (JsonException)
        {
            // Another version of the program saved what this one does not know: it is not sent, and everything else goes on.
            content = new TemplateContent([]);
        }
        return CompiledTemplate.Compile(row.Template.Workspace, row.Template.Id, row.Template.Channel, row.Template.ArchivedAt is not null, content);
    }
}

/// <summary>A template with its newest version.</summary>
internal sealed class NewestTemplate
{
    public required TemplateRow Template { get; init; }

    public required byte[] Content { get; init; }

    public long SavedAt { get; init; }

    public string? By { get; init; }
}
