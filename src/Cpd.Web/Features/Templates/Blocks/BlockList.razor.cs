using Cpd.Engine.Templates.Email;
using Cpd.Web.Features.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Cpd.Web.Features.Templates.Blocks;

public sealed partial class BlockList(IJSRuntime browser) : IAsyncDisposable
{
    private readonly PageScript _script = new(browser, "./Features/Templates/Blocks/BlockList.razor.js");
    private ElementReference _list;
    private (int? From, int To, bool IsNew)? _moved;

    [CascadingParameter]
    public TouchedFields Touched { get; set; } = null!;

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
        if (firstRender) await _script.Attach(_list);
        if (_moved is not { } moved) return;

        _moved = null;
        await _script.Call("follow", moved.From, moved.To, moved.IsNew);
    }

    private Task Put(int number, EmailBlock block) => Change(blocks => blocks[number] = block);

    private Task Move(int from, int to)
    {
        if (to < 0 || to >= Blocks.Count) return Task.CompletedTask;

        _moved = (from, to, false);
        Touched.Move(Above, number => number == from ? to : number == to ? from : number);
        return Change(blocks => (blocks[from], blocks[to]) = (blocks[to], blocks[from]));
    }

    private Task Duplicate(int number)
    {
        _moved = (number, number + 1, false);
        Touched.Move(Above, other => other > number ? other + 1 : other);
        return Change(blocks => blocks.Insert(number + 1, blocks[number]));
    }

    private Task Remove(int number)
    {
        _moved = Blocks.Count > 1 ? (number, Math.Min(number, Blocks.Count - 2), false) : null;
        Touched.Move(Above, other => other == number ? null : other > number ? other - 1 : other);
        return Change(blocks => blocks.RemoveAt(number));
    }

    /// <summary>At the end; a footer stays below it.</summary>
    private Task Add(EmailBlock block)
    {
        var at = Blocks.Count > 0 && Blocks[^1] is EmailBlock.Footer ? Blocks.Count - 1 : Blocks.Count;
        _moved = (null, at, true);
        Touched.Move(Above, other => other >= at ? other + 1 : other);
        return Change(blocks => blocks.Insert(at, block));
    }

    private Task Change(Action<List<EmailBlock>> change)
    {
        List<EmailBlock> blocks = [.. Blocks];
        change(blocks);
        return Changed.InvokeAsync(blocks);
    }

    public ValueTask DisposeAsync() => _script.DisposeAsync();
}
