using System.Globalization;
using Cpd.Engine.Journeys;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Shared.Fields;

public sealed partial class DurationField
{
    private static readonly (string Name, TimeSpan Size)[] Sizes =
    [
        ("seconds", TimeSpan.FromSeconds(1)), ("minutes", TimeSpan.FromMinutes(1)), ("hours", TimeSpan.FromHours(1)),
        ("days", TimeSpan.FromDays(1)), ("weeks", TimeSpan.FromDays(7)),
    ];

    private static readonly IReadOnlyList<string> Units = [.. Sizes.Select(unit => unit.Name)];

    private readonly SaidHere<TimeSpan?> _said = new();
    private string _text = "";
    private string _unit = "hours";
    private string? _own;
    private TimeSpan? _shown;
    private bool _began;

    [Parameter]
    public TimeSpan? Value { get; set; }

    [Parameter]
    public EventCallback<TimeSpan?> ValueChanged { get; set; }

    /// <summary>Nothing typed is no time at all, and not a mistake.</summary>
    [Parameter]
    public bool IsOptional { get; set; }

    private protected override bool HasProblem => _own is not null || base.HasProblem;

    protected override void OnParametersSet()
    {
        if (!_said.IsNews(Value, _shown) && _began) return;
        _began = true;
        _shown = Value;
        _own = null;
        (_text, _unit) = Value is { } span ? Written(span) : ("", _unit);
    }

    /// <summary>In the largest unit that needs no fraction; where there is none, all of it in words.</summary>
    private (string Text, string Unit) Written(TimeSpan span)
    {
        if (span == TimeSpan.Zero) return ("0", _unit);
        foreach (var (name, size) in Sizes.SkipLast(1).Reverse())
            if (span.Ticks % size.Ticks == 0) return ((span.Ticks / size.Ticks).ToString(CultureInfo.InvariantCulture), name);
        return (Durations.ToText(span), _unit);
    }

    private Task Turn(ChangeEventArgs change)
    {
        _unit = change.Value as string ?? _unit;
        return Typed();
    }

    private Task Typed()
    {
        var text = _text.Trim();
        if (text.Length == 0 && IsOptional) return Say(null);

        var isNumber = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
        if (Durations.TryParse(isNumber ? $"{text} {_unit}" : text, out var span) && span >= TimeSpan.Zero) return Say(span);

        _own = "Enter a number, or a duration such as 2 days 12 hours; at most ten years.";
        return Task.CompletedTask;
    }

    private Task Say(TimeSpan? span)
    {
        _own = null;
        _shown = span;
        _said.Say(span);
        return ValueChanged.InvokeAsync(span);
    }
}
