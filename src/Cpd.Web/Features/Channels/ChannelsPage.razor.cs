using Cpd.Adapters;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip;
using Cpd.Engine.UserView;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Channels;

public sealed partial class ChannelsPage(ChannelQueries channels, ChannelActions actions, ConnectionCheck check, AccountBook book, LiveFeed feed, CurrentWorkspace workspace)
{
    /// <summary>By the part of the page they belong to.</summary>
    private readonly Dictionary<string, ChannelRefusal> _refusals = [];
    private string? _baseUrl;
    private bool _asksToRemove;
    private bool _checking;
    private ConnectionResult? _checked;

    /// <summary>On its way to being sealed. It is never drawn, and forgotten as soon as it is saved.</summary>
    private string _key = "";

    /// <summary>Another number is another, empty field.</summary>
    private int _keyField;

    protected override async Task<ChannelOverview> Ask(CancellationToken ct)
    {
        var view = await channels.Of(workspace.Id, ct);
        _baseUrl ??= view.Account?.BaseUrl ?? "";
        return view;
    }

    protected override IDisposable Watch(Func<Task> changed) => feed.Watch(workspace.Id, null, changed);

    private static string HostOf(string address) => new Uri(address).Host;

    private void Typed(ChangeEventArgs change) => _key = change.Value as string ?? "";

    private async Task SaveAccount()
    {
        var saved = await Do("account", actions.SetAccount(_baseUrl ?? "", _key.Length == 0 ? null : _key));
        if (!saved) return;

        (_baseUrl, _key, _checked, _keyField) = (View!.Account?.BaseUrl, "", null, _keyField + 1);
    }

    private async Task Remove()
    {
        _asksToRemove = false;
        if (await Do("account", actions.RemoveAccount())) (_baseUrl, _checked) = ("", null);
    }

    private Task<bool> Choose(AccountMode mode) => Do("mode", actions.Choose(mode));

    private async Task Check()
    {
        (_checking, _checked) = (true, null);
        StateHasChanged();
        if (await actions.Denied() is { } denied)
        {
            (_checking, _checked) = (false, new ConnectionResult(false, denied.Code, denied.Reason));
            return;
        }
        var isTyped = _key.Length > 0 || (View!.Account is { } saved && AccountKeeper.BaseUrl(_baseUrl ?? "") != saved.BaseUrl);
        _checked = isTyped && _key.Length == 0
            ? new ConnectionResult(false, "account.no-key", "The base URL has changed: enter the key of that account, too.")
            : isTyped
                ? await check.Try(_baseUrl ?? "", _key, CancellationToken.None)
                : await check.Try(new AccountRef(workspace.Id, book.Of(workspace.Id).Account), View!.Installation, CancellationToken.None);
        _checking = false;
    }

    private Task<bool> Rotate() => Do("webhooks", actions.RotateSecret());

    /// <summary>True where it was done; what was refused stands at its place.</summary>
    private async Task<bool> Do(string where, Task<ChannelRefusal?> action)
    {
        if (await action is { } refusal) _refusals[where] = refusal;
        else _refusals.Remove(where);
        await Reload();
        return !_refusals.ContainsKey(where);
    }
}
