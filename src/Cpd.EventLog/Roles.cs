using Cpd.EventLog.Storage;
using Microsoft.Extensions.Configuration;

namespace Cpd.EventLog;

/// <summary>What a process does; several processes share the work.</summary>
[Flags]
public enum Role
{
    /// <summary>Pages, the HTTP API, reports that come in.</summary>
    Web = 1,

    /// <summary>Commands, journeys, the user view.</summary>
    Engine = 2,

    /// <summary>Messages to the provider, calls of webhook steps.</summary>
    Adapter = 4,

    All = Web | Engine | Adapter,
}

/// <summary>What <c>Cpd:Log</c> may say.</summary>
public enum LogKind
{
    /// <summary>Tables in the database, for one process that does everything.</summary>
    Embedded,
    Kafka,
}

/// <summary>Which part of the product this process is, and on which log.</summary>
/// <param name="Role"><c>Cpd:Roles</c>: web, engine and adapter with commas between them; all of them where it is not set.</param>
/// <param name="Log"><c>Cpd:Log</c>.</param>
/// <param name="Database"><c>Cpd:Database</c>.</param>
public sealed record Roles(Role Role, LogKind Log, DatabaseKind Database)
{
    public bool IsWeb => Role.HasFlag(Role.Web);

    public bool IsEngine => Role.HasFlag(Role.Engine);

    public bool IsAdapter => Role.HasFlag(Role.Adapter);

    /// <summary>True where other processes may work on the same data at the same time.</summary>
    public bool IsShared => Log is LogKind.Kafka;

    /// <exception cref="RolesException">A word that is none of them, or a combination that cannot work.</exception>
    public static Roles From(IConfiguration configuration)
    {
        var roles = new Roles(
            RolesIn(configuration["Cpd:Roles"]),
            Choice(configuration, "Cpd:Log", LogKind.Embedded),
            Choice(configuration, "Cpd:Database", DatabaseKind.Sqlite));

        if (roles is { Log: LogKind.Embedded, Role: not Role.All })
        {
            throw new RolesException(
                "The embedded log belongs to one process that does everything: leave Cpd:Roles out, or set Cpd:Log to Kafka for processes that share the work.");
        }
        if (roles is { Database: DatabaseKind.Sqlite, Role: not Role.All })
        {
            throw new RolesException(
                "SQLite belongs to one process that does everything: leave Cpd:Roles out, or set Cpd:Database to PostgreSql or SqlServer for processes that share the work.");
        }
        return roles;
    }

    private static Role RolesIn(string? given)
    {
        if (string.IsNullOrWhiteSpace(given)) return Role.All;

        var role = default(Role);
        foreach (var word in given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Enum.TryParse<Role>(word, ignoreCase: true, out var one) || !Enum.IsDefined(one) || int.TryParse(word, out _))
                throw new RolesException($"Cpd:Roles names \"{word}\", which is no role: it takes web, engine and adapter, with commas between them.");
            role |= one;
        }
        return role;
    }

    private static T Choice<T>(IConfiguration configuration, string name, T otherwise) where T : struct, Enum =>
        configuration[name] is not { Length: > 0 } given ? otherwise
        : Enum.TryParse<T>(given, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen
        : throw new RolesException($"{name} is \"{given}\"; it takes {string.Join(", ", Enum.GetNames<T>())}.");
}

/// <summary>Why a process cannot be what it was told to be: a sentence that says what to do.</summary>
public sealed class RolesException(string reason) : Exception(reason);
