using System.Buffers;
using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cpd.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Cpd.Web.Hosting;

/// <summary>
/// One JSON object a line: <c>{"at","level","category","event","message","trace"?,"span"?,"fields"?,"exception"?}</c>.
/// Scopes are left out: the web server puts addresses of pages and webhooks into them, and those hold ids and a secret.
/// </summary>
internal sealed class JsonLog(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "cpd-json";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("at"u8, clock.GetUtcNow());
            json.WriteString("level"u8, logEntry.LogLevel.ToString());
            json.WriteString("category"u8, logEntry.Category);
            if (logEntry.EventId.Name is { } name) json.WriteString("event"u8, name);
            json.WriteString("message"u8, logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
            {
                json.WriteString("trace"u8, activity.TraceId.ToHexString());
                json.WriteString("span"u8, (activity.OperationName == TraceParent.OfLines ? activity.ParentSpanId : activity.SpanId).ToHexString());
            }
            Fields(json, logEntry.State);
            if (logEntry.Exception is { } fault) json.WriteString("exception"u8, fault.ToString());
            json.WriteEndObject();
        }
        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void Fields<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } fields) return;

        json.WriteStartObject("fields"u8);
        foreach (var (name, value) in fields)
        {
            if (name == "{OriginalFormat}") continue;
            json.WritePropertyName(name);
            Value(json, value);
        }
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case DateTimeOffset moment: json.WriteStringValue(moment); break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items) Value(json, item);
                json.WriteEndArray();
                break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}

/// <summary>How log lines look: <c>Cpd:Logging:Format</c>, <c>text</c> or <c>json</c>.</summary>
internal static class LogFormat
{
    /// <exception cref="StartupRefusedException">It is some other word.</exception>
    public static void Apply(ILoggingBuilder logging, IConfiguration configuration)
    {
        switch (configuration["Cpd:Logging:Format"]?.ToUpperInvariant())
        {
            case null or "" or "TEXT": break;
            case "JSON":
                logging.AddConsoleFormatter<JsonLog, ConsoleFormatterOptions>();
                logging.AddConsole(console => console.FormatterName = JsonLog.FormatterName);
                break;
            case var other: throw new StartupRefusedException($"Cpd:Logging:Format must be text or json, not \"{other}\".");
        }
    }
}
