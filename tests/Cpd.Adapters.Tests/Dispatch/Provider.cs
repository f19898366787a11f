using System.Collections.Concurrent;
using Cpd.Contracts;

namespace Cpd.Adapters.Tests.Dispatch;

/// <summary>A provider that outlives the process that calls it. Does what the script says, and then accepts everything.</summary>
internal sealed class Provider(TimeProvider clock)
{
    private readonly ConcurrentQueue<Func<IReadOnlyList<OutgoingMessage>, SendAnswer>> _script = new();
    private readonly ConcurrentQueue<(MessageId Message, DateTimeOffset At)> _accepted = new();

    /// <summary>What was asked of it, in order.</summary>
    public ConcurrentQueue<IReadOnlyList<OutgoingMessage>> Calls { get; } = new();

    public ConcurrentQueue<IReadOnlyList<MessageId>> LookUps { get; } = new();

    /// <summary>Through which account each of them came.</summary>
    public ConcurrentQueue<(string What, AccountRef Through)> Ways { get; } = new();

    /// <summary>What reached a phone, in order; twice where it was doubled.</summary>
    public IReadOnlyList<MessageId> Accepted => [.. _accepted.Select(one => one.Message)];

    /// <summary>How far its logs lag behind.</summary>
    public TimeSpan Lag { get; set; }

    /// <summary>What it answers instead of accepting, for as long as it is set; null of it accepts.</summary>
    public Func<IReadOnlyList<OutgoingMessage>, SendAnswer?>? Trouble { get; set; }

    public bool CanBeAsked { get; set; } = true;

    /// <summary>False: it has no logs at all.</summary>
    public bool Tells { get; set; } = true;

    public Provider Then(Func<IReadOnlyList<OutgoingMessage>, SendAnswer> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public SendAnswer Send(IReadOnlyList<OutgoingMessage> messages)
    {
        Calls.Enqueue(messages);
        return _script.TryDequeue(out var answer) ? answer(messages) : Trouble?.Invoke(messages) ?? Accept(messages);
    }

    public SendAnswer Accept(IReadOnlyList<OutgoingMessage> messages)
    {
        foreach (var message in messages) _accepted.Enqueue((message.Id, clock.GetUtcNow()));
        return new SendAnswer.Answered(messages.ToDictionary(message => message.Id, _ => (ItemAnswer)new ItemAnswer.Accepted()));
    }

    public IReadOnlyDictionary<MessageId, ItemAnswer>? LookUp(IReadOnlyList<MessageId> messages)
    {
        LookUps.Enqueue(messages);
        if (!CanBeAsked) return null;

        var shown = _accepted.Where(one => one.At + Lag <= clock.GetUtcNow()).Select(one => one.Message).ToHashSet();
        return messages.Where(shown.Contains).ToDictionary(id => id, _ => (ItemAnswer)new ItemAnswer.Accepted());
    }
}

/// <summary>The line to the provider; tells before and after each use, so that a test can end everything there.</summary>
internal sealed class Line(Provider provider, Func<string, Task> passing) : IMessageSender
{
    public async Task<SendAnswer> Send(AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        await passing("before a call");
        provider.Ways.Enqueue(("send", through));
        var answer = provider.Send(messages);
        await passing("after a call");
        return answer;
    }

    public bool TellsAfterwards(Channel channel) => provider.Tells;

    public async Task<IReadOnlyDictionary<MessageId, ItemAnswer>?> LookUp(AccountRef through, Channel channel, IReadOnlyList<MessageId> messages, CancellationToken ct)
    {
        await passing("before a look-up");
        provider.Ways.Enqueue(("look up", through));
        var answer = provider.LookUp(messages);
        await passing("after a look-up");
        return answer;
    }
}
