using System.Globalization;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.UserView;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Testing;

public sealed partial class TestDeeds
{
    private List<TestChoice> _choices = [];
    private int _chosen;
    private TestMoment? _seen;
    private TestAction? _deed;
    private string _json = "{}";
    private string _span = "";
    private string? _problem;
    private string? _spanProblem;

    [Parameter, EditorRequired]
    public TestRun Run { get; set; } = null!;

    [Parameter]
    public JourneyNames Names { get; set; } = JourneyNames.Unknown;

    [Parameter]
    public EventCallback<TestAction> Done { get; set; }

    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_seen, Run.Last)) return;   // what is being written stays

        _seen = Run.Last;
        _choices = [.. TestChoices.Of(Run), .. Anything()];
        Choose(0);
    }

    /// <summary>What the journey does not wait for here may happen, too.</summary>
    private IEnumerable<TestChoice> Anything()
    {
        foreach (var step in Run.Moments.SelectMany(moment => moment.Records).Select(record => record.Body).OfType<MessageRequested>()
            .Select(message => message.Place!.Step).Distinct(StringComparer.Ordinal))
            yield return new TestChoice(step, null, new TestAction.Outcome(step, MessageOutcome.Delivered));
        yield return new TestChoice(null, null, new TestAction.Happens("", RawJson.EmptyObject));
        yield return new TestChoice(null, null, new TestAction.Writes(Channel.Sms, ""));
        yield return new TestChoice(null, null, new TestAction.Identify(RawJson.EmptyObject));
        yield return new TestChoice(null, null, new TestAction.Enrol(RawJson.EmptyObject));
    }

    private void Choose(int place)
    {
        (_chosen, _problem) = (place, null);
        _deed = _choices[place].Action;
        _json = TimelineEntries.Pretty((_deed switch
        {
            TestAction.Happens it => it.Properties,
            TestAction.Enrol it => it.Data,
            TestAction.Identify it => it.Attributes,
            TestAction.Answer it => it.Body,
            _ => default,
        }).OrEmptyObject);
    }

    private async Task Do()
    {
        _problem = _deed is TestAction.Outcome or TestAction.Writes ? null
            : _deed is TestAction.Happens { Event: var name } && string.IsNullOrWhiteSpace(name) ? "Enter the name of the event."
            : TestPeople.Problem(_json);
        if (_problem is not null || _deed is null) return;

        var json = _deed is TestAction.Writes ? default : RawJson.From(_json);
        await Done.InvokeAsync(_deed switch
        {
            TestAction.Happens it => it with { Properties = json },
            TestAction.Enrol it => it with { Data = json },
            TestAction.Identify it => it with { Attributes = json },
            TestAction.Answer it => it with { Body = it.Status == 0 ? default : json, Problem = it.Status == 0 ? "No response." : null },
            var other => other,
        });
    }

    private async Task Pass()
    {
        _spanProblem = Durations.TryParse(_span, out var span) && span > TimeSpan.Zero ? null : "Enter a duration such as 2 hours or 3 days.";
        if (_spanProblem is null) await Done.InvokeAsync(new TestAction.Pass(span));
    }

    private string Label(TestChoice choice) => choice switch
    {
        { Port: "next", Action: TestAction.Outcome } => "Delivered",
        { Port: null, Action: TestAction.Outcome { What: MessageOutcome.Failed } } => "Not delivered",
        { Port: { } port, Step: { } step } => $"{StepSentences.Exit(Run.Journey.Steps.First(known => known.Id == step), port)}",
        { Action: TestAction.Happens { Event.Length: > 0 } it } => it.Event,
        { Action: TestAction.Happens } => "Another event…",
        { Action: TestAction.Writes { Text.Length: > 0 } it } => $"Writes {it.Text}",
        { Action: TestAction.Writes } => "Sends a message…",
        { Action: TestAction.Identify } => "Attributes…",
        { Action: TestAction.Enrol } => "Entry through the API",
        _ => $"{JourneyNames.Readable(choice.Step ?? "")}…",
    };

    private static string Verb(TestAction deed) => deed switch
    {
        TestAction.Happens { Event.Length: > 0 } it => $"{it.Event} happens",
        TestAction.Writes { Text.Length: > 0 } it => $"They write “{it.Text}”",
        TestAction.Enrol => "Enter journey",
        TestAction.Answer { Status: 0 } => "No response",
        TestAction.Answer => "Send response",
        _ => "Apply",
    };

    /// <summary>A wait is read in seconds.</summary>
    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromSeconds(Math.Ceiling(span.TotalSeconds));

    private static string Text(ChangeEventArgs change) => change.Value?.ToString() ?? "";

    private static int Number(ChangeEventArgs change) =>
        int.TryParse(Text(change), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 600 ? number : 0;
}
