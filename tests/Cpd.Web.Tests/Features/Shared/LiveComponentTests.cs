using Bunit;
using Cpd.Web.Features.Shared;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Web.Tests.Features.Shared;

public sealed class LiveComponentTests : BunitContext
{
    public LiveComponentTests() => Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);

    [Fact]
    public async Task An_answer_that_comes_after_a_newer_one_is_not_shown()
    {
        var page = Render<Asking>();
        var changed = page.Instance.Changed!();

        page.Instance.Answers[1].SetResult("newer");
        await changed;
        await page.InvokeAsync(() => page.Instance.Answers[0].SetResult("older"));
        page.Render();

        Assert.Equal("newer", page.Markup);
    }

    [Fact]
    public async Task Answers_in_the_order_of_their_questions_are_all_shown()
    {
        var page = Render<Asking>();
        var changed = page.Instance.Changed!();

        await page.InvokeAsync(() => page.Instance.Answers[0].SetResult("older"));
        page.Render();
        Assert.Equal("older", page.Markup);

        page.Instance.Answers[1].SetResult("newer");
        await changed;
        Assert.Equal("newer", page.Markup);
    }

    [Fact]
    public async Task A_question_that_fails_after_a_newer_one_was_answered_is_no_problem_of_the_page()
    {
        var page = Render<Asking>();
        var changed = page.Instance.Changed!();

        page.Instance.Answers[1].SetResult("newer");
        await changed;
        await page.InvokeAsync(() => page.Instance.Answers[0].SetException(new InvalidOperationException("late")));
        page.Render();

        Assert.Equal("newer", page.Markup);
    }

    private sealed class Asking : LiveComponent<string>
    {
        public List<TaskCompletionSource<string>> Answers { get; } = [];

        public Func<Task>? Changed { get; private set; }

        protected override Task<string> Ask(CancellationToken ct)
        {
            Answers.Add(new());
            return Answers[^1].Task;
        }

        protected override IDisposable? Watch(Func<Task> changed)
        {
            Changed = changed;
            return null;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, View + Problem);
    }
}
