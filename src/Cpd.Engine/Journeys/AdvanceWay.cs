using System.Diagnostics;
using Cpd.Contracts;

namespace Cpd.Engine.Journeys;

/// <summary>The way from step to step. However it ends, it leaves one <see cref="JourneyMoved"/>.</summary>
internal sealed partial class Advance
{
    /// <summary>More in one go is a loop without a delay that validation could not see, such as one through dates in the past.</summary>
    private const int MostSteps = 200;

    private readonly List<StepTaken> _trail = new(published.Journey.Steps.Length < 8 ? published.Journey.Steps.Length : 4);
    private int _here = published.Journey.PlaceOf(run.Step);
    private bool _began;
    private RawJson _eventData;

    private CompiledStep Here => Journey.Steps[_here];

    /// <summary>The run's first way, from the journey's first step.</summary>
    public void Begin()
    {
        _began = true;
        turn.Memory = turn.Memory.Entered(published.Id, now);
        GoOn(Journey.First);
    }

    /// <summary>The step it stands at answered; it leaves, stays on, or is over.</summary>
    public void Leave(StepResult result)
    {
        switch (result)
        {
            case StepResult.Go go:
                Take(go, arrived: false);
                break;
            case StepResult.Stay stay:
                _trail.Add(new StepTaken(Here.Step.Id, Here.Step.Kind, null, Arrived: false, stay.Why, stay.Message, stay.Try));
                Stand(stay, _run.ArrivedAt);
                break;
            case StepResult.Over over:
                Close(over, arrived: false);
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Its time has come: what was kept back by a pause, or what the step says.</summary>
    public void GoOnByItself()
    {
        if (_run.Held is not { } held)
        {
            Leave(Here.Step.Due(this));
            return;
        }
        if (!held.Event.IsMissing) With(held.Event.Parse());
        else TakeUpEvent();
        Leave(
            held.End is { } end ? new StepResult.Over(end, held.Why)
            : held.Port is { } port ? new StepResult.Go(port, held.Why)
            : Here.Step.Due(this));
    }

    /// <summary>The journey is paused: nothing moves, but what would have is kept. An end outweighs an exit, the first exit the later ones.</summary>
    public void Hold(StepResult result)
    {
        var held = result switch
        {
            StepResult.Go go => new HeldMove(go.Port, null, go.Why, _eventData),
            StepResult.Over over => new HeldMove(null, over.End, over.Reason, default),
            _ => _run.Held,
        };
        turn.Put(_run with { Held = held, WakeAt = _run.WakeAt < now ? _run.WakeAt : now });
    }

    /// <summary>The journey is paused and its time has come: events from now on come too late for its wait.</summary>
    public void HoldDue() => turn.Put(_run with { Held = new HeldMove(null, null, null, default) });

    /// <summary>Stays where it is, but remembers.</summary>
    public void Save() => turn.Put(_run);

    /// <summary>Somebody lets it go on as if its wait were over.</summary>
    public void PushOn(string why) => Leave(Here.Step.PushOn(this) is StepResult.Go go
        ? go with { Why = go.Why is null ? why : $"{why}: {go.Why}" }
        : throw new InvalidOperationException($"A step {Here.Step.Kind} cannot be left."));

    /// <summary>It ends where it stands, whatever the step says.</summary>
    public void End(RunEnd end, string? reason) => Close(new StepResult.Over(end, reason), arrived: false);

    private void Take(StepResult.Go go, bool arrived)
    {
        if (Next(go, arrived) is { } next) GoOn(next);
    }

    private void GoOn(int place)
    {
        for (var steps = 0; steps < MostSteps; steps++)
        {
            _here = place;
            if (Here.Loops) CountArrival(Here.Step.Id);
            switch (Here.Step.Enter(this))
            {
                case StepResult.Go go:
                    if (Next(go, arrived: true) is not { } next) return;
                    place = next;
                    break;
                case StepResult.Stay stay:
                    _trail.Add(new StepTaken(Here.Step.Id, Here.Step.Kind, null, Arrived: true, stay.Why, stay.Message, stay.Try));
                    Stand(stay, now);
                    return;
                case StepResult.Over over:
                    Close(over, arrived: true);
                    return;
                default:
                    throw new UnreachableException();
            }
        }
        Finish(new StepResult.Over(RunEnd.Failed, $"run.too-many-steps: the run took {MostSteps} steps without a wait. Add a wait to the loop."));
    }

    /// <summary>The step an exit leads to; null where the run is over.</summary>
    private int? Next(StepResult.Go go, bool arrived)
    {
        _trail.Add(new StepTaken(Here.Step.Id, Here.Step.Kind, go.Port, arrived, go.Why, go.Message, go.Try));
        switch (Here.To(go.Port))
        {
            case null:
                Finish(new StepResult.Over(RunEnd.Failed, $"run.no-exit: the step has no exit \"{go.Port}\"."));
                return null;
            case CompiledJourney.End:
                Finish(StepResult.Over.Finished);
                return null;
            case { } place:
                return place;
        }
    }

    private void Stand(StepResult.Stay stay, DateTimeOffset arrivedAt)
    {
        var wakeAt = Moments.Ceiling(stay.Until);
        turn.Put(_run with { Step = Here.Step.Id, ArrivedAt = arrivedAt, WakeAt = wakeAt, Held = null, Event = KeptBy(stay), Trying = stay.Trying });
        Emit(new JourneyMoved(_run.Id, published.Id, published.Version, _began, _trail, Here.Step.Id, wakeAt, null));
    }

    /// <summary>Missing where nothing in the journey looks at it.</summary>
    private RawJson KeptBy(StepResult.Stay stay) =>
        stay.KeepsEvent && Journey.ReadsEvent && _event.ValueKind is System.Text.Json.JsonValueKind.Object ? RawJson.Of(_event) : default;

    private void Close(StepResult.Over over, bool arrived)
    {
        _trail.Add(new StepTaken(Here.Step.Id, Here.Step.Kind, null, arrived));
        Finish(over);
    }

    private void Finish(StepResult.Over over)
    {
        turn.Remove(_run.Id);
        turn.Memory = turn.Memory.Left(published.Id, now);
        Emit(new JourneyMoved(_run.Id, published.Id, published.Version, _began, _trail, null, null, over.End, over.Reason));
    }
}
