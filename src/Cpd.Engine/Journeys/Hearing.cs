using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>What a record does to the runs a person is in: goals and exit rules first, then the waits it ends.</summary>
internal static class Hearing
{
    /// <returns>Whether a wait took it.</returns>
    public static bool Hear(Turn turn, LogRecord record, JsonElement eventData, Origin origin, DateTimeOffset now)
    {
        var taken = false;
        // As they are now: what one run does with the record is nothing that another hears a second time.
        foreach (var before in turn.Runs)
        {
            if (turn.Current(before.Id) is not { } run || turn.Find(run) is not { } published) continue;

            var paused = published.Status is JourneyStatus.Paused;
            var step = published.Journey.Steps[published.Journey.PlaceOf(run.Step)].Step;
            var watched = Rules.MayEnd(published.Journey.Journey, record.Body);
            var listens = step.Listens(record.Body);
            var followed = !run.Messages.IsEmpty && record.Body is MessageFailed or MessageReported or MessageReacted or ReplyReceived;
            if (!watched && !listens && !followed) continue;

            var advance = new Advance(turn, published, run, origin, now).With(eventData);
            if (watched && Rules.Ended(published.Journey.Journey, record.Body, advance.Facts) is { } over)
            {
                if (!paused) advance.Leave(over);
                else if (run.Held?.End is null) advance.Hold(over);
                continue;
            }

            var news = followed && advance.Follow(record.Body);
            var result = listens && run.Held is null ? step.Hear(advance, record) : null;
            taken |= result is not null;
            if (result is not null && paused) advance.Hold(result);
            else if (result is not null) advance.Leave(result);
            else if (news) advance.Save();
        }
        return taken;
    }
}
