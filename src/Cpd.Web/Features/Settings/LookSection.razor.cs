using Cpd.Adapters.Preferences;
using Microsoft.AspNetCore.Components.Forms;

namespace Cpd.Web.Features.Settings;

public sealed partial class LookSection
{
    private string? _accent;
    private string? _logo;
    private string? _problem;
    private bool _isReady;
    private bool _isBusy;
    private bool _done;

    protected override async Task OnInitializedAsync()
    {
        var look = await Looks.Of(Caller.Workspace, CancellationToken.None);
        (_accent, _logo, _isReady) = (look.Accent, look.Logo, true);
    }

    private async Task Take(InputFileChangeEventArgs change)
    {
        (_problem, _done) = (null, false);
        if (!PageLooks.LogoTypes.Contains(change.File.ContentType) || change.File.Size > PageLooks.LargestLogo)
        {
            _problem = PageLooks.Refused;
            return;
        }
        using var picture = new MemoryStream();
        await using (var file = change.File.OpenReadStream(PageLooks.LargestLogo)) await file.CopyToAsync(picture);
        _logo = $"data:{change.File.ContentType};base64,{Convert.ToBase64String(picture.ToArray())}";
    }

    private async Task Save()
    {
        _isBusy = true;
        _problem = (await Actions.Save(new PageLook(_accent?.Trim() is { Length: > 0 } accent ? accent : null, _logo), CancellationToken.None))?.Sentence;
        (_done, _isBusy) = (_problem is null, false);
    }
}
