using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

public abstract partial record JourneyStep
{
    /// <summary>
    /// Sets attributes of the person. The next step sees them already; the <see cref="ProfileChanged"/> it leaves on the log
    /// tells the others, and is not folded a second time when it comes back.
    /// </summary>
    public sealed record UpdateProfile(string Id, StepValues Set, string? Next) : JourneyStep(Id)
    {
        internal const string Name = "updateProfile";

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() => [new("next", Next, "next")];

        public override JourneyStep Lead(int exit, string? to) => this with { Next = to };

        internal override IEnumerable<StepText> Texts() => Set.Texts("set");

        internal override IEnumerable<StepProblem> Problems()
        {
            if (Set.Items.Count == 0) yield return new("update.nothing", "Set at least one attribute (\"set\").", "set");
        }

        internal override StepResult Enter(Advance advance)
        {
            advance.Change(new ProfileChanged(Set.Fill(advance.Facts), advance.Place));
            return StepResult.Go.Next;
        }

        internal static JourneyStep Read(JourneyReader json) => new UpdateProfile(json.Step, StepValues.Read(json.ObjectOrNull("set")), json.Exit("next"));

        internal override void Write(JourneyWriter json)
        {
            Set.Write("set", json);
            json.Exit("next", Next);
        }
    }
}
