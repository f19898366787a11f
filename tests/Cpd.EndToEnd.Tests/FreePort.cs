using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Cpd.EndToEnd.Tests;

/// <summary>
/// A port that is ours until it is disposed, also while nobody listens there: between a kill and the next start none of the
/// tests that run beside this one may take its place. For that it has a file that only one process can hold. It lies below
/// the range from which the system takes ports for outgoing connections.
/// </summary>
internal sealed class FreePort : IDisposable
{
    private const int First = 20_000;
    private const int Ports = 12_000;

    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "cpd-test-ports")).FullName;

    private static int _last = Environment.ProcessId * 101;

    private readonly FileStream _held;

    public FreePort()
    {
        while (true)
        {
            Number = First + (int)((uint)Interlocked.Increment(ref _last) % Ports);
            if (Hold(Number) is not { } held) continue;

            _held = held;
            if (IsFree(Number)) return;
            held.Dispose();
        }
    }

    public int Number { get; }

    public void Dispose() => _held.Dispose();

    private static FileStream? Hold(int port)
    {
        try
        {
            return new FileStream(Path.Combine(Folder, port.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;   // another test's
        }
    }

    /// <summary>On every address of the machine, for some programs listen on all of them.</summary>
    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
