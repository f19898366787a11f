using Bunit;
using Cpd.Adapters.Preferences;
using Cpd.Engine.Templates.Stored;
using Cpd.EventLog.Storage;
using Cpd.Web.Features.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Web.Tests.Features.Templates;

public sealed class EmailEditorTests : PageTest
{
    private readonly TaskCompletionSource _databaseAnswers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<string> _begun = [];

    public EmailEditorTests()
    {
        AddChannels();
        Services.AddSingleton(services => new PageLooks(new SlowDatabase(services.GetRequiredService<IDbContextFactory<CpdDb>>(), _databaseAnswers.Task)));
    }

    [Fact]
    public async Task A_new_email_begins_with_blocks_in_the_workspaces_look()
    {
        var editor = New();
        await Answer(editor);

        Assert.Contains("\"blocks\"", Assert.Single(_begun), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Html_that_was_written_before_the_first_blocks_came_stays()
    {
        var editor = New();
        editor.Render(parameters => parameters.Add(it => it.Variant, Variant("<p>Hi</p>")));
        await Answer(editor);

        Assert.Empty(_begun);
        Assert.Equal("<p>Hi</p>", editor.Find("[aria-label='HTML']").GetAttribute("value"));
    }

    private IRenderedComponent<EmailEditor> New() => Render<EmailEditor>(parameters => parameters
        .Add(it => it.Variant, Variant(html: null))
        .Add(it => it.Begins, _begun.Add));

    private static TemplateVariant Variant(string? html) => new("", html is null ? [] : new Dictionary<string, string> { [TemplateParts.Html] = html });

    /// <summary>The editor renders once more when it has done with the answer.</summary>
    private async Task Answer(IRenderedComponent<EmailEditor> editor)
    {
        var before = editor.RenderCount;
        _databaseAnswers.SetResult();
        await editor.WaitForStateAsync(() => editor.RenderCount > before);
    }

    private sealed class SlowDatabase(IDbContextFactory<CpdDb> database, Task answers) : IDbContextFactory<CpdDb>
    {
        public CpdDb CreateDbContext() => database.CreateDbContext();

        public async Task<CpdDb> CreateDbContextAsync(CancellationToken ct)
        {
            await answers;
            return await database.CreateDbContextAsync(ct);
        }
    }
}
