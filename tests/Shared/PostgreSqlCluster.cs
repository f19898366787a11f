using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Cpd.Tests;

/// <summary>
/// The PostgreSQL server of the tests: the one <c>CPD_POSTGRESQL</c> names, or one of this process's own, on a free port,
/// with its data in a temporary folder. Nothing has to outlive it, so nothing is flushed.
/// </summary>
/// <remarks>
/// A test run may be killed at any moment. So the server is not ours to stop: a shell beside it does that, and removes the
/// folder, as soon as its input ends, which is when this process does.
/// </remarks>
internal sealed class PostgreSqlCluster
{
    private const string FolderBegins = "cpd-postgres-";

    /// <summary>$1 programs, $2 folder, $3 port, $4 autovacuum on or off. Sorted as people sort, as most servers do: what needs the order of bytes has to ask for it.</summary>
    private const string Keeper = """
        cd "$2" || exit 1
        "$1"/initdb -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US --no-sync --no-instructions > log 2>&1 || exit 1
        "$1"/postgres -D "$2/data" -p "$3" -k "$2" -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=off -c synchronous_commit=off \
          -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum="$4" -c autovacuum_naptime=5s -c jit=off >> log 2>&1 &
        server=$!
        until "$1"/pg_isready -q -h 127.0.0.1 -p "$3"; do
          kill -0 $server || exit 1
          sleep 0.05
        done
        kill -0 $server && echo ready
        read -r _
        kill -QUIT $server
        wait $server
        rm -rf "$2"
        """;

    private static readonly Lazy<PostgreSqlCluster> TheOne = new(Start);

    /// <summary>Kept: a process nobody refers to any more would have its input closed.</summary>
    private static readonly List<Process> Keepers = [];

    private PostgreSqlCluster(string place, bool isOurs) => (Place, IsOurs) = (place, isOurs);

    /// <summary>Set before it is first asked for: cleans up behind itself as servers do. A test's database does not live long enough for it to matter.</summary>
    public static bool CleansUp { get; set; }

    /// <summary>Started when first asked for.</summary>
    public static PostgreSqlCluster Shared => TheOne.Value;

    /// <summary>A connection string to the database <c>postgres</c>, with the right to make others.</summary>
    public string Place { get; }

    /// <summary>False for a server that was there before and will be there after.</summary>
    public bool IsOurs { get; }

    public string PlaceOf(string database) => new NpgsqlConnectionStringBuilder(Place) { Database = database }.ToString();

    /// <summary>Runs a statement on the server itself, such as one that makes a database.</summary>
    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(Place);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static PostgreSqlCluster Start()
    {
        if (Parts.Missing(Part.PostgreSql) is { } reason) throw new InvalidOperationException(reason);
        if (Parts.PostgreSqlServer is { } named) return new PostgreSqlCluster(named, isOurs: false);

        RemoveLeftOvers();
        for (var tries = 1; ; tries++)
        {
            try
            {
                return StartOwn();
            }
            catch (InvalidOperationException) when (tries < 3)
            {
                // Between finding a free port and taking it somebody else may have taken it.
            }
        }
    }

    private static PostgreSqlCluster StartOwn()
    {
        var folder = Directory.CreateTempSubdirectory(FolderBegins + Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "-").FullName;
        var port = FreePort();

        // PostgreSQL refuses to run as root; the user postgres comes with its package.
        string[] shell = ["sh", "-c", Keeper, "sh", Parts.PostgreSqlPrograms!, folder, port.ToString(CultureInfo.InvariantCulture), CleansUp ? "on" : "off"];
        string[] command = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. shell] : shell;
        if (Environment.IsPrivilegedProcess)
        {
            using var giving = Process.Start("chown", ["postgres", folder]);
            giving.WaitForExit();
        }
        var keeper = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Keepers.Add(keeper);
        if (keeper.StandardOutput.ReadLine() is not "ready")
        {
            keeper.StandardInput.Close();
            throw new InvalidOperationException($"PostgreSQL did not start: {LogIn(folder)}");
        }

        return new PostgreSqlCluster(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = port,
            Username = "postgres",
            Database = "postgres",
            Timeout = 60,
            CommandTimeout = 120,
        }.ToString(), isOurs: true);
    }

    private static string LogIn(string folder) => File.Exists(Path.Combine(folder, "log")) ? File.ReadAllText(Path.Combine(folder, "log")) : "no log";

    /// <summary>Servers and folders of runs that are over, whose keeper was killed too.</summary>
    private static void RemoveLeftOvers()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), FolderBegins + "*"))
        {
            var owner = Path.GetFileName(folder)[FolderBegins.Length..].Split('-')[0];
            if (Directory.Exists($"/proc/{owner}")) continue;
            try
            {
                if (File.Exists(Path.Combine(folder, "data", "postmaster.pid")))
                {
                    var server = File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First().Trim();
                    // A number may have gone to another process since.
                    if (File.Exists($"/proc/{server}/cmdline") && File.ReadAllText($"/proc/{server}/cmdline").Contains(folder, StringComparison.Ordinal))
                        Process.GetProcessById(int.Parse(server, CultureInfo.InvariantCulture)).Kill();
                }
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
            {
                // Its keeper or another test run is removing it in this moment, or it is somebody else's.
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
