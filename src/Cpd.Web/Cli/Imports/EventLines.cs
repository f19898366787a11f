using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cpd.Web.Cli.Imports;

/// <summary>JSON lines: each one a call in Segment's shape, with its <c>type</c>. Empty lines count and are passed over.</summary>
internal sealed class EventLines(string path) : IImportFile
{
    private const int LongestLine = 16 * 1024 * 1024;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private long _length;
    private long _consumed;

    public string Path => path;

    public string RefusedPath => path + ".refused";

    public double Read => _length == 0 ? 0 : (double)_consumed / _length;

    public string RefusedHeader => "";

    /// <summary>In <c>row</c> stands the line itself where it is JSON, else as text.</summary>
    public string Refused(ImportRow row, RowProblem problem) => JsonSerializer.Serialize(
        new { line = row.Number, code = problem.Code, message = problem.Sentence, row = AsJson(row.Original) }, Plain);

    public async IAsyncEnumerable<ImportRow> Rows([EnumeratorCancellation] CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        _length = file.Length;
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 256 * 1024));
        for (long number = 1; ;)
        {
            var read = await reader.ReadAsync(ct);
            var buffer = read.Buffer;
            while (TryTakeLine(ref buffer, read.IsCompleted, out var line))
            {
                if (Row(line, number++) is { } row) yield return row;
            }
            _consumed += read.Buffer.Slice(0, buffer.Start).Length;
            if (buffer.Length > LongestLine) throw new CommandFailedException($"Line {number} of {path} is longer than 16 MB: this is not a JSON lines file.");

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) break;
        }
        await reader.CompleteAsync();
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out byte[] line)
    {
        line = [];
        if (buffer.IsEmpty) return false;
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end).ToArray();
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }
        if (!isLast) return false;

        line = buffer.ToArray();
        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private static ImportRow? Row(byte[] line, long number)
    {
        var json = line.AsMemory();
        if (number == 1 && json.Span.StartsWith("\uFEFF"u8)) json = json[3..];
        json = json[..json.Span.TrimEnd(" \t\r"u8).Length];
        if (json.Span.Trim(" \t"u8).IsEmpty) return null;

        var (message, problem) = ImportMessage.Check(json, number);
        return new ImportRow(number, Encoding.UTF8.GetString(json.Span), message, problem);
    }

    private static object AsJson(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
