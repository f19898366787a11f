using System.Net;
using System.Net.Sockets;

namespace Cpd.Tests;

/// <summary>What happens to the next commit that goes over the line.</summary>
internal enum NextCommit
{
    IsAnswered,

    /// <summary>The line breaks when the server has done it and before anybody hears of it.</summary>
    IsDoneAndNotAnswered,

    /// <summary>The line breaks before the server hears of it.</summary>
    IsNeverHeardOf,
}

/// <summary>The way to a PostgreSQL server, that breaks where a test wants it to.</summary>
internal sealed class ServerLine : IDisposable
{
    private readonly TcpListener _door = new(IPAddress.Loopback, 0);
    private readonly HashSet<TcpClient> _open = [];
    private readonly int _to;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isCut;
    private volatile bool _isFrozen;
    private int _next;

    public ServerLine(int to)
    {
        _to = to;
        _door.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_door.LocalEndpoint).Port;

    public NextCommit Next
    {
        set => Volatile.Write(ref _next, (int)value);
    }

    /// <summary>Breaks what is open and lets nobody through until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _isCut = true;
        Break();
    }

    /// <summary>From now on whoever comes is let in and hears nothing, as from a server whose machine stands still.</summary>
    public void Freeze() => _isFrozen = true;

    public void Mend() => (_isCut, _isFrozen) = (false, false);

    public void Dispose()
    {
        _door.Stop();
        _closed.TrySetResult();
        Break();
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Serve(await _door.AcceptTcpClientAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The door was shut.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            try
            {
                client.NoDelay = true;
                lock (_open) _open.UnionWith([client, server]);
                if (_isCut) return;
                if (_isFrozen) await _closed.Task;
                await server.ConnectAsync(IPAddress.Loopback, _to);
                var (ours, theirs) = (client.GetStream(), server.GetStream());
                var isToHear = true;
                await Task.WhenAny(Pass(ours, theirs, () => Volatile.Write(ref isToHear, false)), Answer(theirs, ours, () => Volatile.Read(ref isToHear)));
            }
            catch (Exception broken) when (broken is IOException or SocketException or ObjectDisposedException)
            {
                // Whoever is at its ends finds out.
            }
            finally
            {
                lock (_open) _open.ExceptWith([client, server]);
            }
        }
    }

    private async Task Pass(NetworkStream from, NetworkStream to, Action answerNoMore)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer) is > 0 and var read)
        {
            if (buffer.AsSpan(0, read).IndexOf("COMMIT"u8) >= 0)
            {
                var next = (NextCommit)Interlocked.Exchange(ref _next, (int)NextCommit.IsAnswered);
                if (next is NextCommit.IsNeverHeardOf) return;
                if (next is NextCommit.IsDoneAndNotAnswered) answerNoMore();
            }
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private static async Task Answer(NetworkStream from, NetworkStream to, Func<bool> isToAnswer)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer) is > 0 and var read)
        {
            if (!isToAnswer()) return;
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private void Break()
    {
        lock (_open)
            foreach (var end in _open) end.Close();
    }
}
