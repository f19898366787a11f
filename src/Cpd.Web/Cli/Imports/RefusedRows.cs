using System.Text;

namespace Cpd.Web.Cli.Imports;

/// <summary>The file of rows that were not taken. There is one only where there are such rows.</summary>
internal sealed class RefusedRows(IImportFile file, long length) : IDisposable
{
    private FileStream? _stream;

    /// <summary>How long the file is now, in bytes.</summary>
    public long Length { get; private set; } = length;

    /// <summary>Takes away what an interrupted import wrote after it last noted how far it was; shows that the file can be written.</summary>
    public void CutBack()
    {
        Open();
        if (Length > 0) return;

        _stream!.Dispose();
        _stream = null;
        File.Delete(file.RefusedPath);
    }

    public void Add(ImportRow row, RowProblem problem)
    {
        if (Length == 0 && file.RefusedHeader.Length > 0) Write(file.RefusedHeader);
        Write(file.Refused(row, problem));
    }

    /// <summary>To the disk, before anybody notes that these rows are dealt with.</summary>
    public void Flush() => _stream?.Flush(flushToDisk: true);

    public void Dispose() => _stream?.Dispose();

    private void Write(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        Open().Write(bytes);
        Length += bytes.Length;
    }

    private FileStream Open()
    {
        if (_stream is not null) return _stream;

        _stream = new FileStream(file.RefusedPath, FileMode.OpenOrCreate, FileAccess.Write);
        _stream.SetLength(Length);
        _stream.Position = Length;
        return _stream;
    }
}
