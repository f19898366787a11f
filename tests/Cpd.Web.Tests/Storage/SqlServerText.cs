using Cpd.EventLog.Storage;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Cpd.Web.Tests.Storage;

/// <summary>
/// Reads what SQL Server is sent as SQL Server 2019 reads it, with Microsoft's own parser, and looks up every table and column. What
/// only the server knows (types that do not fit, locks, plans) stays unknown.
/// </summary>
internal static class SqlServerText
{
    /// <summary>What the parser refuses in a text of one or more statements, or of batches with GO between them; with the line.</summary>
    public static IReadOnlyList<string> Refusals(string sql)
    {
        Parse(sql, out var refusals);
        return refusals;
    }

    /// <summary>Texts that a script hands to the server to be run later: <c>EXEC(N'...')</c>, as migrations do inside conditions.</summary>
    public static IReadOnlyList<string> RunLater(string sql)
    {
        var texts = new TextsRunLater();
        Parse(sql, out _).Accept(texts);
        return texts.Found;
    }

    /// <summary>The statements of a text that the parser takes.</summary>
    public static IReadOnlyList<TSqlStatement> Statements(string sql)
    {
        var script = (TSqlScript)Parse(sql, out var refusals);
        return refusals.Count == 0 ? [.. script.Batches.SelectMany(batch => batch.Statements)] : throw new FormatException(string.Join('\n', refusals));
    }

    /// <param name="tables">Columns by table, whatever their case.</param>
    public static IReadOnlyList<string> Problems(string sql, IReadOnlyDictionary<string, HashSet<string>> tables)
    {
        var script = (TSqlScript)Parse(sql, out var refusals);
        if (refusals.Count > 0) return refusals;

        var problems = new List<string>();
        foreach (var statement in script.Batches.SelectMany(batch => batch.Statements))
        {
            var sources = new Sources(tables);
            statement.Accept(sources);
            statement.Accept(new Names(sources));
            problems.AddRange(sources.Problems);
        }
        return problems;
    }

    private static TSqlFragment Parse(string sql, out List<string> refusals)
    {
        var read = new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(sql), out var errors);
        refusals = [.. errors.Select(error => $"line {error.Line}: {error.Message}")];
        return read;
    }

    private static bool IsColumnOfRows(string column) => column == "n" || SqlServerSession.ColumnsOfKind.Any(
        kind => column[0] == "ltbi"[(int)kind.Key] && int.TryParse(column.AsSpan(1), out var number) && number >= 1 && number <= kind.Value);

    private sealed class TextsRunLater : TSqlFragmentVisitor
    {
        public List<string> Found { get; } = [];

        public override void Visit(ExecutableStringList node) => Found.Add(string.Concat(node.Strings.OfType<StringLiteral>().Select(text => text.Value)));
    }

    /// <summary>What one statement reads and writes, by the names it has there, and the names the statement itself gives.</summary>
    private sealed class Sources(IReadOnlyDictionary<string, HashSet<string>> tables) : TSqlFragmentVisitor
    {
        private readonly Dictionary<string, Func<string, bool>> _columns = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, string> _tables = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<string> _missing = [];

        /// <summary>A table that is not there may be the name of a query or of another table of the statement: DELETE t FROM things AS t.</summary>
        public List<string> Problems => [.. _missing.Where(name => !_columns.ContainsKey(name) && !_given.Contains(name)).Select(name => $"there is no table {name}"), .. OfNames];

        public List<string> OfNames { get; } = [];

        public override void Visit(NamedTableReference node)
        {
            var name = node.SchemaObject.BaseIdentifier.Value;
            if (tables.TryGetValue(name, out var columns))
            {
                _tables[name] = name;
                _columns[node.Alias?.Value ?? name] = columns.Contains;
                _columns.TryAdd(name, columns.Contains);
            }
            else
            {
                _missing.Add(name);
                if (node.Alias is not null) _given.Add(node.Alias.Value);
            }
        }

        public override void Visit(VariableTableReference node) => _columns[node.Alias.Value] = IsColumnOfRows;

        public override void Visit(CommonTableExpression node) => Give([node.ExpressionName, .. node.Columns]);

        public override void Visit(QueryDerivedTable node) => Give([node.Alias, .. node.Columns]);

        public override void Visit(InlineDerivedTable node) => Give([node.Alias, .. node.Columns]);

        public override void Visit(SelectScalarExpression node)
        {
            if (node.ColumnName?.Identifier is { } name) Give([name]);
        }

        public bool Knows(string column) => _given.Contains(column) || _columns.Values.Any(has => has(column));

        /// <returns>Why <paramref name="owner"/> has no such column; null where it has.</returns>
        public string? WhyNot(string owner, string column)
        {
            if (_given.Contains(owner)) return null;
            // What was written, as OUTPUT names it.
            if (owner.Equals("inserted", StringComparison.OrdinalIgnoreCase) || owner.Equals("deleted", StringComparison.OrdinalIgnoreCase))
                return _tables.Keys.Any(table => tables[table].Contains(column)) ? null : $"there is no column {owner}.{column}";
            if (!_columns.TryGetValue(owner, out var has)) return $"{owner}.{column}: who is {owner}?";
            return has(column) ? null : $"there is no column {owner}.{column}";
        }

        private void Give(IEnumerable<Identifier?> names) => _given.UnionWith(names.OfType<Identifier>().Select(name => name.Value));
    }

    private sealed class Names(Sources sources) : TSqlFragmentVisitor
    {
        private readonly HashSet<TSqlFragment> _partsOfTime = [];

        /// <summary>The first of these is "millisecond" or its like, which the parser takes for a column.</summary>
        public override void Visit(FunctionCall node)
        {
            if (node.FunctionName.Value.StartsWith("DATE", StringComparison.OrdinalIgnoreCase)) _partsOfTime.Add(node.Parameters[0]);
        }

        /// <summary>A value by its number is another database's; here it would be an amount of money.</summary>
        public override void Visit(MoneyLiteral node) => sources.OfNames.Add($"{node.Value} is money");

        public override void Visit(ColumnReferenceExpression node)
        {
            if (node.MultiPartIdentifier is not { } name || _partsOfTime.Contains(node)) return;
            var column = name.Identifiers[^1].Value;
            var problem = name.Count > 1 ? sources.WhyNot(name.Identifiers[^2].Value, column)
                : sources.Knows(column) ? null
                : $"there is nothing called {column}";
            if (problem is not null) sources.OfNames.Add(problem);
        }
    }
}
