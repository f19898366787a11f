using System.Threading.Channels;

namespace Cpd.EventLog.Consuming;

/// <summary>Writes that wait for the next transaction: many of them share one, each behind a savepoint of its own.</summary>
internal sealed class PendingWrites
{
    private readonly Channel<Pending> _waiting = System.Threading.Channels.Channel.CreateUnbounded<Pending>(new() { SingleReader = true });

    public bool AreWaiting => _waiting.Reader.TryPeek(out _);

    /// <param name="added">Called when it waits.</param>
    public async Task<T> Add<T>(Func<LogTransaction, Task<T>> work, Action added, CancellationToken ct)
    {
        T? result = default;
        var write = new Pending(async transaction => result = await work(transaction));
        await _waiting.Writer.WriteAsync(write, ct);
        added();
        await write.Done.Task;
        return result!;
    }

    /// <summary>Does up to <paramref name="most"/> of them. One that fails is told so and undone; the others stay.</summary>
    /// <param name="written">Gets those that are part of the transaction now.</param>
    /// <param name="isFault">The database itself failed, and the transaction with it.</param>
    public async Task Take(RoundTransaction transaction, int most, List<TaskCompletionSource> written, Func<Exception, bool> isFault)
    {
        while (written.Count < most && _waiting.Reader.TryRead(out var write))
        {
            try
            {
                await transaction.Attempt(() => write.Work(transaction));
                written.Add(write.Done);
            }
            catch (Exception refused) when (!isFault(refused))
            {
                write.Done.TrySetException(refused);
            }
            catch (Exception fault)
            {
                write.Done.TrySetException(fault);
                throw;
            }
        }
    }

    /// <summary>Takes no more, and tells who waits that nothing of theirs happened.</summary>
    public void Close(Exception over)
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var write)) write.Done.TrySetException(over);
    }

    private sealed class Pending(Func<LogTransaction, Task> work)
    {
        public Func<LogTransaction, Task> Work => work;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
