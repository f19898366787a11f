namespace Cpd.Engine.Journeys;

public abstract partial record JourneyStep
{
    /// <summary>The end of the journey, drawn as a box of its own.</summary>
    public sealed record Exit(string Id) : JourneyStep(Id)
    {
        internal const string Name = "exit";

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() => [];

        public override JourneyStep Lead(int exit, string? to) => this;

        internal override StepResult Enter(Advance advance) => StepResult.Over.Finished;

        internal static JourneyStep Read(JourneyReader json) => new Exit(json.Step);

        internal override void Write(JourneyWriter json)
        {
        }
    }
}
