using System.Runtime.InteropServices;

namespace Cpd.Tests;

/// <summary>What a test may need from the machine it runs on.</summary>
internal enum Part { Chromium, Axe, Curl, Node, PostgreSql, SqlServer, Kafka, Kcat }

internal static class Parts
{
    public static bool AllRequired { get; } = Environment.GetEnvironmentVariable("CPD_REQUIRE_ALL") == "1";

    /// <summary>A SQL Server cannot be had on the machines we build on, so not even continuous integration insists on it.</summary>
    public static bool IsRequired(Part part) => AllRequired && part is not Part.SqlServer;

    /// <summary>For fixtures: false where a part is missing and its tests are skipped anyway, an exception where none may be missing.</summary>
    public static bool Has(Part part) => Missing(part) is not { } reason
        || (IsRequired(part) ? throw new InvalidOperationException(reason) : false);

    /// <summary>Why a part cannot be used here; null when it can.</summary>
    public static string? Missing(Part part) => part switch
    {
        Part.Chromium when Chromium is null => "Chromium is not installed (package chromium) and CPD_CHROMIUM names none.",
        Part.Axe when Axe is null => "axe-core is not in artifacts/axe-core: eng/fetch-axe.sh, which test.sh runs, gets it by npm.",
        Part.Curl when Curl is null => "curl is not installed (package curl).",
        Part.Node when Node is null => "Node.js is not installed (packages nodejs and npm).",
        Part.PostgreSql when PostgreSqlPrograms is null && PostgreSqlServer is null => "PostgreSQL is not installed (package postgresql) and CPD_POSTGRESQL names no server.",
        Part.SqlServer when SqlServer is null => "CPD_SQLSERVER names no SQL Server: a connection string without a database.",
        Part.Kcat when Kcat is null => "kcat is not installed (package kcat).",
        Part.Kafka when LibRdKafka == 0 => "No librdkafka that can consume: it comes with the build, unless that is made with CpdFeed=partial; then test.sh compiles a shim and sets CPD_LIBRDKAFKA.",
        _ => null,
    };

    public static string? Chromium { get; } =
        new[] { Environment.GetEnvironmentVariable("CPD_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
            .FirstOrDefault(File.Exists);

    /// <summary>The script that finds what people with a screen reader, or with weak eyes, cannot use.</summary>
    public static string? Axe { get; } = new[] { Path.Combine(Repository.Root, "artifacts", "axe-core", "axe.min.js") }.FirstOrDefault(File.Exists);

    public static string? Curl { get; } = OnPath("curl");

    public static string? Node { get; } = OnPath("node");

    /// <summary>Somebody else's program for Kafka; older systems call it otherwise.</summary>
    public static string? Kcat { get; } = OnPath("kcat") ?? OnPath("kafkacat");

    /// <summary>A server to use instead of one's own: a connection string of somebody who may create databases.</summary>
    public static string? PostgreSqlServer { get; } = Named("CPD_POSTGRESQL");

    /// <summary>There is none for the machines we build on.</summary>
    public static string? SqlServer { get; } = Named("CPD_SQLSERVER");

    /// <summary>The folder with <c>initdb</c> and <c>postgres</c>, of the newest version; Debian keeps them off the path.</summary>
    public static string? PostgreSqlPrograms { get; } =
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));

    /// <summary>The bootstrap servers of a real Kafka, as <c>CPD_KAFKA</c> names them; null where the tests bring their own.</summary>
    public static string? RealKafka { get; } = Named("CPD_KAFKA");

    /// <summary>The library, loaded; 0 where there is none that can consume.</summary>
    public static nint LibRdKafka => Library.Value;

    private static readonly Lazy<nint> Library = new(() =>
        (Named("CPD_LIBRDKAFKA") is { } chosen && NativeLibrary.TryLoad(chosen, out var library)
            || NativeLibrary.TryLoad("librdkafka", typeof(Parts).Assembly, null, out library)
            || NativeLibrary.TryLoad("centos8-librdkafka", typeof(Parts).Assembly, null, out library))
        && NativeLibrary.TryGetExport(library, "rd_kafka_message_leader_epoch", out _)
            ? library
            : 0);

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private static string? Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } name ? name : null;
}
