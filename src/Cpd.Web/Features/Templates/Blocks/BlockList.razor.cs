using Cpd.Engine.Templates.Email;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Cpd.Web.Features.Templates.Blocks;

public sealed partial class BlockList(IJSRuntime js) : IAsyncDisposable
{
    private ElementReference _list;
    private IJSObjectReference? _module;
    private (int? From, int To, bool IsNew)? _moved;

    [Parameter, EditorRequired]
    public IReadOnlyList<EmailBlock> Blocks { get; set; } = [];

    /// <summary>What stands before the numbers of these blocks where problems name them: empty, or <c>3.left.</c></summary>
    [Parameter]
    public string Above { get; set; } = "";

    /// <summary>All blocks as they are to be.</summary>
    [Parameter, EditorRequired]
    public EventCallback<IReadOnlyList<EmailBlock>> Changed { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<EmailBlockProblem> Problems { get; set; } = [];

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                _module = await js.InvokeAsync<IJSObjectReference>("import", "./Features/Templates/Blocks/BlockList.razor.js");
                await _module.InvokeVoidAsync("attach", _list);
            }
            if (_moved is not { } moved || _module is null) return;

            _moved = null;
            await _module.InvokeVoidAsync("follow", _list, moved.From, moved.To, moved.IsNew);
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its keys with it.
        }
    }

    private Task Put(int number, EmailBlock block) => Change(blocks => blocks[number] = block);

    private Task Move(int from, int to)
    {
        if (to < 0 || to >= Blocks.Count) return Task.CompletedTask;

        _moved = (from, to, false);
        return Change(blocks => (blocks[from], blocks[to]) = (blocks[to], blocks[from]));
    }

    private Task Duplicate(int number)
    {
        _moved = (number, number + 1, false);
        return Change(blocks => blocks.Insert(number + 1, blocks[number]));
    }

    private Task Remove(int number)
    {
        _moved = Blocks.Count > 1 ? (number, Math.Min(number, Blocks.Count - 2), false) : null;
        return Change(blocks => blocks.RemoveAt(number));
    }

    /// <summary>At the end; a footer stays below it.</summary>
    private Task Add(EmailBlock block)
    {
        var at = Blocks.Count > 0 && Blocks[^1] is EmailBlock.Footer ? Blocks.Count - 1 : Blocks.Count;
        _moved = (null, at, true);
        return Change(blocks => blocks.Insert(at, block));
    }

    private Task Change(Action<List<EmailBlock>> change)
    {
        List<EmailBlock> blocks = [.. Blocks];
        change(blocks);
        return Changed.InvokeAsync(blocks);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null) await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // Went with the page.
        }
    }
}
