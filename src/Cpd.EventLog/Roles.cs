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
    /// <summary>What is read as it stands wherever it is needed: looked at here, before anything runs.</summary>
    private static readonly string[] Switches = ["Cpd:MigrateAtStart", "Cpd:DemoKey", "Cpd:DemoSignIn"];

    public bool IsWeb => Role.HasFlag(Role.Web);

    public bool IsEngine => Role.HasFlag(Role.Engine);

    public bool IsAdapter => Role.HasFlag(Role.Adapter);

    /// <summary>True where other processes may work on the same data at the same time.</summary>
    public bool IsShared => Log is LogKind.Kafka;

    /// <summary>True where other processes have to: this one leaves work to them.</summary>
    public bool IsOneOfSeveral => IsShared && Role is not Role.All;

    /// <exception cref="RolesException">A setting is not one of its words, or they do not fit together; all that is wrong, a sentence each.</exception>
    public static Roles From(IConfiguration configuration)
    {
        var problems = new List<string>();
        var role = default(Role);
        var given = configuration["Cpd:Roles"] is { Length: > 0 } words ? words : "web,engine,adapter";
        var places = given.Split(',', StringSplitOptions.TrimEntries);
        // Whoever wrote a comma or a blank meant a role: without one the process would do nothing, and be well.
        if (places.Contains("")) problems.Add($"Cpd:Roles is web, engine and adapter, with commas between them, and \"{given}\" has a place without a word.");
        foreach (var word in places)
            role |= Word(word, default(Role), "Cpd:Roles", "web, engine and adapter, with commas between them", problems, but: [Role.All]);
        var roles = new Roles(
            role,
            Word(configuration["Cpd:Log"], LogKind.Embedded, "Cpd:Log", "Embedded or Kafka", problems),
            Word(configuration["Cpd:Database"], DatabaseKind.Sqlite, "Cpd:Database", "Sqlite, PostgreSql or SqlServer", problems));
        foreach (var setting in Switches)
        {
            if (configuration[setting] is { Length: > 0 } said && !bool.TryParse(said, out _)) problems.Add($"{setting} is true or false, not \"{said}\".");
        }

        if (problems.Count == 0) problems.AddRange(roles.Problems(configuration));
        return problems.Count == 0 ? roles : throw new RolesException(string.Join(Environment.NewLine, problems));
    }

    public override string ToString() =>
        $"roles {(Role is Role.All ? "web, engine, adapter" : Role.ToString().ToLowerInvariant())}; log {Log}; database {Database}";

    private IEnumerable<string> Problems(IConfiguration configuration)
    {
        if (Log is LogKind.Embedded && Role is not Role.All)
            yield return "The embedded log belongs to one process, which has all roles: leave Cpd:Roles out, or set Cpd:Log=Kafka to run several processes.";
        if (Log is LogKind.Kafka && Database is DatabaseKind.Sqlite && Role is not Role.All)
            yield return "Several processes share one database, and SQLite cannot be shared: set Cpd:Database to PostgreSql or SqlServer.";
        if (Log is LogKind.Kafka && configuration["Cpd:Kafka:BootstrapServers"] is not { Length: > 0 })
            yield return "Cpd:Log=Kafka needs Cpd:Kafka:BootstrapServers: host and port of at least one broker.";
        if (Log is LogKind.Embedded && configuration.GetSection("Cpd:Kafka:Doors").GetChildren().Any())
            yield return "Cpd:Kafka:Doors is read where the log is Kafka: set Cpd:Log=Kafka, or take the doors out and send events over HTTP.";
        if (Database is not DatabaseKind.Sqlite && configuration.GetConnectionString("Cpd") is not { Length: > 0 })
            yield return $"Cpd:Database={Database} needs the connection string in ConnectionStrings:Cpd (in the environment: ConnectionStrings__Cpd).";
        else if (ConnectionString.Problem(Database, configuration.GetConnectionString("Cpd") ?? "") is { } problem)
            yield return problem;
    }

    private static T Word<T>(string? word, T otherwise, string setting, string allowed, List<string> problems, params ReadOnlySpan<T> but) where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(word)) return otherwise;
        // Words only: a number would be taken for whatever has it.
        if (char.IsLetter(word[0]) && Enum.TryParse<T>(word, ignoreCase: true, out var value) && Enum.IsDefined(value) && !but.Contains(value)) return value;

        problems.Add($"{setting} is {allowed}, not \"{word}\".");
        return otherwise;
    }
}

/// <summary>Why a process cannot be what it was told to be: sentences that say what to do.</summary>
public sealed class RolesException(string reason) : Exception(reason);
