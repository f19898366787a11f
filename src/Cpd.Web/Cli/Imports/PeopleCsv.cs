using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using CsvHelper;

namespace Cpd.Web.Cli.Imports;

/// <summary>
/// People as a table: one column is the id, each other one an attribute. Rows become <c>identify</c> calls; an empty cell
/// leaves the attribute as it is.
/// </summary>
internal sealed class PeopleCsv : IImportFile
{
    private readonly char _separator;
    private readonly string[] _header;
    private readonly PeopleColumn[] _columns;
    private readonly long _length;
    private long _read;

    /// <param name="idColumn">The column with the user id; null: <c>userId</c>, <c>user_id</c> or <c>id</c>.</param>
    /// <exception cref="CommandFailedException">The first line is no header that can be used; all that is wrong.</exception>
    public PeopleCsv(string path, string? idColumn)
    {
        Path = path;
        _length = new FileInfo(path).Length;
        using var reader = Open(static () => { });
        _separator = reader.Separator;
        _header = [.. reader.Headers];
        if (_header.Length == 0) throw new CommandFailedException($"{path} is empty: the first line must contain the column names.");
        _columns = PeopleColumn.Of(_header, idColumn, path);
    }

    public string Path { get; }

    public string RefusedPath => Path + ".refused";

    public double Read => _length == 0 ? 1 : (double)_read / _length;

    public string RefusedHeader => Line([.. _header.Except(PeopleColumn.OfRefusal), .. PeopleColumn.OfRefusal]);

    public string Refused(ImportRow row, RowProblem problem) => $"{row.Original}{_separator}{Cell(problem.Code)}{_separator}{Cell(problem.Sentence)}";

    public async IAsyncEnumerable<ImportRow> Rows([EnumeratorCancellation] CancellationToken ct)
    {
        var isBroken = false;
        using var reader = Open(() => isBroken = true);
        for (long number = 1; ; number++)
        {
            isBroken = false;
            if (!await reader.ReadAsync(ct)) yield break;

            _read = reader.ByteOffset;
            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = reader.GetString(i);
            yield return Row(cells, number, isBroken, isUtf8: Utf8.IsValid(reader.RawRecord));
        }
    }

    private ImportRow Row(string[] cells, long number, bool isBroken, bool isUtf8)
    {
        var original = Line(cells.Where((_, i) => i >= _header.Length || !PeopleColumn.OfRefusal.Contains(_header[i])));
        if (Problem(cells, isBroken, isUtf8) is { } problem) return new ImportRow(number, original, null, problem);

        var call = new JsonObject { ["type"] = "identify" };
        var traits = new JsonObject();
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Length > 0 && !_columns[i].TryPut(cells[i], call, traits))
                return new ImportRow(number, original, null, new("cell.wrong-type", $"\"{_header[i]}\" must be a {_columns[i].Type}, but the cell is not."));
        }
        call["traits"] = traits;
        var (message, refused) = ImportMessage.Check(Encoding.UTF8.GetBytes(call.ToJsonString()), number);
        return new ImportRow(number, original, message, refused);
    }

    private RowProblem? Problem(string[] cells, bool isBroken, bool isUtf8) =>
        !isUtf8 ? new("csv.encoding", "The row is not encoded as UTF-8.")
        : cells.Length != _header.Length ? new("csv.cells", $"The row has {cells.Length} cells, but there are {_header.Length} columns.")
        : isBroken ? new("csv.quotes", "Misplaced quotation mark: enclose the cell in quotation marks and double the ones inside.")
        : null;

    private CsvReader Open(Action broken) => CsvReader.FromFile(Path, CsvReaderOptions.Default with { OnMalformedRecord = _ => broken() });

    private string Line(IEnumerable<string> cells) => string.Join(_separator, cells.Select(Cell));

    private string Cell(string cell) =>
        cell.AsSpan().IndexOfAny(['"', '\r', '\n', _separator]) < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
