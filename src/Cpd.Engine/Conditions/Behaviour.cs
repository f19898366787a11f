using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cpd.Engine.People;

namespace Cpd.Engine.Conditions;

public enum HowOften
{
    AtLeast,
    AtMost,
    Exactly,
}

public abstract partial record Condition
{
    /// <summary>How often the person did something, ever or lately.</summary>
    public sealed record Did : Condition
    {
        /// <summary>Times within a while that can still be told apart.</summary>
        public const int MostTimesWithin = EventMemory.MostTimes - 1;

        public static readonly TimeSpan LongestWithin = TimeSpan.FromDays(3_660);

        /// <param name="within">Null: ever. Else whole seconds.</param>
        /// <exception cref="ArgumentOutOfRangeException">More often, or longer ago, than a person's memory goes.</exception>
        public Did(string @event, HowOften often = HowOften.AtLeast, int times = 1, TimeSpan? within = null)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(times);
            if (within is { } time)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThan(times, MostTimesWithin);
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(within));
                ArgumentOutOfRangeException.ThrowIfGreaterThan(time, LongestWithin, nameof(within));
                ArgumentOutOfRangeException.ThrowIfNotEqual(time.Ticks % TimeSpan.TicksPerSecond, 0, nameof(within));
            }
            (Event, Often, Times, Within) = (@event, often, times, within);
        }

        public string Event { get; }

        public HowOften Often { get; }

        public int Times { get; }

        public TimeSpan? Within { get; }

        public override bool Holds(Facts facts)
        {
            var count = facts.Memory.Count(Event, Within, facts.Now);
            return Often switch
            {
                HowOften.AtLeast => count >= Times,
                HowOften.AtMost => count <= Times,
                HowOften.Exactly => count == Times,
                _ => throw new UnreachableException(),
            };
        }

        public override IEnumerable<(string Event, TimeSpan? Within)> Asked() => [(Event, Within)];

        private protected override StringBuilder Write(StringBuilder text)
        {
            QuotedText.Write(text.Append("did "), Event);
            if (Often is not HowOften.AtLeast || Times != 1)
            {
                text.Append(Often switch { HowOften.AtLeast => " at least ", HowOften.AtMost => " at most ", _ => " exactly " });
                text.Append(CultureInfo.InvariantCulture, $"{Times} {(Times == 1 ? "time" : "times")}");
            }
            return Within is { } time ? text.Append(" in last ").Append(Durations.Print(time)) : text;
        }

        private protected override string Observed(Facts facts) =>
            string.Create(CultureInfo.InvariantCulture, $"counted {facts.Memory.Count(Event, Within, facts.Now)}");
    }

    /// <summary>
    /// The person is in a segment. There are no segments, so nobody is: it is read because journeys were published with it, which run
    /// on as before, and <c>JourneyRules</c> let no journey be published with it any more.
    /// </summary>
    public sealed record InSegment(string Segment) : Condition
    {
        public override bool Holds(Facts facts) => false;

        private protected override StringBuilder Write(StringBuilder text) => QuotedText.Write(text.Append("in segment "), Segment);
    }
}
