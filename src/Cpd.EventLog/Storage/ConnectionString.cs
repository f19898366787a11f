using System.Data.Common;
using Microsoft.Data.SqlClient;
using Npgsql;

namespace Cpd.EventLog.Storage;

/// <summary>Reads <c>ConnectionStrings:Cpd</c> before anybody connects, so that a slip in it is told as one.</summary>
internal static class ConnectionString
{
    private const string Setting = "ConnectionStrings:Cpd";

    private static readonly string[] Passwords = ["Password", "PWD", "PSW"];

    /// <summary>A sentence that says what to do; null where it can be read. Nothing of what it holds but a word's name is in it, and none that may be a piece of a password.</summary>
    public static string? Problem(DatabaseKind kind, string place)
    {
        if (kind is DatabaseKind.Sqlite) return null;

        var (known, server, example) = kind is DatabaseKind.PostgreSql
            ? ((DbConnectionStringBuilder)new NpgsqlConnectionStringBuilder(), "Host", "Host=db;Database=cpd;Username=cpd;Password=...")
            : (new SqlConnectionStringBuilder(), "Server", "Server=db;Database=cpd;User Id=cpd;Password=...");
        var parts = new DbConnectionStringBuilder();
        if (!IsTaken(() => parts.ConnectionString = place))
            return $"{Setting} cannot be read: it is words with values, such as {example}; a value with ';' or '=' in it stands in quotes, Password='...'.";

        var strange = parts.Keys.Cast<string>().Where(word => !IsTaken(() => known[word] = parts[word]))
            .OrderBy(word => place.IndexOf(word, StringComparison.OrdinalIgnoreCase)).FirstOrDefault();
        if (strange is not null && Passwords.Any(parts.ContainsKey) && !IsTaken(() => OfTheOther(kind)[strange] = parts[strange]))
            return $"{Setting} has something beside the password that is no word of {kind}, or has no value of its kind: a password with ';' in it stands in quotes, Password='...'.";
        if (strange is not null)
            return $"{Setting} has \"{strange}\", which is no word of {kind}, or has no value of its kind: it is written such as {example}.";
        return known.TryGetValue(server, out var host) && host is string { Length: > 0 } ? null : $"{Setting} does not say where {kind} is: it begins with {server}=.";
    }

    /// <summary>Its words may be named: whoever changes servers leaves them there, and no password is called so.</summary>
    private static DbConnectionStringBuilder OfTheOther(DatabaseKind kind) =>
        kind is DatabaseKind.PostgreSql ? new SqlConnectionStringBuilder() : new NpgsqlConnectionStringBuilder();

    private static bool IsTaken(Action put)
    {
        try
        {
            put();
            return true;
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException or OverflowException)
        {
            return false;
        }
    }
}
