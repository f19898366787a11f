using System.Globalization;
using System.Text;
using Cpd.Engine.Workspaces;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <summary>Ids of workspaces, made from their first names: small letters, digits and hyphens.</summary>
internal static class WorkspaceIds
{
    public const int NameLength = 60;

    private const int Most = 40;

    public static string? ProblemOfName(string? name) => name?.Trim() switch
    {
        null or "" => "Enter a workspace name, such as that of your company.",
        { Length: > NameLength } => $"Enter a workspace name of at most {NameLength} characters.",
        _ => null,
    };

    /// <summary>"Café Čudo, d.o.o." as <c>cafe-cudo-d-o-o</c>; never empty.</summary>
    public static string Of(string name)
    {
        var id = new StringBuilder();
        foreach (var letter in name.Normalize(NormalizationForm.FormD))
        {
            if (id.Length == Most) break;
            if (char.IsAsciiLetterOrDigit(letter)) id.Append(char.ToLowerInvariant(letter));
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark && id.Length > 0 && id[^1] is not '-') id.Append('-');
        }
        var text = id.ToString().Trim('-');
        return text is "" ? "workspace" : text;
    }

    /// <summary>The same, with a number behind it where it is taken.</summary>
    public static async Task<string> Free(string name, CpdDb db)
    {
        var first = Of(name);
        var taken = (await db.Set<WorkspaceRow>().Where(row => row.Id.StartsWith(first)).Select(row => row.Id).ToListAsync()).ToHashSet(StringComparer.Ordinal);
        for (var number = 1; ; number++)
        {
            var id = number == 1 ? first : string.Create(CultureInfo.InvariantCulture, $"{first}-{number}");
            if (!taken.Contains(id)) return id;
        }
    }
}
