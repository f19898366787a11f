using Cpd.Engine.UserView;

namespace Cpd.Web.Features.People;

/// <summary>Waits for what comes of a command that was given on a page: the engine carries it out, or refuses it, a moment later.</summary>
public sealed class CommandWatch(Refusals refusals, TimeProvider clock)
{
    public const string NotTaken = "This could not be saved just now. Try again in a moment.";

    public const string Slow = "This is taking longer than usual. It will be done as soon as the engine gets to it.";

    /// <summary>Who sees nothing of it for so long is told.</summary>
    private const int MostLooks = 20;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <param name="command">Its type.</param>
    /// <param name="isDone">Looks whether it was carried out.</param>
    /// <returns>Null once it was; else a sentence: why it was refused, or that it takes long.</returns>
    public async Task<string?> Follow(string workspace, string command, string messageId, Func<Task<bool>> isDone, CancellationToken ct)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            await Task.Delay(BetweenLooks, clock, ct);
            if (await refusals.Of(workspace, command, messageId, ct) is { } refusal) return refusal.Reason;
            if (await isDone()) return null;
        }
        return Slow;
    }
}
