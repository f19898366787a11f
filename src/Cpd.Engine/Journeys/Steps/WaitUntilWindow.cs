using System.Collections.Immutable;

namespace Cpd.Engine.Journeys;

public abstract partial record JourneyStep
{
    /// <summary>
    /// Lets a person pass only within some hours of some weekdays, in their own zone; at once where it is such an hour. Who
    /// is woken too late, or has moved to another zone meanwhile, waits for the next window.
    /// </summary>
    public sealed record WaitUntilWindow(string Id, DayWindow Window, string? Next) : JourneyStep(Id)
    {
        internal const string Name = "waitUntilWindow";

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() => [new("next", Next, "next", ExitTakes.PerhapsTime)];

        public override JourneyStep Lead(int exit, string? to) => this with { Next = to };

        internal override StepResult Enter(Advance advance)
        {
            var moment = Window.NextMoment(advance.Now, advance.Profile.TimeZone);
            return moment <= advance.Now ? StepResult.Go.Next : new StepResult.Stay(moment);
        }

        internal override StepResult PushOn(Advance advance) => StepResult.Go.Next;

        internal static JourneyStep Read(JourneyReader json)
        {
            var days = ReadDays(json);
            var window = new DayWindow(days, json.TimeOfDayOrNull("from") ?? TimeOnly.MinValue, json.TimeOfDayOrNull("to") ?? TimeOnly.MinValue);
            return new WaitUntilWindow(json.Step, window, json.Exit("next"));
        }

        internal override void Write(JourneyWriter json)
        {
            if (!Window.Days.IsDefaultOrEmpty) json.Texts("days", Window.Days.Select(day => NameOf(day)));
            json.TimeOfDay("from", Window.From).TimeOfDay("to", Window.To).Exit("next", Next);
        }

        /// <summary>In the order of the week, each day once, so that the text is canonical.</summary>
        private static ImmutableArray<DayOfWeek> ReadDays(JourneyReader json)
        {
            if (json.Member("days") is not { } days) return [];

            var known = Enum.GetValues<DayOfWeek>();
            var named = days.ValueKind is System.Text.Json.JsonValueKind.Array
                ? days.EnumerateArray().Select(day => Array.Find(NamedDays, named => day.ValueKind is System.Text.Json.JsonValueKind.String && day.ValueEquals(named.Name))).ToList()
                : [];
            if (named.Count == 0 || named.Any(day => day.Name is null))
                json.Report("window.days", "\"days\" must be an array of weekdays such as [\"monday\", \"tuesday\"]; leave it out for every day.", "days");
            return [.. known.Where(day => named.Any(found => found.Name is not null && found.Day == day)).OrderBy(day => ((int)day + 6) % 7)];
        }

        private static readonly (string Name, DayOfWeek Day)[] NamedDays = [.. Enum.GetValues<DayOfWeek>().Select(day => (NameOf(day), day))];

        private static string NameOf(DayOfWeek day) => day switch
        {
            DayOfWeek.Monday => "monday",
            DayOfWeek.Tuesday => "tuesday",
            DayOfWeek.Wednesday => "wednesday",
            DayOfWeek.Thursday => "thursday",
            DayOfWeek.Friday => "friday",
            DayOfWeek.Saturday => "saturday",
            _ => "sunday",
        };
    }
}
