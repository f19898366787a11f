using Cpd.Web.Features.Shared;
using Microsoft.JSInterop;

namespace Cpd.Web.Tests.Features.Shared;

/// <summary>A component goes whenever it likes, also between a question to the browser and its answer.</summary>
public sealed class PageScriptTests
{
    private readonly Browser _browser = new();
    private readonly PageScript _script;

    public PageScriptTests() => _script = new PageScript(_browser, "./thing.js");

    [Fact]
    public async Task What_goes_while_its_script_is_loaded_calls_nothing()
    {
        var attaching = _script.Attach("parts");
        await _script.DisposeAsync();
        _browser.Module.SetResult(_browser);
        await attaching;
        await _script.Call("paint");

        Assert.Equal(["import", "dispose"], _browser.Heard);
    }

    [Fact]
    public async Task What_goes_while_it_is_attached_is_taken_off_afterwards()
    {
        _browser.Module.SetResult(_browser);
        var attaching = _script.Attach("parts");
        await _script.DisposeAsync();
        _browser.Attached.SetResult(_browser);
        await attaching;

        Assert.Equal("detach", Assert.Single(_browser.Heard, heard => heard == "detach"));
    }

    [Theory]
    [InlineData(typeof(ObjectDisposedException))]
    [InlineData(typeof(JSException))]
    [InlineData(typeof(TaskCanceledException))]
    public async Task What_goes_while_the_browser_works_takes_its_complaint_for_nothing(Type complaint)
    {
        _browser.Module.SetResult(_browser);
        _browser.Attached.SetResult(_browser);
        await _script.Attach("parts");
        var painting = _script.Call("paint");
        await _script.DisposeAsync();
        _browser.Painted.SetException((Exception)Activator.CreateInstance(complaint, "it is gone")!);

        await painting;
    }

    [Fact]
    public async Task A_fault_of_the_script_is_told_while_somebody_is_there()
    {
        _browser.Module.SetResult(_browser);
        _browser.Attached.SetResult(_browser);
        await _script.Attach("parts");
        _browser.Painted.SetException(new JSException("paint is not a function"));

        await Assert.ThrowsAsync<JSException>(() => _script.Call("paint"));
    }

    [Fact]
    public async Task A_page_that_was_closed_is_no_fault()
    {
        _browser.Module.SetException(new JSDisconnectedException("closed"));

        await _script.Attach("parts");
        Assert.Null(await _script.Ask<int[]>("middle"));
    }

    private sealed class Browser : IJSRuntime, IJSObjectReference
    {
        public List<string> Heard { get; } = [];

        public TaskCompletionSource<object> Module { get; } = new();

        public TaskCompletionSource<object> Attached { get; } = new();

        public TaskCompletionSource<object> Painted { get; } = new();

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args)
        {
            Heard.Add(identifier);
            return identifier switch
            {
                "import" => (TValue)await Module.Task,
                "attach" => (TValue)await Attached.Task,
                "paint" => (TValue)await Painted.Task,
                _ => default!,
            };
        }

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);

        public ValueTask DisposeAsync()
        {
            Heard.Add("dispose");
            return ValueTask.CompletedTask;
        }
    }
}
