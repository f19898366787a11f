using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cpd.Engine.Journeys;

public abstract partial record JourneyStep
{
    /// <summary>
    /// Holds a person until a date found in the data, before or after it by an offset. Dates without a time begin at
    /// midnight, and times without a zone are meant, in the person's own zone.
    /// </summary>
    /// <param name="Date">Where the date lies: <c>person.renewal</c>, <c>entry.departure</c>.</param>
    /// <param name="Offset">Whole days are counted on the calendar, so that the time of day stays when clocks change.</param>
    /// <param name="At">The local time on that day, whatever time the data say.</param>
    /// <param name="Past">Where they go when the moment was over before they came.</param>
    /// <param name="NoDate">Where they go when there is no date, or none that can be read.</param>
    public sealed partial record WaitUntilDate(
        string Id, PathText Date, TimeSpan? Offset, TimeOnly? At, string? Next, string? Past, string? NoDate) : JourneyStep(Id)
    {
        internal const string Name = "waitUntilDate";

        public override string Kind => Name;

        public override IReadOnlyList<StepExit> Exits() =>
        [
            new("next", Next, "next", ExitTakes.Time), new("past", Past, "past"), new("noDate", NoDate, "noDate"),
        ];

        public override JourneyStep Lead(int exit, string? to) => exit switch
        {
            0 => this with { Next = to },
            1 => this with { Past = to },
            _ => this with { NoDate = to },
        };

        internal override IEnumerable<StepText> Texts() => [new(Date, "date")];

        internal override StepResult Enter(Advance advance)
        {
            if (Date.Get(advance.Facts) is not { } value || Moment(value, advance.Profile.TimeZone) is not { } moment)
                return new StepResult.Go("noDate", $"{Date} is not a date");

            return moment > advance.Now ? new StepResult.Stay(moment) : new StepResult.Go("past", $"{Date} is {value}");
        }

        internal override StepResult Due(Advance advance) => StepResult.Go.Next;

        internal static JourneyStep Read(JourneyReader json) => new WaitUntilDate(
            json.Step, new PathText(json.Text("date")), json.DurationOrNull("offset"), json.TimeOfDayOrNull("at"),
            json.Exit("next"), json.Exit("past"), json.Exit("noDate"));

        internal override void Write(JourneyWriter json) => json
            .Text("date", Date).Duration("offset", Offset).TimeOfDay("at", At).Exit("next", Next).Exit("past", Past).Exit("noDate", NoDate);

        private DateTimeOffset? Moment(JsonElement value, TimeZoneInfo zone)
        {
            if (value.ValueKind is not JsonValueKind.String || value.GetString() is not { Length: >= 10 and <= 40 } text) return null;
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) || !Shape().IsMatch(text)) return null;
            if (parsed.Year is < 1900 or > 3000) return null;   // far from the ends of the calendar, where adding would fail

            var isMoment = HasZone().IsMatch(text);
            var local = isMoment ? TimeZoneInfo.ConvertTime(parsed, zone).DateTime : parsed.UtcDateTime;
            if (At is { } at) local = local.Date + at.ToTimeSpan();

            var offset = Offset ?? TimeSpan.Zero;
            var wholeDays = offset.Ticks % TimeSpan.TicksPerDay == 0;
            if (isMoment && At is null && offset == TimeSpan.Zero) return parsed.ToUniversalTime();
            return wholeDays ? Moments.Local(local + offset, zone) : Moments.Local(local, zone) + offset;
        }

        [GeneratedRegex(@"\A\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?\z", RegexOptions.CultureInvariant)]
        private static partial Regex Shape();

        [GeneratedRegex(@"\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)\z", RegexOptions.CultureInvariant)]
        private static partial Regex HasZone();
    }
}
