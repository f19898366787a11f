namespace Cpd.EventLog.Storage;

/// <summary>A column of a table of the hot path.</summary>
public readonly record struct HotColumn(string Name, HotKind Kind);

/// <summary>
/// A table of the hot path, as far as its statements need it: makes the usual ones for each database, so that only the
/// unusual are written by hand. Columns are given in the order in which values are added to the rows.
/// </summary>
/// <param name="key">
/// The columns of the primary key, or of the unique index rows are told apart by. Texts that rows are found by have at most
/// <see cref="HotStatement.LongestKey"/> letters.
/// </param>
public sealed class HotTable(string name, HotColumn[] key, params HotColumn[] columns)
{
    public string Name => name;

    /// <summary>Adds rows that are not there yet: all the named columns.</summary>
    public HotStatement Insert(params string[] into)
    {
        var (fields, source) = Named(into);
        return new HotStatement(
            $"INSERT INTO {name} ({List(into)}) VALUES ({List(into.Select((_, i) => $"?{i + 1}"))})",
            $"INSERT INTO {name} ({List(into)}) SELECT {List(source)} FROM {{rows}}",
            $"INSERT INTO {name} ({List(into)}) SELECT {List(source)} FROM {{rows}} ORDER BY r.n",
            Kinds(fields));
    }

    /// <summary>Adds rows, or replaces the named columns of those that are there: the key's columns first.</summary>
    public HotStatement Upsert(params string[] set) => Upsert(set, isShared: true, column => $"{{new}}.{column}");

    /// <summary>
    /// The same for rows that nobody but the partition's owner writes. What is not there is not held, either: new ids lie at the
    /// end of their table, and on SQL Server every window with one would keep that end to itself until it is committed.
    /// </summary>
    public HotStatement UpsertAlone(params string[] set) => Upsert(set, isShared: false, column => $"{{new}}.{column}");

    /// <summary>Adds rows, or adds to the number that is there: the key's columns first, <paramref name="sum"/> last.</summary>
    public HotStatement AddTo(string sum) => Upsert([sum], isShared: true, column => $"{name}.{column} + {{new}}.{column}");

    /// <summary>Changes rows that are there: the key's columns first, then those that are set.</summary>
    public HotStatement Update(params string[] set)
    {
        var all = (string[])[.. key.Select(column => column.Name), .. set];
        var (fields, source) = Named(all);
        var changes = set.Select((column, i) => (Column: column, From: source[key.Length + i]));
        return new HotStatement(
            $"UPDATE {name} SET {List(set.Select((column, i) => $"{column} = ?{key.Length + i + 1}"))} WHERE {And(key.Select((column, i) => $"{column.Name} = ?{i + 1}"))}",
            $"UPDATE {name} SET {List(changes.Select(change => $"{change.Column} = {change.From}"))} FROM {{rows}} WHERE {Matches(key, source)}",
            $"UPDATE {name} SET {List(changes.Select(change => $"{change.Column} = {change.From}"))} FROM {name} WITH (FORCESEEK) JOIN {{rows}} ON {Meets(key, source)}",
            Kinds(fields));
    }

    /// <summary>Takes away the rows with these values; by the key where no columns are named.</summary>
    public HotStatement Delete(params string[] by)
    {
        // By its key a row is looked up, however small the table is: a look at all of it would wait for everybody who writes there.
        var seek = by.Length == 0 ? " WITH (FORCESEEK)" : "";
        if (by.Length == 0) by = [.. key.Select(column => column.Name)];
        var (fields, source) = Named(by);
        return new HotStatement(
            $"DELETE FROM {name} WHERE {And(by.Select((column, i) => $"{column} = ?{i + 1}"))}",
            $"DELETE FROM {name} USING {{rows}} WHERE {Matches(fields, source)}",
            $"DELETE {name} FROM {name}{seek} JOIN {{rows}} ON {Meets(fields, source)}",
            Kinds(fields));
    }

    /// <summary>
    /// Reads columns of the rows with these values. Where there are several rows to look for, ask for the columns of
    /// <paramref name="by"/> too.
    /// </summary>
    /// <param name="order">A column; the rows for one set of values come in its order.</param>
    public HotStatement Find(string[] by, string[] read, string? order = null)
    {
        var (fields, source) = Named(by);
        var (columns, ordered) = (List(read.Select(column => $"{name}.{column}")), order is null ? "" : $" ORDER BY {name}.{order}");
        return new HotStatement(
            $"SELECT {columns} FROM {name} WHERE {And(by.Select((column, i) => $"{column} = ?{i + 1}"))}{ordered}",
            $"SELECT {columns} FROM {{rows}} JOIN {name} ON {Matches(fields, source)}{ordered}",
            $"SELECT {columns} FROM {{rows}} JOIN {name} ON {Meets(fields, source)}{ordered}",
            Kinds(fields));
    }

    private HotStatement Upsert(string[] set, bool isShared, Func<string, string> value)
    {
        var keys = Array.ConvertAll(key, column => column.Name);
        var all = (string[])[.. keys, .. set];
        var (fields, source) = Named(all);
        var onConflict = $"ON CONFLICT ({List(keys)}) DO UPDATE SET {List(set.Select(column => $"{column} = {value(column).Replace("{new}", "excluded", StringComparison.Ordinal)}"))}";
        string FromRows(string column) => value(column).Replace($"{{new}}.{column}", source[Array.IndexOf(all, column)], StringComparison.Ordinal);

        // No MERGE: it takes its locks too late. Whoever adds a row between the two finds the key held.
        var held = isShared ? " WITH (UPDLOCK, HOLDLOCK, FORCESEEK)" : " WITH (FORCESEEK)";
        return new HotStatement(
            $"INSERT INTO {name} ({List(all)}) VALUES ({List(all.Select((_, i) => $"?{i + 1}"))}) {onConflict}",
            $"INSERT INTO {name} ({List(all)}) SELECT {List(source)} FROM {{rows}} {onConflict}",
            $"""
            UPDATE {name} SET {List(set.Select(column => $"{column} = {FromRows(column)}"))} FROM {name}{held} JOIN {"{rows}"} ON {Meets(key, source)};
            INSERT INTO {name} ({List(all)}) SELECT {List(source)} FROM {"{rows}"} WHERE NOT EXISTS (SELECT 1 FROM {name}{held} WHERE {Meets(key, source)}) ORDER BY r.n
            """,
            Kinds(fields));
    }

    /// <summary>The columns, and where <c>{rows}</c> has their values.</summary>
    private (HotColumn[] Fields, string[] Source) Named(string[] names)
    {
        var fields = Array.ConvertAll(names, Column);
        return (fields, Array.ConvertAll(HotStatement.Columns(Kinds(fields)), column => "r." + column));
    }

    private HotColumn Column(string column)
    {
        foreach (var known in key.AsSpan())
            if (known.Name == column) return known;
        foreach (var known in columns.AsSpan())
            if (known.Name == column) return known;
        throw new ArgumentException($"{name} has no column {column}.", nameof(column));
    }

    private string Matches(HotColumn[] fields, string[] source) => And(fields.Select((field, i) => $"{name}.{field.Name} = {source[i]}"));

    /// <summary>The same in SQL Server's words.</summary>
    private string Meets(HotColumn[] fields, string[] source) =>
        And(fields.Select((field, i) => $"{name}.{field.Name} = {(field.Kind is HotKind.Text ? $"{{{source[i][2..]}}}" : source[i])}"));

    private static HotKind[] Kinds(HotColumn[] fields) => Array.ConvertAll(fields, field => field.Kind);

    private static string List(IEnumerable<string> parts) => string.Join(", ", parts);

    private static string And(IEnumerable<string> parts) => string.Join(" AND ", parts);
}
