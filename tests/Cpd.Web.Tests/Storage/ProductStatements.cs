using System.Reflection;
using Cpd.EventLog.Storage;
using Cpd.Web.Hosting;

namespace Cpd.Web.Tests.Storage;

/// <summary>All statements of the hot path there are in the product, wherever they are kept.</summary>
internal static class ProductStatements
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(Database).Assembly, typeof(Cpd.Engine.EngineModule).Assembly, typeof(Cpd.Adapters.AdaptersModule).Assembly, typeof(Parts).Assembly,
    ];

    /// <summary>By class and field.</summary>
    public static IReadOnlyList<(string Name, HotStatement Statement)> All { get; } =
    [
        .. from assembly in Assemblies
           from type in assembly.GetTypes()
           where !type.ContainsGenericParameters
           from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           where typeof(HotStatement).IsAssignableFrom(field.FieldType) || typeof(IEnumerable<HotStatement>).IsAssignableFrom(field.FieldType)
           let value = field.GetValue(null)
           from statement in value is HotStatement one ? [one] : (IEnumerable<HotStatement>)value
           select ($"{type.FullName}.{field.Name}", statement),
    ];

    /// <summary>Those that every database is asked.</summary>
    public static IReadOnlyList<(string Name, HotStatement Statement)> OnAll { get; } =
        [.. All.Where(it => !it.Name.StartsWith(typeof(SqlServerSession).FullName!, StringComparison.Ordinal))];

    /// <summary>Those that work on tables, and not on the transaction they are in.</summary>
    public static IReadOnlyList<(string Name, HotStatement Statement)> OnTables { get; } =
        [.. OnAll.Where(it => !it.Statement.Sqlite.Contains("SAVEPOINT", StringComparison.Ordinal))];
}
