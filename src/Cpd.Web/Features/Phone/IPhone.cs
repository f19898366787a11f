namespace Cpd.Web.Features.Phone;

/// <summary>What the phone on the screen shows and does: the sandbox behind it has the messages and sends the replies.</summary>
public interface IPhone
{
    /// <summary>One for each pair of number and sender; the one with the newest message first.</summary>
    Task<IReadOnlyList<PhoneConversation>> Conversations(int count, CancellationToken ct);

    /// <summary>The newest <paramref name="count"/>, the oldest of them first.</summary>
    Task<IReadOnlyList<PhoneMessage>> Messages(string number, string sender, int count, CancellationToken ct);

    /// <summary>Writes back as the owner of the number; arrives as any reply does, by the provider's webhook.</summary>
    Task Reply(string number, string sender, string text, CancellationToken ct);

    Mischief Mischief { get; }

    /// <summary>Holds from the next message on.</summary>
    void Play(Mischief mischief);

    /// <summary>Told after something came or changed, throttled.</summary>
    IDisposable Watch(Func<Task> changed);
}

/// <param name="Last">The text of the newest message.</param>
public sealed record PhoneConversation(string Number, string Sender, string Last, DateTimeOffset At);

/// <param name="Id">The same at every look.</param>
/// <param name="IsReply">Written by the phone's owner.</param>
public sealed record PhoneMessage(string Id, bool IsReply, string Text, DateTimeOffset At, PhoneStatus Status);

public enum PhoneStatus
{
    /// <summary>The provider has it.</summary>
    Sent,
    Delivered,
    Failed,
}

/// <summary>How badly the sandbox behaves, to see what the product does about it. All zero is good behaviour.</summary>
/// <param name="FailPercent">Messages that are refused or cannot be delivered.</param>
/// <param name="LosePercent">Delivery reports that never come.</param>
/// <param name="BusyPercent">Requests answered with 429.</param>
/// <param name="Slowness">Before an answer.</param>
/// <param name="Lateness">Before a delivery report.</param>
public sealed record Mischief(int FailPercent, int LosePercent, int BusyPercent, TimeSpan Slowness, TimeSpan Lateness)
{
    public static readonly Mischief None = new(0, 0, 0, TimeSpan.Zero, TimeSpan.Zero);
}
