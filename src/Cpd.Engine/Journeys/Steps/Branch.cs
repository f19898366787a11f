namespace Cpd.Engine.Journeys;

/// <summary>One way of a branch.</summary>
/// <param name="Name">The name of its exit; null is its number.</param>
public sealed record BranchCase(string? Name, ConditionText When, string? Next);

public abstract partial record JourneyStep
{
    /// <summary>Sends a person the first way whose condition holds, else the way that is left.</summary>
    public sealed record Branch(string Id, IReadOnlyList<BranchCase> Cases, string? Else) : JourneyStep(Id)
    {
        internal const string Name = "branch";

        private readonly string[] _ports = NamePorts(Cases);

        public IReadOnlyList<BranchCase> Cases
        {
            get;
            init => (field, _ports) = (value, NamePorts(value));   // a copy has names for its own ways
        } = Cases;

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() =>
            [.. Cases.Select((way, index) => new StepExit(_ports[index], way.Next, $"cases[{index}].next")), new("else", Else, "else")];

        public override JourneyStep Lead(int exit, string? to) => exit == Cases.Count
            ? this with { Else = to }
            : this with { Cases = [.. Cases.Select((way, index) => index == exit ? way with { Next = to } : way)] };

        internal override IEnumerable<StepText> Texts() => Cases.Select((way, index) => new StepText(way.When, $"cases[{index}].when"));

        internal override IEnumerable<StepProblem> Problems()
        {
            if (Cases.Count == 0) yield return new("branch.no-cases", "Add at least one case.", "cases");
        }

        internal override StepResult Enter(Advance advance)
        {
            for (var i = 0; i < Cases.Count; i++)
                if (Cases[i].When.Holds(advance.Facts)) return new StepResult.Go(_ports[i], Cases[i].When.Explain(advance.Facts));

            return new StepResult.Go("else", string.Join("; ", Cases.Select(way => way.When.Explain(advance.Facts))));
        }

        private static string[] NamePorts(IReadOnlyList<BranchCase> cases) => [.. cases.Select((way, index) => way.Name?.Trim() ?? Numbers.Text(index + 1))];

        internal static JourneyStep Read(JourneyReader json)
        {
            var cases = json.Objects("cases").Select(way =>
            {
                var read = new BranchCase(way.TextOrNull("name"), new ConditionText(way.Text("when")), way.Exit("next"));
                way.Done();
                return read;
            });
            return new Branch(json.Step, [.. cases], json.Exit("else", "branch.no-else"));
        }

        internal override void Write(JourneyWriter json) => json
            .Objects("cases", Cases, (way, value) => way.Text("name", value.Name).Text("when", value.When).Exit("next", value.Next))
            .Exit("else", Else);
    }
}
