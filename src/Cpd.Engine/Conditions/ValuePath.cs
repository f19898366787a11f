using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Cpd.Engine.Conditions;

public sealed record ValuePath
{
    public static ValuePath Parse(string text) => TryParse(text, out var path, out var problem) ? path : throw new FormatException(problem);
    public static bool TryParse(string text, [NotNullWhen(true)] out ValuePath? path, [NotNullWhen(false)] out string? problem) => throw new NotImplementedException();
    public JsonElement? Get(Facts facts) => throw new NotImplementedException();
    public string? Key(Facts facts) => throw new NotImplementedException();
}
