using Microsoft.JSInterop;

namespace Cpd.Web.Features.Shared;

/// <summary>
/// A component's own script in the browser: its module has an <c>attach</c>, and what that returns has the functions that are
/// called. The component may go at any moment, while the browser is still on its way. Then nothing is called any more, and
/// nothing is wrong.
/// </summary>
/// <param name="path">Of the module, from the root of the product: <c>./Features/.../Thing.razor.js</c>.</param>
internal sealed class PageScript(IJSRuntime browser, string path) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _attached;
    private bool _isGone;

    /// <summary>Loads the module and gives it the component's elements; only once they are drawn.</summary>
    public Task Attach(params object?[] parts) => WhileThere(async () =>
    {
        _module = await browser.InvokeAsync<IJSObjectReference>("import", path);
        if (!_isGone) _attached = await _module.InvokeAsync<IJSObjectReference>("attach", parts);
        if (_isGone) await Release();
    });

    /// <summary>Does nothing where the script is not there yet, or no longer.</summary>
    public Task Call(string function, params object?[] values) =>
        _attached is { } attached ? WhileThere(() => attached.InvokeVoidAsync(function, values).AsTask()) : Task.CompletedTask;

    /// <summary>The default where the script is not there yet, or no longer.</summary>
    public async Task<T?> Ask<T>(string function, params object?[] values)
    {
        var answer = default(T);
        if (_attached is { } attached) await WhileThere(async () => answer = await attached.InvokeAsync<T>(function, values));
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        await WhileThere(Release);
    }

    private async Task Release()
    {
        var (attached, module) = (_attached, _module);
        (_attached, _module) = (null, null);
        if (attached is not null)
        {
            await attached.InvokeVoidAsync("detach");
            await attached.DisposeAsync();
        }
        if (module is not null) await module.DisposeAsync();
    }

    private async Task WhileThere(Func<Task> talk)
    {
        try
        {
            await talk();
        }
        catch (JSDisconnectedException)
        {
            // The page was closed, and its script with it.
        }
        catch (Exception gone) when (_isGone && gone is JSException or ObjectDisposedException or OperationCanceledException)
        {
            // The component went while the browser was on its way, and its elements with it.
        }
    }
}
