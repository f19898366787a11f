using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cpd.Web.Features.Reports;

/// <summary>A table as a file for other programs: numbers without signs for thousands, shares from 0 to 1, spans in milliseconds, times in UTC.</summary>
internal static class ReportFiles
{
    /// <summary>Spreadsheets take what begins like this for a formula, and names come from outside.</summary>
    private static readonly char[] Formula = ['=', '+', '-', '@', '\t', '\r'];

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Csv(ReportTable table)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', table.Columns.Select(column => Quoted(column.Key))).Append("\r\n");
        foreach (var row in table.Rows)
            text.AppendJoin(',', row.Select(value => Value(value) is string words ? Quoted(words) : Convert.ToString(Value(value), CultureInfo.InvariantCulture))).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>An object a line.</summary>
    public static byte[] JsonLines(ReportTable table)
    {
        using var lines = new MemoryStream();
        foreach (var row in table.Rows)
        {
            using (var json = new Utf8JsonWriter(lines, Writing))
            {
                json.WriteStartObject();
                for (var i = 0; i < row.Count; i++)
                {
                    json.WritePropertyName(table.Columns[i].Key);
                    Write(json, Value(row[i]));
                }
                json.WriteEndObject();
            }
            lines.WriteByte((byte)'\n');
        }
        return lines.ToArray();
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case long number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static object? Value(object? value) => value switch
    {
        Share share => Math.Round(share.Value, 6),
        Points points => Math.Round(points.Value, 6),
        More more => double.IsFinite(more.Value) ? Math.Round(more.Value, 6) : null,
        TimeSpan span => (long)Math.Round(span.TotalMilliseconds),
        DateTimeOffset at => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => value,
    };

    private static string Quoted(string text)
    {
        if (text.Length > 0 && Formula.Contains(text[0])) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
