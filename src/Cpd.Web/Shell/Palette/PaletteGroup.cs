namespace Cpd.Web.Shell.Palette;

/// <summary>What belongs together in the list, under one word.</summary>
public sealed record PaletteGroup(string Name, IReadOnlyList<PaletteEntry> Entries);

/// <summary>Something one can go to.</summary>
/// <param name="Detail">What tells it from others of the same name.</param>
public sealed record PaletteEntry(string Address, string Icon, string Name, string? Detail = null);
