using System.Text.Json;
using Cpd.Engine.UserView.Seen;

namespace Cpd.Web.Features.Journeys.Designer;

/// <summary>Types and samples of seen values, as people read them.</summary>
public static class SeenWords
{
    private static readonly (SeenTypes Type, string Name)[] Names =
    [
        (SeenTypes.Text, "text"), (SeenTypes.Number, "number"), (SeenTypes.Date, "date"), (SeenTypes.Truth, "yes or no"), (SeenTypes.List, "list"), (SeenTypes.Structure, "object"),
    ];

    public static string Types(SeenTypes types) => string.Join(", ", Names.Where(name => types.HasFlag(name.Type)).Select(name => name.Name));

    /// <summary>A text without its quotes.</summary>
    public static string Sample(string json) => json is ['"', ..] ? JsonSerializer.Deserialize<string>(json) ?? "" : json;
}
