using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Cpd.Engine.Journeys;

/// <summary>What came of reading a journey's JSON.</summary>
/// <param name="Journey">Null only where it was no JSON object. Where there are problems it holds what could be read.</param>
public sealed record JourneyReading(Journey? Journey, IReadOnlyList<JourneyProblem> Problems);

/// <summary>
/// The canonical text of a journey: members in one order, two blanks of indent, conditions and times as text, a line end at
/// the end. The same journey is always the same text, so that two versions can be compared line by line.
/// </summary>
public static class JourneyJson
{
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private static readonly JsonWriterOptions Writing = new()
    {
        Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string ToText(Journey journey) => ToText(json => Write(journey, json, new JourneyWriter(json)));

    /// <summary>One step as it stands in its journey.</summary>
    public static string ToText(JourneyStep step) => ToText(json =>
    {
        json.WriteStartObject();
        WriteStep(step, new JourneyWriter(json));
        json.WriteEndObject();
    });

    public static JourneyReading Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    /// <summary>Never throws; reports everything it cannot use, all at once.</summary>
    public static JourneyReading Read(ReadOnlyMemory<byte> json)
    {
        var (journey, problems) = Read(json, "A journey must be a JSON object.", Read);
        return new JourneyReading(journey, problems);
    }

    /// <summary>One step alone; null where there is none of that kind. Never throws.</summary>
    public static (JourneyStep? Step, IReadOnlyList<JourneyProblem> Problems) ReadStep(string json) =>
        Read(Encoding.UTF8.GetBytes(json), "A step must be a JSON object.", ReadStep);

    private static string ToText(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Writing)) write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static (T?, IReadOnlyList<JourneyProblem>) Read<T>(ReadOnlyMemory<byte> json, string otherwise, Func<JourneyReader, T?> read) where T : class
    {
        static (T?, IReadOnlyList<JourneyProblem>) Unreadable(string sentence) => (null, [new JourneyProblem("json.unreadable", sentence, null, "")]);

        if (!Utf8.IsValid(json.Span)) return Unreadable("The file is not valid UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            if (document.RootElement.ValueKind is not JsonValueKind.Object) return Unreadable(otherwise);

            var problems = new List<JourneyProblem>();
            return (read(new JourneyReader(document.RootElement, "", null, problems)), problems);
        }
        catch (JsonException fault)
        {
            return Unreadable($"This is not valid JSON (line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            // The reader throws it for an escaped half of a character, such as "\ud800", and only when the text is asked for.
            return Unreadable("A string contains an invalid escape.");
        }
    }

    private static Journey Read(JourneyReader json)
    {
        _ = json.TextOrNull("$schema");
        var journey = new Journey(
            json.Text("id"), json.Text("name"),
            [.. json.Objects("entries").Select(ReadEntry)],
            ReadReentry(json), json.Text("first"),
            [.. json.Objects("steps").Select(ReadStep).OfType<JourneyStep>()])
        {
            Note = json.TextOrNull("note"),
            Goal = ReadGoal(json.ObjectOrNull("goal")),
            ExitWhen = [.. json.Objects("exitWhen").Select(ReadExitRule)],
            Canvas = JourneyCanvas.Read(json.ObjectOrNull("canvas")),
        };
        json.Done();
        return journey;
    }

    private static JourneyEntry ReadEntry(JourneyReader json)
    {
        var reply = json.ObjectOrNull("reply") is { } written ? ReplyEntry.Read(written) : null;
        if (reply is not null && json.Has("event")) json.Report("entry.two", "An entry must be either an event or a reply. Make two entries of it.", "reply");
        var entry = new JourneyEntry(reply is null ? json.EventName("event") : "", json.ConditionOrNull("when")) { Reply = reply };
        json.Done();
        return entry;
    }

    private static JourneyGoal? ReadGoal(JourneyReader? json)
    {
        if (json is null) return null;
        var goal = new JourneyGoal(json.EventName("event"), json.ConditionOrNull("when"));
        json.Done();
        return goal;
    }

    private static ExitRule ReadExitRule(JourneyReader json)
    {
        var rule = new ExitRule(json.TextOrNull("event")?.Trim(), json.ConditionOrNull("when"));
        json.Done();
        return rule;
    }

    private static Reentry ReadReentry(JourneyReader json)
    {
        switch (json.Member("reentry"))
        {
            case null: return new Reentry.AfterLeaving();
            case { ValueKind: JsonValueKind.String } word when word.ValueEquals("never"): return new Reentry.Never();
            case { ValueKind: JsonValueKind.String } word when word.ValueEquals("afterLeaving"): return new Reentry.AfterLeaving();
            case { ValueKind: JsonValueKind.String } word when word.ValueEquals("always"): return new Reentry.Always();
            case { ValueKind: JsonValueKind.Object } when json.ObjectOrNull("reentry") is { } rule:
                Reentry read = rule.Has("key") ? new Reentry.Keyed(new PathText(rule.Text("key"))) : new Reentry.After(rule.Duration("after"));
                rule.Done();
                return read;
            default:
                json.Report("reentry.unknown", "\"reentry\" must be \"never\", \"afterLeaving\", \"always\", {\"after\": \"30 days\"} or {\"key\": \"event.cart_id\"}.", "reentry");
                return new Reentry.AfterLeaving();
        }
    }

    private static JourneyStep? ReadStep(JourneyReader json)
    {
        var id = json.TextOrNull("id") ?? "";
        json = json.Within(id);
        _ = json.Text("id");
        var kind = json.Text("type");
        if (!JourneyStep.Kinds.TryGetValue(kind, out var read))
        {
            json.Report("step.unknown-kind", $"Unknown step type \"{kind}\". Use one of: {string.Join(", ", JourneyStep.Kinds.Keys)}.", "type");
            return null;
        }
        var step = read(json) with { Note = json.TextOrNull("note") };
        json.Done();
        return step;
    }

    private static void Write(Journey journey, Utf8JsonWriter json, JourneyWriter members)
    {
        json.WriteStartObject();
        members.Text("id", journey.Id).Text("name", journey.Name).Text("note", journey.Note)
            .Objects("entries", journey.Entries, (entry, value) =>
            {
                if (value.Reply is { } reply) entry.Object("reply", reply.Write);
                else entry.Text("event", value.Event);
                entry.Text("when", value.When);
            });
        WriteReentry(journey.Reentry, members);
        if (journey.Goal is { } goal) members.Object("goal", rule => rule.Text("event", goal.Event).Text("when", goal.When));
        if (journey.ExitWhen.Count > 0) members.Objects("exitWhen", journey.ExitWhen, (rule, value) => rule.Text("event", value.Event).Text("when", value.When));
        members.Text("first", journey.First).Objects("steps", journey.Steps, (step, value) => WriteStep(value, step));
        if (journey.Canvas is { } canvas) members.Object("canvas", canvas.Write);
        json.WriteEndObject();
    }

    private static void WriteStep(JourneyStep step, JourneyWriter json)
    {
        json.Text("id", step.Id).Text("type", step.Kind).Text("note", step.Note);
        step.Write(json);
    }

    private static void WriteReentry(Reentry reentry, JourneyWriter json) => _ = reentry switch
    {
        Reentry.Never => json.Text("reentry", "never"),
        Reentry.AfterLeaving => json.Text("reentry", "afterLeaving"),
        Reentry.Always => json.Text("reentry", "always"),
        Reentry.After after => json.Object("reentry", rule => rule.Duration("after", after.Span)),
        Reentry.Keyed keyed => json.Object("reentry", rule => rule.Text("key", keyed.Key)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
