using Bunit;
using Cpd.Web.Features.Shared.Fields;

namespace Cpd.Web.Tests.Features.Shared;

public sealed class DurationFieldTests : BunitContext
{
    private readonly List<TimeSpan?> _said = [];

    [Fact]
    public void What_comes_back_late_does_not_undo_what_was_typed_since()
    {
        var field = Open();

        field.Find("input").Input("1");
        field.Find("input").Input("12");
        field.Render(late => late.Add(time => time.Value, TimeSpan.FromHours(1)));
        Assert.Equal("12", field.Find("input").GetAttribute("value"));

        field.Render(inTime => inTime.Add(time => time.Value, TimeSpan.FromHours(12)));
        Assert.Equal("12", field.Find("input").GetAttribute("value"));
        Assert.Equal([TimeSpan.FromHours(1), TimeSpan.FromHours(12)], _said);
    }

    [Fact]
    public void What_somebody_else_sets_is_shown()
    {
        var field = Open();

        field.Find("input").Input("1");
        field.Render(back => back.Add(time => time.Value, TimeSpan.FromHours(1)));
        field.Render(undone => undone.Add(time => time.Value, TimeSpan.FromDays(2)));
        Assert.Equal("2", field.Find("input").GetAttribute("value"));
        Assert.Equal("days", field.Find("select").GetAttribute("value"));

        field.Render(undone => undone.Add(time => time.Value, TimeSpan.FromHours(1)));
        Assert.Equal("1", field.Find("input").GetAttribute("value"));
        Assert.Equal("hours", field.Find("select").GetAttribute("value"));
    }

    private IRenderedComponent<DurationField> Open() => Render<DurationField>(field => field
        .Add(time => time.Value, TimeSpan.FromHours(5))
        .Add(time => time.ValueChanged, value => _said.Add(value)));
}
