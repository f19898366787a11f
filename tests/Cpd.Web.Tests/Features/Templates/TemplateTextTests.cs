using Bunit;
using Cpd.Web.Features.Templates;

namespace Cpd.Web.Tests.Features.Templates;

public sealed class TemplateTextTests : BunitContext
{
    public TemplateTextTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public async Task What_the_page_gives_back_late_takes_no_letters_away()
    {
        var told = new List<string>();
        var field = Render<TemplateText>(parameters => parameters.Add(text => text.Label, "Text").Add(text => text.Text, "").Add(text => text.TextChanged, told.Add));

        await field.Find("textarea").InputAsync(new() { Value = "a" });
        await field.Find("textarea").InputAsync(new() { Value = "ab" });
        field.Render(parameters => parameters.Add(text => text.Text, "a"));
        Assert.Equal("ab", field.Find("textarea").GetAttribute("value"));

        field.Render(parameters => parameters.Add(text => text.Text, "ab"));
        field.Render(parameters => parameters.Add(text => text.Text, "what was there before"));
        Assert.Equal("what was there before", field.Find("textarea").GetAttribute("value"));
        Assert.Equal(["a", "ab"], told);
    }
}
