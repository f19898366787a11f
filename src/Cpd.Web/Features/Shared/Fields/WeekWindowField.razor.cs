using System.Collections.Immutable;
using System.Globalization;
using Cpd.Engine.Journeys;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Shared.Fields;

public sealed partial class WeekWindowField
{
    private static readonly ImmutableArray<DayOfWeek> Week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    private static readonly ImmutableArray<DayOfWeek> Weekdays = Week[..5];
    private static readonly ImmutableArray<DayOfWeek> Weekend = Week[5..];

    [Parameter]
    public string? Label { get; set; }

    [Parameter, EditorRequired]
    public DayWindow Value { get; set; } = new([], TimeOnly.MinValue, TimeOnly.MinValue);

    [Parameter]
    public EventCallback<DayWindow> ValueChanged { get; set; }

    private string Sentence => Value.From == Value.To
        ? "At any hour of these days, in the person's own time zone."
        : Value.From < Value.To
            ? $"From {Time(Value.From)} to {Time(Value.To)}, in the person's own time zone."
            : $"From {Time(Value.From)} to {Time(Value.To)} of the next day, in the person's own time zone.";

    /// <summary>In hours of the week; what goes past its end goes on at its beginning.</summary>
    private IEnumerable<(double From, double Length)> Stretches
    {
        get
        {
            var from = Value.From.ToTimeSpan().TotalHours;
            var length = Value.To > Value.From ? Value.To.ToTimeSpan().TotalHours - from : 24 - from + Value.To.ToTimeSpan().TotalHours;
            for (var day = 0; day < 7; day++)
            {
                if (!Opens(Week[day])) continue;
                var begin = day * 24 + from;
                yield return (begin, Math.Min(length, 168 - begin));
                if (begin + length > 168) yield return (0, begin + length - 168);
            }
        }
    }

    private bool Opens(DayOfWeek day) => Value.Days.IsDefaultOrEmpty || Value.Days.Contains(day);

    private bool IsOn(ImmutableArray<DayOfWeek> days) => !Value.Days.IsDefaultOrEmpty && Value.Days.SequenceEqual(days);

    /// <summary>The last day stays: without any, the window would never open.</summary>
    private Task Turn(DayOfWeek day)
    {
        ImmutableArray<DayOfWeek> days = [.. Week.Where(other => other == day ? !Opens(day) : Opens(other))];
        return days.IsEmpty ? Task.CompletedTask : Days(days);
    }

    private Task Days(ImmutableArray<DayOfWeek> days) => ValueChanged.InvokeAsync(Value with { Days = days.Length == Week.Length ? [] : days });

    private static string Short(DayOfWeek day) => day.ToString()[..2];

    private static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Number(double hours) => hours.ToString("0.##", CultureInfo.InvariantCulture);
}
