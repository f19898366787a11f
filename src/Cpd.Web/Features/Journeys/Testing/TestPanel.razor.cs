using System.Globalization;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Testing;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Cpd.Engine.Templates.Stored;
using Cpd.Engine.UserView;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Journeys.Testing;

/// <summary>Whom a test run is done with, and from when.</summary>
/// <param name="IsInvented">Chance can be given another person only where nobody real is meant.</param>
public sealed record TestSubject(PersonState Person, bool IsInvented, DateTimeOffset StartsAt);

public sealed partial class TestPanel(StoredSendingRules rules, MessageTemplates templates, CurrentWorkspace workspace)
{
    private readonly Dictionary<string, string> _draws = new(StringComparer.Ordinal);
    private string? _text;
    private CompiledJourney? _journey;
    private IReadOnlyList<JourneyProblem> _errors = [];
    private IReadOnlyList<string> _looks = [];
    private TestSubject? _subject;
    private SendingRules? _sending;
    private TemplateCatalog? _templates;
    private TestRun? _run;
    private int _at;
    private string? _problem;

    /// <summary>A draft or a published version. When it changes, what was done is done again with the new one.</summary>
    [Parameter, EditorRequired]
    public Journey Journey { get; set; } = null!;

    /// <summary>Told whenever another moment is looked at.</summary>
    [Parameter]
    public EventCallback<TestPath> PathChanged { get; set; }

    [Parameter]
    public EventCallback Closed { get; set; }

    private JourneyNames Names { get; set; } = JourneyNames.Unknown;

    private TestRun Shown => _run!.BackTo(_at);

    private bool CanDraw => _subject is { IsInvented: true };

    protected override Task OnParametersSetAsync()
    {
        var text = JourneyJson.ToText(Journey);
        if (text == _text) return Task.CompletedTask;   // a page that asked again brings an equal journey

        _text = text;
        var compilation = CompiledJourney.Compile(Journey);
        _journey = compilation.Journey;
        _errors = [.. compilation.Problems.Where(problem => problem.Level is ProblemLevel.Error)];
        _looks = TestWords.AttributesOf(Journey);
        Names = JourneyWords.Of(Journey);
        return DoAgain();
    }

    private async Task Take(TestSubject subject)
    {
        _sending ??= (await rules.Of(workspace.Id, CancellationToken.None)).Rules;
        _templates ??= await templates.Catalog(workspace.Id, CancellationToken.None);
        _subject = subject;
        await DoAgain();
    }

    /// <summary>The same things with another person or journey; what was looked at stays looked at.</summary>
    private Task DoAgain()
    {
        _problem = null;
        if (_journey is null || _subject is null) return PathChanged.InvokeAsync(TestPath.None);

        _run = _run?.Again(_journey, Drawn(), _subject.StartsAt) ?? TestRun.Begin(_journey, Drawn(), _subject.StartsAt, _sending, _templates);
        _at = Math.Min(_at, _run.Moments.Length - 1);
        return Tell();
    }

    private PersonState Drawn()
    {
        if (!CanDraw || _draws.Count == 0) return _subject!.Person;
        if (TestPeople.WhoDraws(_subject!.Person, Journey, _draws) is { } drawn) return drawn;

        _problem = "No person gets this combination of branches: one of them takes hardly anyone.";
        _draws.Clear();
        return _subject.Person;
    }

    private Task Do(TestAction action)
    {
        _run = Shown.Do(action);   // what came later in the timeline is given up
        _at = _run.Moments.Length - 1;
        return Tell();
    }

    private Task Draw((string Step, string Port) part)
    {
        _draws[part.Step] = part.Port;
        return DoAgain();
    }

    private Task GoTo(int moment)
    {
        _at = moment;
        return Tell();
    }

    private Task Restart()
    {
        (_run, _at) = (_run!.BackTo(0), 0);
        return Tell();
    }

    private Task Tell() => PathChanged.InvokeAsync(TestPath.Of(Shown));

    /// <summary>In UTC, and in the person's own zone where it is another.</summary>
    private string Clock(DateTimeOffset at)
    {
        var zone = _run!.Person.Profile.TimeZone;
        var utc = at.ToString("ddd d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return zone.GetUtcOffset(at) == TimeSpan.Zero ? utc : $"{utc} · {TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture)} for them";
    }
}
