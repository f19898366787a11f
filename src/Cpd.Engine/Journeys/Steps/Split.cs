using System.Text;

namespace Cpd.Engine.Journeys;

/// <summary>One way of a split.</summary>
/// <param name="Name">The name of its exit; null is its number.</param>
/// <param name="Weight">Of a hundred people.</param>
public sealed record SplitPart(string? Name, int Weight, string? Next);

public abstract partial record JourneyStep
{
    /// <summary>
    /// Divides people by chance, but the same person always the same way: the draw is a hash of person, journey and step.
    /// A control group is a part that gets nothing.
    /// </summary>
    public sealed record Split(string Id, IReadOnlyList<SplitPart> Parts) : JourneyStep(Id)
    {
        internal const string Name = "split";

        private readonly string[] _ports = NamePorts(Parts);

        public IReadOnlyList<SplitPart> Parts
        {
            get;
            init => (field, _ports) = (value, NamePorts(value));   // a copy has names for its own parts
        } = Parts;

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() =>
            [.. Parts.Select((part, index) => new StepExit(_ports[index], part.Next, $"parts[{index}].next"))];

        public override JourneyStep Lead(int exit, string? to) =>
            this with { Parts = [.. Parts.Select((part, index) => index == exit ? part with { Next = to } : part)] };

        internal override IEnumerable<StepProblem> Problems()
        {
            var sum = Parts.Sum(part => (long)part.Weight);
            if (sum != 100) yield return new("split.weights", $"The weights add up to {sum}; they must add up to 100.", "parts");
            for (var i = 0; i < Parts.Count; i++)
                if (Parts[i].Weight < 0) yield return new("split.weight", "A weight must be 0 or more.", $"parts[{i}].weight");
        }

        internal override StepResult Enter(Advance advance)
        {
            var draw = Draw(advance.Profile.Id.Value, advance.Journey.Journey.Id, Id);
            return PortOf(draw) is { } port
                ? new StepResult.Go(port, $"random draw: {draw} of 100")
                : new StepResult.Over(Contracts.RunEnd.Failed, "The weights of the split do not add up to 100.");
        }

        /// <summary>Where a draw leads; null where the parts leave it out.</summary>
        internal string? PortOf(int draw)
        {
            var upTo = 0;
            for (var i = 0; i < Parts.Count; i++)
                if (draw < (upTo += Parts[i].Weight)) return _ports[i];
            return null;
        }

        /// <summary>0 to 99. FNV-1a, mixed once more, because its low bits alone are not even enough.</summary>
        internal static int Draw(Guid person, string journey, string step)
        {
            Span<byte> id = stackalloc byte[16];
            person.TryWriteBytes(id, bigEndian: true, out _);
            var hash = Add(Add(Add(14695981039346656037, id), Encoding.UTF8.GetBytes(journey)), Encoding.UTF8.GetBytes(step));
            hash ^= hash >> 33;
            hash *= 0xff51afd7ed558ccd;
            hash ^= hash >> 33;
            return (int)(hash % 100);
        }

        private static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
        {
            foreach (var one in bytes) hash = (hash ^ one) * 1099511628211;
            return (hash ^ 0xFF) * 1099511628211;   // the end of a part: "ab","c" and "a","bc" differ
        }

        private static string[] NamePorts(IReadOnlyList<SplitPart> parts) => [.. parts.Select((part, index) => part.Name?.Trim() ?? Numbers.Text(index + 1))];

        internal static JourneyStep Read(JourneyReader json)
        {
            var parts = json.Objects("parts").Select(part =>
            {
                var read = new SplitPart(part.TextOrNull("name"), part.Number("weight", 0), part.Exit("next"));
                part.Done();
                return read;
            });
            return new Split(json.Step, [.. parts]);
        }

        internal override void Write(JourneyWriter json) => json
            .Objects("parts", Parts, (part, value) => part.Text("name", value.Name).Number("weight", value.Weight).Exit("next", value.Next));
    }
}
