using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Shared;

/// <summary>
/// A part of a page that shows what is, and asks again when it hears that something changed. Whoever derives from it says
/// what is asked, what it depends on and what to watch; loading, failing, changing the subject and closing are done here.
/// </summary>
/// <typeparam name="TView">What the markup draws; made anew at every question, never changed.</typeparam>
public abstract partial class LiveComponent<TView> : ComponentBase, IDisposable where TView : class
{
    private readonly CancellationTokenSource _closed = new();
    private IDisposable? _watch;
    private object? _asked;
    private bool _began;
    private int _questions;
    private int _answered;

    [Inject]
    private ILoggerFactory Logs { get; set; } = null!;

    /// <summary>Null until the first answer.</summary>
    protected TView? View { get; private set; }

    /// <summary>A sentence, where the last question failed; what was known before stays on the page.</summary>
    protected string? Problem { get; private set; }

    /// <summary>What the question depends on: parameters and filters. Compared by value.</summary>
    protected virtual object? Subject => null;

    protected abstract Task<TView> Ask(CancellationToken ct);

    /// <summary>Null where nothing is to be watched.</summary>
    protected abstract IDisposable? Watch(Func<Task> changed);

    /// <summary>False holds the page still; what happens meanwhile shows with the next question.</summary>
    protected virtual bool Follows => true;

    protected override async Task OnParametersSetAsync()
    {
        if (_began && Equals(_asked, Subject)) return;

        if (!_began || !Equals(_asked, Subject))
        {
            _watch?.Dispose();
            _watch = Watch(() => InvokeAsync(Follow));
        }
        _began = true;
        await Load();
    }

    /// <summary>Asks again and draws the answer.</summary>
    protected async Task Reload()
    {
        if (_closed.IsCancellationRequested) return;
        await Load();
        if (!_closed.IsCancellationRequested) StateHasChanged();
    }

    private Task Follow() => Follows ? Reload() : Task.CompletedTask;

    private async Task Load()
    {
        var subject = _asked = Subject;
        var question = ++_questions;
        try
        {
            var view = await Ask(_closed.Token);
            if (!Equals(subject, _asked)) return;   // the page has moved on meanwhile
            if (question < _answered) return;       // a later question was answered sooner, and knows more
            _answered = question;
            View = view;
            Problem = null;
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was closed.
        }
        catch (NavigationException)
        {
            throw;   // while a page is prerendered this is how it sends the visitor elsewhere
        }
        catch (Exception problem)
        {
            // A page that cannot read stays where it is and says so; the next change, or a click, tries again.
            Log.AskingFailed(Logs.CreateLogger(GetType()), problem);
            if (question > _answered) Problem = "This could not be loaded.";
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_closed.IsCancellationRequested) return;
        _watch?.Dispose();
        _closed.Cancel();
        _closed.Dispose();
    }

    private static class Log
    {
        private static readonly Action<ILogger, Exception?> Failed =
            LoggerMessage.Define(LogLevel.Warning, new EventId(1, "AskingFailed"), "A page could not read what it shows.");

        public static void AskingFailed(ILogger log, Exception problem) => Failed(log, problem);
    }
}
