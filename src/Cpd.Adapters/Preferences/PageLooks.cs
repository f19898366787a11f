using System.Text.RegularExpressions;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Adapters.Preferences;

/// <param name="Accent"><c>#rrggbb</c>; null for the product's own.</param>
/// <param name="Logo">A picture as a data address; null for none.</param>
public sealed record PageLook(string? Accent, string? Logo);

/// <summary>How the pages look that a workspace's own people see.</summary>
public sealed partial class PageLooks(IDbContextFactory<CpdDb> databases)
{
    /// <summary>Bytes of a logo: it is part of the page, which phones load over a bad line.</summary>
    public const int LargestLogo = 64 * 1024;

    /// <summary>Kinds of pictures that every browser shows.</summary>
    public static readonly IReadOnlyList<string> LogoTypes = ["image/png", "image/jpeg", "image/webp", "image/svg+xml"];

    public async Task<PageLook> Of(string workspace, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Set<PreferencePageRow>().AsNoTracking().Where(row => row.Workspace == workspace)
            .Select(row => new PageLook(row.Accent, row.Logo)).SingleOrDefaultAsync(ct) ?? new PageLook(null, null);
    }

    /// <summary>Why a file is no logo.</summary>
    public static string Refused { get; } = $"Choose a PNG, JPEG, WebP or SVG file of at most {LargestLogo / 1024} KB.";

    /// <summary>A sentence where it cannot be; null where nothing is wrong.</summary>
    public static string? Problem(PageLook look)
    {
        if (look.Accent is { } accent && !Colour().IsMatch(accent)) return $"“{accent}” is not a valid colour. Enter # and six hex digits, for example #2458c9, or leave it empty.";
        return look.Logo is { } logo && (!LogoTypes.Any(type => logo.StartsWith($"data:{type};base64,", StringComparison.Ordinal)) || logo.Length > LargestLogo * 4 / 3 + 100) ? Refused : null;
    }

    /// <summary>Of what <see cref="Problem"/> finds nothing wrong with.</summary>
    public static async Task Save(LogTransaction transaction, string workspace, PageLook look)
    {
        await using var db = transaction.OpenDb();
        var row = await db.Set<PreferencePageRow>().SingleOrDefaultAsync(row => row.Workspace == workspace);
        if (row is null) db.Add(row = new PreferencePageRow { Workspace = workspace });
        (row.Accent, row.Logo) = (look.Accent, look.Logo);
        await db.SaveChangesAsync();
    }

    [GeneratedRegex(@"\A#[0-9a-fA-F]{6}\z")]
    private static partial Regex Colour();
}
