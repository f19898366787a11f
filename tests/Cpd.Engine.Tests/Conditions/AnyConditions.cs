using System.Collections.Immutable;
using System.Text.Json;
using Cpd.Engine.Conditions;
using FsCheck;
using FsCheck.Fluent;

namespace Cpd.Engine.Tests.Conditions;

/// <summary>Conditions of every kind, nested and with names and values that nobody would write.</summary>
internal static class AnyConditions
{
    private static readonly Gen<string> AnyText = ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.Elements("total", "items", "0", "1", "sku", "a b", "and", "in", "exists", "größe", "", "]", "\"", "consent", "id"), AnyText);

    private static readonly Gen<ValuePath> Path =
        from root in Gen.Elements("person", "event", "entry", "steps")
        from names in Name.NonEmptyListOf().Select(names => names.Take(3))
        select ValuePath.Parse(root + string.Concat(names.Select(name => $"[{JsonSerializer.Serialize(name)}]")));

    private static readonly Gen<Literal> AnyLiteral = Gen.OneOf(
        AnyText.Select(Literal.Of),
        ArbMap.Default.GeneratorFor<bool>().Select(Literal.Of),
        ArbMap.Default.GeneratorFor<decimal>().Select(Literal.Of),
        ArbMap.Default.GeneratorFor<NormalFloat>().Select(number => Literal.Of(number.Item)),
        Gen.Elements(Literal.Null, Literal.Of("2030-01-01"), Literal.Of("2030-01-01T00:00:00Z"), Literal.Of(1e300), Literal.Of(1e-300), Literal.Of(149.50m), Literal.Of("x")));

    private static readonly Gen<Condition> Leaf = Gen.OneOf(
        from path in Path
        from comparison in Gen.Elements(Enum.GetValues<Comparison>())
        from with in Gen.OneOf(AnyLiteral.Select(literal => (Operand)literal), Path.Select(other => (Operand)other))
        select (Condition)new Condition.Compare(path, comparison, with),
        from path in Path
        from comparison in Gen.Elements(Enum.GetValues<Comparison>())
        from seconds in Gen.Elements(0, 1, -60, 90, -3_600, 86_400, -604_800, 999_999)
        select (Condition)new Condition.Compare(path, comparison, new Operand.Moment(TimeSpan.FromSeconds(seconds))),
        Path.Select(path => (Condition)new Condition.Exists(path)),
        from path in Path
        from values in AnyLiteral.NonEmptyListOf()
        select (Condition)new Condition.IsOneOf(path, [.. values.Take(5)]),
        from path in Path from value in AnyLiteral select (Condition)new Condition.Contains(path, value),
        from path in Path from text in AnyText select (Condition)new Condition.StartsWith(path, text),
        from path in Path from text in AnyText select (Condition)new Condition.EndsWith(path, text),
        from name in AnyText
        from often in Gen.Elements(Enum.GetValues<HowOften>())
        from times in Gen.Choose(0, 100)
        from seconds in Gen.Elements<int?>(null, 1, 60, 90, 3_600, 86_400, 604_800, 999_999)
        select (Condition)new Condition.Did(name, often, times, seconds is { } within ? TimeSpan.FromSeconds(within) : null),
        AnyText.Select(name => (Condition)new Condition.InSegment(name)),
        Gen.Constant((Condition)new Condition.Always()));

    public static Gen<Condition> Tree(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (3, Leaf),
        (1, Parts(depth).Select(parts => (Condition)new Condition.And(parts))),
        (1, Parts(depth).Select(parts => (Condition)new Condition.Or(parts))),
        (1, Tree(depth - 1).Select(part => (Condition)new Condition.Not(part))));

    private static Gen<ImmutableArray<Condition>> Parts(int depth) =>
        from count in Gen.Choose(2, 3)
        from parts in Tree(depth - 1).ListOf(count)
        select parts.ToImmutableArray();
}
