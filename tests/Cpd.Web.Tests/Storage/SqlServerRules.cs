using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Cpd.Web.Tests.Storage;

/// <summary>What statements for SQL Server have to keep to that its parser does not know of: how rows are found there, and what is locked.</summary>
internal static class SqlServerRules
{
    /// <summary>What breaks one of the rules, each as a sentence.</summary>
    public static IEnumerable<string> Broken(string sql, CpdDb model)
    {
        foreach (var statement in SqlServerText.Statements(sql))
        {
            var seen = new Seen();
            statement.Accept(seen);
            foreach (var problem in Texts(seen, model).Concat(Locks(seen, model))) yield return problem;
        }
    }

    /// <summary>The tables that a text adds to, changes or takes from.</summary>
    public static IEnumerable<string> Written(string sql)
    {
        foreach (var statement in SqlServerText.Statements(sql))
        {
            var target = statement switch
            {
                InsertStatement insert => insert.InsertSpecification.Target,
                UpdateStatement update => update.UpdateSpecification.Target,
                DeleteStatement delete => delete.DeleteSpecification.Target,
                _ => null,
            };
            if (target is NamedTableReference named) yield return named.SchemaObject.BaseIdentifier.Value;
        }
    }

    /// <summary>A text of the rows is of any length: compared as it is, it finds nothing by a key.</summary>
    private static IEnumerable<string> Texts(Seen seen, CpdDb model)
    {
        foreach (var text in seen.Texts.Except(seen.Cast).Except(seen.Stored))
            yield return $"{Name(text)} is neither stored as it is nor cut to the length of a key";
        foreach (var (column, value) in seen.Equal)
        {
            if (value is not CastCall) continue;
            if (seen.Tables(column).Select(table => LengthOf(model, table, Last(column))).DefaultIfEmpty().Max() is not (> 0 and <= HotStatement.LongestKey))
                yield return $"{Name(column)} may be longer than what it is compared with";
        }
    }

    private static IEnumerable<string> Locks(Seen seen, CpdDb model)
    {
        foreach (var table in seen.Named.Where(table => table.TableHints.Count > 0))
        {
            var (name, hints) = (table.SchemaObject.BaseIdentifier.Value, table.TableHints.Select(hint => hint.HintKind).ToHashSet());
            if (hints.Contains(TableHintKind.ReadPast))
            {
                if (!hints.Contains(TableHintKind.ReadCommittedLock) || !hints.Contains(TableHintKind.Rowlock))
                    yield return $"{name}: READPAST is refused where readers see versions, and passes by rows alone: say READCOMMITTEDLOCK and ROWLOCK";
            }
            else if (hints.Overlaps([TableHintKind.UpdLock, TableHintKind.HoldLock, TableHintKind.RepeatableRead]) && !hints.Contains(TableHintKind.ForceSeek))
                yield return $"{name}: whoever holds rows looks them up, or holds them all: say FORCESEEK";

            var matched = seen.Equal.Where(pair => seen.Tables(pair.Column).Contains(name)).Select(pair => Last(pair.Column));
            if (hints.Contains(TableHintKind.ForceSeek) && !Leading(model, name).Intersect(matched).Any())
                yield return $"{name}: nothing to look up by, so the server would refuse FORCESEEK";
        }
    }

    private static int LengthOf(CpdDb model, string table, string column) =>
        model.Model.GetEntityTypes().Where(type => type.GetTableName() == table).SelectMany(type => type.GetProperties())
            .Where(property => property.GetColumnName() == column).Select(property => property.GetMaxLength() ?? int.MaxValue).DefaultIfEmpty(0).Max();

    /// <summary>The first columns of the table's key and of its indexes over all rows.</summary>
    private static IEnumerable<string> Leading(CpdDb model, string table) =>
        from type in model.Model.GetEntityTypes()
        where type.GetTableName() == table
        from first in type.GetIndexes().Where(index => index.GetFilter() is null).Select(index => index.Properties[0]).Append(type.FindPrimaryKey()!.Properties[0])
        select first.GetColumnName();

    private static string Name(ColumnReferenceExpression column) => string.Join('.', column.MultiPartIdentifier.Identifiers.Select(part => part.Value));

    private static string Last(ColumnReferenceExpression column) => column.MultiPartIdentifier.Identifiers[^1].Value;

    private static bool IsOfRows(ColumnReferenceExpression column) => column.MultiPartIdentifier is { Count: 2 } name && name.Identifiers[0].Value == "r";

    private sealed class Seen : TSqlFragmentVisitor
    {
        public List<NamedTableReference> Named { get; } = [];

        public HashSet<ColumnReferenceExpression> Texts { get; } = [];

        public HashSet<ColumnReferenceExpression> Cast { get; } = [];

        public HashSet<ColumnReferenceExpression> Stored { get; } = [];

        /// <summary>Columns of tables, each with what of the rows it is to be equal to.</summary>
        public List<(ColumnReferenceExpression Column, ScalarExpression Value)> Equal { get; } = [];

        /// <summary>Those that a column may be of.</summary>
        public IEnumerable<string> Tables(ColumnReferenceExpression column) =>
            from table in Named
            where column.MultiPartIdentifier.Count == 1 || column.MultiPartIdentifier.Identifiers[0].Value == (table.Alias ?? table.SchemaObject.BaseIdentifier).Value
            select table.SchemaObject.BaseIdentifier.Value;

        public override void Visit(NamedTableReference node) => Named.Add(node);

        public override void Visit(ColumnReferenceExpression node)
        {
            if (IsOfRows(node) && Last(node)[0] == 't') Texts.Add(node);
        }

        public override void Visit(CastCall node)
        {
            if (node.Parameter is ColumnReferenceExpression column) Cast.Add(column);
        }

        public override void Visit(AssignmentSetClause node)
        {
            if (node.NewValue is ColumnReferenceExpression column) Stored.Add(column);
        }

        public override void Visit(InsertSpecification node)
        {
            if (node.InsertSource is not SelectInsertSource { Select: QuerySpecification query }) return;
            foreach (var element in query.SelectElements.OfType<SelectScalarExpression>())
                if (element.Expression is ColumnReferenceExpression column) Stored.Add(column);
        }

        public override void Visit(BooleanComparisonExpression node)
        {
            if (node.ComparisonType is not BooleanComparisonType.Equals) return;
            Add(node.FirstExpression, node.SecondExpression);
            Add(node.SecondExpression, node.FirstExpression);
        }

        private void Add(ScalarExpression one, ScalarExpression other)
        {
            if (one is not ColumnReferenceExpression column || IsOfRows(column)) return;
            if (other is CastCall || (other is ColumnReferenceExpression value && IsOfRows(value))) Equal.Add((column, other));
        }
    }
}
