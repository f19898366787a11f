using System.Globalization;
using System.Text.Json;

namespace Cpd.Engine.Journeys;

/// <summary>
/// Reads one object of a journey's JSON member by member. What is missing or wrong becomes a problem and a harmless value,
/// so that reading goes on and finds everything else that is wrong.
/// </summary>
internal sealed class JourneyReader(JsonElement element, string path, string? step, List<JourneyProblem> problems)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>The step's id, while a step is read.</summary>
    public string Step => step ?? "";

    public string PathOf(string member) => path.Length == 0 ? member : $"{path}.{member}";

    public void Report(string code, string sentence, string member) => problems.Add(new JourneyProblem(code, sentence, step, PathOf(member)));

    public bool Has(string name) => Member(name) is not null;

    /// <summary>The member as it stands; null where there is none.</summary>
    public JsonElement? Member(string name)
    {
        _read.Add(name);
        return element.TryGetProperty(name, out var value) ? value : null;
    }

    public string Text(string name)
    {
        if (Has(name)) return TextOrNull(name) ?? Missing(name);
        return Missing(name);
    }

    public string? TextOrNull(string name)
    {
        if (Member(name) is not { ValueKind: not JsonValueKind.Null } value) return null;
        if (value.ValueKind is JsonValueKind.String) return value.GetString();

        Report("member.type", $"\"{name}\" must be a string.", name);
        return "";
    }

    /// <summary>What an event is called. The doors take the white space around it away, so with it nothing would ever match.</summary>
    public string EventName(string name) => Text(name).Trim();

    public bool Flag(string name)
    {
        if (Member(name) is not { } value) return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Report("member.type", $"\"{name}\" must be true or false.", name);
        return value.ValueKind is JsonValueKind.True;
    }

    public int Number(string name, int otherwise)
    {
        if (Member(name) is not { } value) return otherwise;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number)) return number;

        Report("member.type", $"\"{name}\" must be a whole number.", name);
        return otherwise;
    }

    public TimeSpan? DurationOrNull(string name)
    {
        if (TextOrNull(name) is not { } text) return null;
        if (Durations.TryParse(text, out var span)) return span;

        Report("duration.unreadable", $"\"{name}\" must be a duration such as \"30 minutes\" or \"2 days 12 hours\", at most ten years.", name);
        return TimeSpan.FromHours(1);
    }

    /// <param name="code">The problem's code where it is missing.</param>
    public TimeSpan Duration(string name, string code = "member.missing")
    {
        if (DurationOrNull(name) is { } span) return span;

        Report(code, $"\"{name}\" is required: set a maximum duration, for example \"1 hour\".", name);
        return TimeSpan.FromHours(1);
    }

    public TimeOnly? TimeOfDayOrNull(string name)
    {
        if (TextOrNull(name) is not { } text) return null;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;

        Report("time.unreadable", $"\"{name}\" must be a time of day such as \"09:00\".", name);
        return TimeOnly.MinValue;
    }

    /// <summary>A point written as <c>320, 160</c>.</summary>
    public CanvasPlace? PlaceOrNull(string name)
    {
        if (TextOrNull(name) is not { } text) return null;
        if (text.Split(',') is [var x, var y] && Coordinate(x) is { } left && Coordinate(y) is { } top) return new CanvasPlace(left, top);

        Report("place.unreadable", $"\"{name}\" must be a position on the canvas such as \"320, 160\".", name);
        return null;

        static int? Coordinate(string text) =>
            int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is > -1_000_000 and < 1_000_000 ? number : null;
    }

    /// <summary>A step's id, or null for the end of the journey: either way it must be said.</summary>
    public string? Exit(string name, string code = "exit.missing")
    {
        if (!Has(name)) Report(code, $"\"{name}\" is required: set the next step, or null to end the journey.", name);
        return TextOrNull(name);
    }

    public ConditionText? ConditionOrNull(string name) => TextOrNull(name) is { } text ? new ConditionText(text) : null;

    /// <summary>The objects of an array; none where it is missing.</summary>
    public IEnumerable<JourneyReader> Objects(string name)
    {
        if (Member(name) is not { } array) yield break;
        if (array.ValueKind is not JsonValueKind.Array)
        {
            Report("member.type", $"\"{name}\" must be an array.", name);
            yield break;
        }
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            var place = $"{name}[{index++}]";
            if (item.ValueKind is JsonValueKind.Object) yield return new JourneyReader(item, PathOf(place), step, problems);
            else Report("member.type", "This must be an object.", place);
        }
    }

    public JourneyReader? ObjectOrNull(string name)
    {
        if (Member(name) is not { ValueKind: not JsonValueKind.Null } value) return null;
        if (value.ValueKind is JsonValueKind.Object) return new JourneyReader(value, PathOf(name), step, problems);

        Report("member.type", $"\"{name}\" must be an object.", name);
        return null;
    }

    /// <summary>The object's own members, whatever they are called.</summary>
    public IEnumerable<JsonProperty> Members()
    {
        foreach (var member in element.EnumerateObject())
        {
            _read.Add(member.Name);
            yield return member;
        }
    }

    /// <summary>The same object, now within a step.</summary>
    public JourneyReader Within(string stepId) => new(element, path, stepId, problems);

    /// <summary>Everything that is expected was asked for: what is left was misspelt or put in the wrong place.</summary>
    public void Done()
    {
        foreach (var member in element.EnumerateObject())
            if (!_read.Contains(member.Name)) Report("member.unknown", $"Unknown property \"{member.Name}\". Check its spelling.", member.Name);
    }

    private string Missing(string name)
    {
        Report("member.missing", $"\"{name}\" is required.", name);
        return "";
    }
}
