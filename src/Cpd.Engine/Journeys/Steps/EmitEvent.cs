using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

public abstract partial record JourneyStep
{
    /// <summary>
    /// Puts an event of the person on the log, as if it had come in. Other journeys hear it; it never starts the journey
    /// that emitted it.
    /// </summary>
    public sealed record EmitEvent(string Id, string Event, StepValues Properties, string? Next) : JourneyStep(Id)
    {
        internal const string Name = "emitEvent";

        /// <summary>Journeys that answer each other's events at once would keep the log busy for ever, so such a chain ends here.</summary>
        private const int MostHops = 5;

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() => [new("next", Next, "next")];

        public override JourneyStep Lead(int exit, string? to) => this with { Next = to };

        internal override IEnumerable<StepText> Texts() => Properties.Texts("properties");

        internal override IEnumerable<StepProblem> Problems()
        {
            if (string.IsNullOrWhiteSpace(Event)) yield return new("event.no-name", "Enter the name of the event.", "event");
        }

        internal override StepResult Enter(Advance advance)
        {
            if (advance.Hops >= MostHops)
                return new StepResult.Over(RunEnd.Failed, $"run.event-loop: {MostHops} journey events triggered each other without a wait. Add a wait between them.");

            advance.Emit(new EventTracked(Event, advance.Now, Properties.Fill(advance.Facts), null, advance.Place, advance.Hops + 1));
            return StepResult.Go.Next;
        }

        internal static JourneyStep Read(JourneyReader json) =>
            new EmitEvent(json.Step, json.EventName("event"), StepValues.Read(json.ObjectOrNull("properties")), json.Exit("next"));

        internal override void Write(JourneyWriter json)
        {
            json.Text("event", Event);
            if (Properties.Items.Count > 0) Properties.Write("properties", json);
            json.Exit("next", Next);
        }
    }
}
