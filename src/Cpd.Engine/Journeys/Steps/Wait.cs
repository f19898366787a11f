namespace Cpd.Engine.Journeys;

public abstract partial record JourneyStep
{
    /// <summary>Holds a person for a time. A day is 24 hours, also when the clocks change.</summary>
    public sealed record Wait(string Id, TimeSpan For, string? Next) : JourneyStep(Id)
    {
        internal const string Name = "wait";

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() => [new("next", Next, "next", ExitTakes.Time)];

        public override JourneyStep Lead(int exit, string? to) => this with { Next = to };

        internal override IEnumerable<StepProblem> Problems()
        {
            if (For < TimeSpan.FromSeconds(1)) yield return new("wait.too-short", "Wait at least one second.", "for");
        }

        internal override StepResult Enter(Advance advance) => new StepResult.Stay(advance.Now + For);

        internal override StepResult Due(Advance advance) => StepResult.Go.Next;

        internal static JourneyStep Read(JourneyReader json) => new Wait(json.Step, json.Duration("for"), json.Exit("next"));

        internal override void Write(JourneyWriter json) => json.Duration("for", For).Exit("next", Next);
    }
}
