using System.Globalization;
using System.Text.Json.Nodes;

namespace Cpd.Web.Cli.Imports;

/// <summary>
/// What a column's name says of its cells: <c>firstName</c> is text, <c>age:number</c> a number, <c>vip:boolean</c> yes or
/// no, <c>consent.marketing:boolean</c> lies within an object.
/// </summary>
internal sealed class PeopleColumn
{
    private static readonly string[] IdNames = ["userId", "user_id", "id"];

    /// <summary>The two columns that a file of refused rows has more; mended, it is imported as it is.</summary>
    public static readonly IReadOnlyList<string> OfRefusal = ["refused_code", "refused_reason"];

    private readonly string[] _path;
    private readonly string? _member;
    private readonly bool _isSkipped;

    private PeopleColumn(string[] path, string type, string? member, bool isSkipped) => (_path, Type, _member, _isSkipped) = (path, type, member, isSkipped);

    /// <summary><c>text</c>, <c>number</c> or <c>boolean</c>.</summary>
    public string Type { get; }

    /// <exception cref="CommandFailedException">All that is wrong with the header, a sentence each.</exception>
    public static PeopleColumn[] Of(IReadOnlyList<string> header, string? idColumn, string path)
    {
        var problems = new List<string>();
        var id = idColumn ?? IdNames.FirstOrDefault(name => header.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (id is null && !header.Contains("anonymousId")) problems.Add("there is no user id column: call it userId, or name it with --id-column.");
        if (idColumn is not null && !header.Contains(idColumn, StringComparer.OrdinalIgnoreCase)) problems.Add($"there is no column \"{idColumn}\".");
        foreach (var twice in header.CountBy(name => name, StringComparer.Ordinal).Where(name => name.Value > 1)) problems.Add($"there are two columns named \"{twice.Key}\".");

        var columns = header.Select(name => Column(name, id, problems)).ToArray();
        return problems.Count == 0 ? columns : throw new CommandFailedException($"{path}, first line: {string.Join(" ", problems.Select(one => char.ToUpperInvariant(one[0]) + one[1..]))}");
    }

    /// <summary>Puts a cell where it belongs; false where it is not of the column's type.</summary>
    public bool TryPut(string cell, JsonObject call, JsonObject traits)
    {
        if (_isSkipped) return true;
        if (_member is not null)
        {
            call[_member] = cell;
            return true;
        }
        if (Value(cell) is not { } value) return false;

        var parent = traits;
        foreach (var name in _path[..^1])
        {
            if (parent[name] is not JsonObject child) parent[name] = child = [];
            parent = child;
        }
        parent[_path[^1]] = value;
        return true;
    }

    private static PeopleColumn Column(string name, string? id, List<string> problems)
    {
        if (name.Equals(id, StringComparison.OrdinalIgnoreCase)) return new([], "text", "userId", false);
        if (name == "anonymousId") return new([], "text", "anonymousId", false);
        if (OfRefusal.Contains(name)) return new([], "text", null, true);

        var colon = name.LastIndexOf(':');
        var type = colon < 0 ? "text" : name[(colon + 1)..];
        var path = (colon < 0 ? name : name[..colon]).Split('.');
        if (type is not ("text" or "number" or "boolean")) problems.Add($"\"{name}\" ends with an unknown type: use text, number or boolean.");
        if (path.Any(string.IsNullOrWhiteSpace)) problems.Add($"\"{name}\" has an empty part.");
        return new(path, type, null, false);
    }

    private JsonValue? Value(string cell) => Type switch
    {
        "number" => decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null,
        "boolean" => cell.ToUpperInvariant() switch { "TRUE" or "YES" or "1" => JsonValue.Create(true), "FALSE" or "NO" or "0" => JsonValue.Create(false), _ => null },
        _ => JsonValue.Create(cell),
    };
}
