namespace Cpd.EventLog.Storage;

/// <summary>One value on its way into a statement; whatever it is given as, it is of one of the four kinds, or null.</summary>
public readonly struct HotValue
{
    private readonly object? _object;
    private readonly long _number;
    private readonly Guid _id;

    private HotValue(HotKind kind, object? value, long number, Guid id, bool isNull) =>
        (Kind, _object, _number, _id, IsNull) = (kind, value, number, id, isNull);

    public HotKind Kind { get; }

    public bool IsNull { get; }

    public long Number => _number;

    public string Text => (string)_object!;

    public byte[] Bytes => (byte[])_object!;

    public Guid Id => _id;

    public static implicit operator HotValue(long value) => new(HotKind.Number, null, value, default, false);

    public static implicit operator HotValue(int value) => new(HotKind.Number, null, value, default, false);

    public static implicit operator HotValue(long? value) => new(HotKind.Number, null, value ?? 0, default, value is null);

    public static implicit operator HotValue(string? value) => new(HotKind.Text, value, 0, default, value is null);

    public static implicit operator HotValue(byte[]? value) => new(HotKind.Bytes, value, 0, default, value is null);

    public static implicit operator HotValue(Guid value) => new(HotKind.Id, null, 0, value, false);

    public static implicit operator HotValue(Guid? value) => new(HotKind.Id, null, 0, value ?? default, value is null);
}

/// <summary>The rows one run of a statement is for. Rows of an upsert differ in their keys: who collects them keeps one a key.</summary>
public sealed class HotRows(HotStatement statement)
{
    private readonly List<HotValue> _values = [];

    public HotStatement Statement => statement;

    public int Count { get; private set; }

    public HotRows Add(params ReadOnlySpan<HotValue> row)
    {
        if (row.Length != statement.Parameters.Length)
            throw new ArgumentException($"The statement takes {statement.Parameters.Length} values a row, not {row.Length}.", nameof(row));
        _values.AddRange(row);
        Count++;
        return this;
    }

    /// <summary>Ready to collect again.</summary>
    public void Clear()
    {
        _values.Clear();
        Count = 0;
    }

    internal HotValue this[int row, int column] => _values[(row * statement.Parameters.Length) + column];
}
