namespace Cpd.EventLog.Storage;

/// <summary>What a statement found, for all its rows. Columns count from 0. Dispose it before the session does anything else.</summary>
public abstract class HotReader : IDisposable
{
    /// <summary>True while there is a row to read.</summary>
    public abstract bool Step();

    public abstract bool IsNull(int column);

    public abstract long GetLong(int column);

    public int GetInt(int column) => (int)GetLong(column);

    public abstract string GetText(int column);

    /// <summary>Valid until the next step.</summary>
    public abstract ReadOnlySpan<byte> GetBlob(int column);

    public abstract Guid GetId(int column);

    public string? GetTextOrNull(int column) => IsNull(column) ? null : GetText(column);

    public long? GetLongOrNull(int column) => IsNull(column) ? null : GetLong(column);

    public Guid? GetIdOrNull(int column) => IsNull(column) ? null : GetId(column);

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    protected abstract void Close();
}
