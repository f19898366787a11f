using System.Text.RegularExpressions;
using Cpd.EventLog.Storage;

namespace Cpd.Web.Tests.Storage;

/// <summary>
/// Reads a statement of the hot path as SQL Server would have to understand it, as far as that can be done without one:
/// words, names of tables and columns, brackets. It knows the part of the language that we use, and refuses the rest.
/// </summary>
internal static partial class SqlServerText
{
    /// <summary>What may stand bare and is no name.</summary>
    private static readonly HashSet<string> Language = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "IN", "EXISTS", "IS", "NULL", "AS", "ON", "JOIN", "LEFT", "INNER", "CROSS", "OUTER", "APPLY", "UNION", "ALL",
        "INSERT", "INTO", "VALUES", "UPDATE", "SET", "DELETE", "WITH", "UPDLOCK", "HOLDLOCK", "ROWLOCK", "READPAST", "REPEATABLEREAD", "OPTION", "MAXRECURSION", "TOP", "DISTINCT", "ORDER", "BY", "GROUP", "HAVING",
        "ASC", "DESC", "CASE", "WHEN", "THEN", "ELSE", "END", "LIKE", "BETWEEN", "OVER", "PARTITION", "OUTPUT", "INSERTED", "DELETED", "ESCAPE", "IF", "BEGIN", "TRUNCATE", "TABLE",
        "COUNT", "MAX", "MIN", "SUM", "COALESCE", "CAST", "ISNULL", "NULLIF", "ROW_NUMBER", "LEN", "DATALENGTH", "ABS", "IIF", "CONCAT", "DATEDIFF_BIG", "MILLISECOND", "SYSUTCDATETIME", "SUBSTRING", "REPLACE",
        "BIGINT", "INT", "BIT", "NVARCHAR", "VARBINARY", "BINARY", "COLLATE", SqlServerDb.Collation,
    };

    /// <summary>Reserved there, so that a column of that name has to stand in brackets.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "KEY", "USER", "PLAN", "OPEN", "CLOSE", "FILE", "INDEX", "PERCENT", "READ", "RULE", "SAVE", "SCHEMA", "TO", "TRIGGER", "VIEW", "PUBLIC", "PRIMARY", "FUNCTION",
        "DEFAULT", "DATABASE", "CURRENT", "CHECK", "COLUMN", "CONTAINS", "EXTERNAL", "FOR", "GOTO", "IDENTITY", "KILL", "LOAD", "MERGE", "NATIONAL", "OF", "OFF",
        "PRINT", "PROC", "RETURN", "REVERT", "RIGHT", "ROWCOUNT", "SESSION_USER", "STATISTICS", "TEXTSIZE", "TRAN", "USE", "WAITFOR", "WHILE", "DESC", "ORDER", "GROUP", "END", "BEGIN",
    };

    private static readonly string[] OfOthers = ["CONFLICT", "LIMIT", "RETURNING", "EXCLUDED", "ILIKE", "unnest", "true", "false", "OFFSET", "USING", "ANY", "LATERAL"];

    /// <param name="tables">Columns by table.</param>
    public static IReadOnlyList<string> Problems(string sql, IReadOnlyDictionary<string, HashSet<string>> tables)
    {
        var problems = new List<string>();
        var words = Split(sql, problems);
        Balance(words, problems);
        foreach (var word in words.Where(word => OfOthers.Contains(word, StringComparer.OrdinalIgnoreCase))) problems.Add($"{word} is another database's");
        if (sql.Contains("::", StringComparison.Ordinal) || sql.Contains("||", StringComparison.Ordinal)) problems.Add(":: and || are another database's");

        var (sources, made) = Sources(words, tables, problems);
        for (var i = 0; i < words.Count; i++) Name(words, i, sources, made, tables, problems);
        return problems;
    }

    private static List<string> Split(string sql, List<string> problems)
    {
        var words = new List<string>();
        var at = 0;
        foreach (Match match in Word().Matches(sql))
        {
            if (match.Index != at) problems.Add($"cannot be read: {sql[at..match.Index]}");
            at = match.Index + match.Length;
            if (match.Value is ['"', ..] or ['\'']) problems.Add("a quote that is not closed");
            if (!string.IsNullOrWhiteSpace(match.Value)) words.Add(match.Value);
        }
        if (at != sql.Length) problems.Add($"cannot be read: {sql[at..]}");
        return words;
    }

    private static void Balance(List<string> words, List<string> problems)
    {
        var open = 0;
        foreach (var word in words)
        {
            open += word switch { "(" => 1, ")" => -1, _ => 0 };
            if (open < 0) break;
        }
        if (open != 0) problems.Add("a parenthesis without its other half");
    }

    /// <summary>What the statement reads and writes, by the names it has there; and the names the statement gives.</summary>
    private static (Dictionary<string, string> Sources, HashSet<string> Made) Sources(
        List<string> words, IReadOnlyDictionary<string, HashSet<string>> tables, List<string> problems)
    {
        var sources = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var made = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i + 1 < words.Count; i++)
        {
            // What is given a name: a column (max(id) AS last), a query (WITH x AS (...), (...) f).
            if (Is(words[i], "AS") && IsName(words[i + 1])) made.Add(Bare(words[i + 1]));
            if (words[i] == ")" && IsName(words[i + 1])) made.Add(Bare(words[i + 1]));
            if (IsName(words[i]) && Is(words[i + 1], "AS") && i + 2 < words.Count && words[i + 2] == "(") made.Add(Bare(words[i]));
            if ((Is(words[i], "WITH") || words[i] == ",") && IsName(words[i + 1])) made.UnionWith(WithColumns(words, i + 1));
        }
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var reads = Is(words[i], "FROM") || Is(words[i], "JOIN") || Is(words[i], "INTO") || Is(words[i], "UPDATE") || Is(words[i], "DELETE") || Is(words[i], "APPLY");
            if (!reads || (!IsName(words[i + 1]) && words[i + 1] != "@rows")) continue;

            var (name, next) = (Bare(words[i + 1]), i + 2);
            if (name != "@rows" && !tables.ContainsKey(name))
            {
                // An alias that the rest of the statement explains, as in DELETE t FROM things t.
                if (!made.Contains(name) && !words.Skip(i).Any(word => Is(word, "FROM"))) problems.Add($"there is no table {name}");
                else if (Is(words[i], "FROM") || Is(words[i], "JOIN") || Is(words[i], "INTO"))
                    if (!made.Contains(name)) problems.Add($"there is no table {name}");
                continue;
            }
            sources.TryAdd(name, name);
            if (next < words.Count && Is(words[next], "AS")) next++;
            if (next < words.Count && IsName(words[next])) sources[Bare(words[next])] = name;
        }
        return (sources, made);
    }

    /// <summary>A query that is named together with its columns, as in WITH way (a, b) AS (...); nothing else.</summary>
    private static IEnumerable<string> WithColumns(List<string> words, int at)
    {
        if (at + 1 >= words.Count || words[at + 1] != "(") return [];
        var end = words.IndexOf(")", at);
        if (end < 0 || end + 2 >= words.Count || !Is(words[end + 1], "AS") || words[end + 2] != "(") return [];
        return words[at..end].Where(IsName).Select(Bare);
    }

    private static void Name(
        List<string> words, int at, Dictionary<string, string> sources, HashSet<string> made, IReadOnlyDictionary<string, HashSet<string>> tables, List<string> problems)
    {
        if (!IsName(words[at])) return;

        var name = Bare(words[at]);
        if (at >= 2 && words[at - 1] == ".")
        {
            var owner = Bare(words[at - 2]);
            if (sources.TryGetValue(owner, out var source))
            {
                if (!Has(source, name, tables)) problems.Add($"there is no column {owner}.{name}");
            }
            else if (!made.Contains(owner) && !Is(owner, "inserted") && !Is(owner, "deleted"))
            {
                problems.Add($"{owner}.{name}: who is {owner}?");
            }
            return;
        }
        if (at + 1 < words.Count && words[at + 1] == ".") return;   // looked at with what it owns
        if (words[at][0] != '[' && Reserved.Contains(name)) problems.Add($"{name} is reserved: write [{name}]");
        if (sources.ContainsKey(name) || made.Contains(name) || sources.Values.Any(source => Has(source, name, tables))) return;
        problems.Add($"there is nothing called {name}");
    }

    private static bool Has(string source, string column, IReadOnlyDictionary<string, HashSet<string>> tables) => source == "@rows"
        ? column == "n" || SqlServerSession.ColumnsOfKind.Any(kind => column[0] == "ltbi"[(int)kind.Key] && int.TryParse(column.AsSpan(1), out var number) && number >= 1 && number <= kind.Value)
        : tables[source].Contains(column);

    private static bool IsName(string word) => word[0] == '[' || ((char.IsLetter(word[0]) || word[0] == '_') && !Language.Contains(word) && !Strings().IsMatch(word));

    private static bool Is(string word, string keyword) => word.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    private static string Bare(string word) => word.Trim('[', ']');

    /// <summary>Space, text, number, name (bare, in brackets, with an at), comparison, sign.</summary>
    [GeneratedRegex("""\s+|N?'(?:[^']|'')*'|"[^"]*"?|\d+(?:\.\d+)?|@?[A-Za-z_][A-Za-z0-9_]*|\[[^\]]+\]|<>|<=|>=|[(),;.*+\-/%=<>]""")]
    private static partial Regex Word();

    [GeneratedRegex("^N?'")]
    private static partial Regex Strings();
}
