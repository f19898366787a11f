using Cpd.Engine.UserView;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Operations;

public sealed partial class UserViewState(UserViewRebuild rebuild, Caller caller, TimeProvider clock, ILogger<UserViewState> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private bool _asks;
    private bool _isStarting;
    private bool _wasRebuilding;
    private bool _rebuilt;
    private string? _refused;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var progress = await rebuild.Progress(ct);
        _rebuilt = (_rebuilt || _wasRebuilding) && !progress.IsRebuilding;
        _wasRebuilding = progress.IsRebuilding;
        return new Shown(progress, _asks ? await rebuild.OldestRecord(ct) : null);
    }

    protected override IDisposable Watch(Func<Task> changed) => new Every(Pause, clock, changed);

    private async Task Start()
    {
        await caller.RequireEverywhere(Right.Operate);   // it empties the view of all workspaces
        _isStarting = true;
        _refused = null;
        try
        {
            await rebuild.Start(transaction => Audit.Add(transaction, caller, "user-view.rebuilt", "user view"), CancellationToken.None);
            _wasRebuilding = true;   // it may be over before anybody looks
        }
        catch (Exception problem)
        {
            // Whatever it was, nothing was emptied; whoever clicked can click again.
            Log.NotStarted(logger, problem);
            _refused = "The rebuild could not be started. Try again in a moment.";
        }
        _isStarting = _asks = false;
        await Reload();
    }

    private static long Done(RebuildProgress progress) => Math.Clamp(progress.Total - progress.Left, 0, progress.Total);

    /// <param name="Oldest">Known while one is asked whether to rebuild.</param>
    public sealed record Shown(RebuildProgress Progress, DateTimeOffset? Oldest);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The rebuild of the user view could not be started")]
        public static partial void NotStarted(ILogger log, Exception problem);
    }
}
