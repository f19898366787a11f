using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Shared;

public sealed partial class MailFrame(TimeProvider clock) : IDisposable
{
    // The page's own policy holds in the frame, too; this one is stricter. In front of all, so that nothing of the mail comes before it.
    private const string Before =
        "<!doctype html><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
        + "<meta name=\"color-scheme\" content=\"light\"><meta name=\"viewport\" content=\"width=device-width\">";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private string? _shown;
    private ITimer? _settling;

    [Parameter, EditorRequired]
    public string Html { get; set; } = "";

    [Parameter]
    public string Title { get; set; } = "The e-mail";

    /// <summary>Whether its links can be followed; each opens beside the page.</summary>
    [Parameter]
    public bool Links { get; set; }

    private string Document => Before + (Links ? "<base target=\"_blank\">" : "") + Html;

    /// <summary>A frame is loaded as a whole: while somebody types it keeps still, rather than flicker with every letter.</summary>
    protected override void OnParametersSet()
    {
        _shown ??= Document;
        if (Document == _shown) return;
        _settling ??= clock.CreateTimer(_ => InvokeAsync(Settle), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _settling.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    private void Settle()
    {
        _shown = Document;
        StateHasChanged();
    }

    public void Dispose() => _settling?.Dispose();
}
