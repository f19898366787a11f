using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>What a step answers when it is asked what happens next.</summary>
internal abstract record StepResult
{
    private StepResult() { }

    /// <summary>On, by one of the step's exits.</summary>
    /// <param name="Why">The decision with its values, where there was one.</param>
    /// <param name="Message">The message it asked for.</param>
    /// <param name="Try">As <see cref="StepTaken"/> has it.</param>
    public sealed record Go(string Port, string? Why = null, MessageText? Message = null, int? Try = null) : StepResult
    {
        public static readonly Go Next = new("next");
    }

    /// <summary>Stands here until then, unless something else happens first. Always with a time: nobody waits for ever.</summary>
    /// <param name="Why">What it waits for, where the step alone does not say it.</param>
    /// <param name="KeepsEvent">The event at hand is the same when it goes on.</param>
    /// <param name="Message">The message it asked for, and waits for.</param>
    /// <param name="Trying">Which of a message's channels is in hand.</param>
    public sealed record Stay(DateTimeOffset Until, string? Why = null, bool KeepsEvent = false, MessageText? Message = null, Trying? Trying = null) : StepResult
    {
        /// <summary>As <see cref="StepTaken"/> has it.</summary>
        public int? Try => Message is not null && Trying is { Try: > 0 } trying ? trying.Try : null;
    }

    /// <summary>The run is over.</summary>
    public sealed record Over(RunEnd End, string? Reason = null) : StepResult
    {
        public static readonly Over Finished = new(RunEnd.Finished);
    }
}
