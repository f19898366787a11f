namespace Cpd.Web.Hosting;

/// <summary>What one process of the product does.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>Pages, the HTTP API, webhooks of providers.</summary>
    Web = 1,

    /// <summary>Commands, journeys, user view.</summary>
    Engine = 2,

    /// <summary>Talks to providers and to webhook steps' servers.</summary>
    Adapter = 4,

    All = Web | Engine | Adapter,
}

public enum LogKind { Embedded, Kafka }

public enum DatabaseKind { Sqlite, PostgreSql, SqlServer }

/// <summary>Which parts run in this process, on which log and database: <c>Cpd:Roles</c>, <c>Cpd:Log</c>, <c>Cpd:Database</c>.</summary>
public sealed record Deployment(Roles Roles, LogKind Log, DatabaseKind Database)
{
    /// <summary>What this build can run on; the settings may name more.</summary>
    private static readonly (LogKind, DatabaseKind)[] Built = [(LogKind.Embedded, DatabaseKind.Sqlite)];

    /// <exception cref="StartupRefusedException">A setting is not one of its words, or they do not fit together; all that is wrong, a sentence each.</exception>
    public static Deployment From(IConfiguration configuration)
    {
        var problems = new List<string>();
        var roles = Roles.None;
        foreach (var word in (configuration["Cpd:Roles"] is { Length: > 0 } given ? given : "web,engine,adapter").Split(',', StringSplitOptions.TrimEntries))
            roles |= Word(word, Roles.None, "Cpd:Roles", "web, engine and adapter, with commas between them", problems, but: [Roles.None, Roles.All]);
        var deployment = new Deployment(
            roles,
            Word(configuration["Cpd:Log"], LogKind.Embedded, "Cpd:Log", "Embedded or Kafka", problems),
            Word(configuration["Cpd:Database"], DatabaseKind.Sqlite, "Cpd:Database", "Sqlite, PostgreSql or SqlServer", problems));

        if (problems.Count == 0) problems.AddRange(deployment.Problems(configuration));
        return problems.Count == 0 ? deployment : throw new StartupRefusedException(string.Join(Environment.NewLine, problems));
    }

    public override string ToString() => $"roles {Roles.ToString().ToLowerInvariant().Replace("all", "web, engine, adapter", StringComparison.Ordinal)}; log {Log}; database {Database}";

    private IEnumerable<string> Problems(IConfiguration configuration)
    {
        if (Log is LogKind.Embedded && Roles is not Roles.All)
            yield return "The embedded log belongs to one process, which has all roles: leave Cpd:Roles out, or set Cpd:Log=Kafka to run several processes.";
        if (Log is LogKind.Embedded && Database is not DatabaseKind.Sqlite)
            yield return $"The embedded log lies in its own SQLite file: leave Cpd:Database out, or set Cpd:Log=Kafka to use {Database}.";
        if (Log is LogKind.Kafka && Database is DatabaseKind.Sqlite && Roles is not Roles.All)
            yield return "Several processes share one database, and SQLite cannot be shared: set Cpd:Database to PostgreSql or SqlServer.";
        if (Log is LogKind.Kafka && configuration["Cpd:Kafka:BootstrapServers"] is not { Length: > 0 })
            yield return "Cpd:Log=Kafka needs Cpd:Kafka:BootstrapServers: host and port of at least one broker.";
        if (Database is not DatabaseKind.Sqlite && configuration.GetConnectionString("Cpd") is not { Length: > 0 })
            yield return $"Cpd:Database={Database} needs the connection string in ConnectionStrings:Cpd.";
        if (!Built.Contains((Log, Database)))
            yield return $"This version cannot run on log {Log} with database {Database} yet.";
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
