using Bunit;
using Cpd.Web.Features.Shared.Fields;

namespace Cpd.Web.Tests.Features.Shared;

public sealed class PickOrTypeTests : BunitContext
{
    private string _value = "";

    [Fact]
    public void The_arrows_open_the_list_and_Enter_takes_what_they_stand_on()
    {
        var field = Open();

        field.Find("input").KeyDown("ArrowDown");
        field.Find("input").KeyDown("ArrowDown");
        Assert.Equal("Order Paid", field.Find("[aria-selected=true] .called").TextContent);
        Assert.Equal(field.Find("[aria-selected=true]").Id, field.Find("input").GetAttribute("aria-activedescendant"));

        field.Find("input").KeyDown("Enter");
        Assert.Equal("Order Paid", _value);
        Assert.Equal("false", field.Find("input").GetAttribute("aria-expanded"));
    }

    [Fact]
    public void Up_from_the_top_is_the_last_one()
    {
        var field = Open();

        field.Find("input").KeyDown("ArrowUp");

        Assert.Equal("Signed Up", field.Find("[aria-selected=true] .called").TextContent);
    }

    [Fact]
    public void Typing_narrows_the_list_and_is_a_value_by_itself()
    {
        var field = Open();

        field.Find("input").Input("p");
        Assert.Equal("p", _value);
        Assert.Equal(["Cart Updated", "Order Paid", "Signed Up"], Shown(field));

        field.Find("input").Input("pai");
        Assert.Equal(["Order Paid"], Shown(field));

        field.Find("input").Input("Order Unpaid");
        Assert.Empty(Shown(field));
        Assert.Equal("Order Unpaid", _value);
    }

    [Fact]
    public void Enter_on_nothing_keeps_what_was_typed()
    {
        var field = Open();

        field.Find("input").Input("pai");
        field.Find("input").KeyDown("Enter");

        Assert.Equal("pai", _value);
        Assert.Empty(Shown(field));
    }

    [Fact]
    public void Esc_and_leaving_close_the_list_and_keep_the_text()
    {
        var field = Open();
        field.Find("input").Input("pai");

        field.Find("input").KeyDown("Escape");
        Assert.Empty(Shown(field));

        field.Find("input").KeyDown("ArrowDown");
        Assert.NotEmpty(Shown(field));
        field.Find(".pick").TriggerEvent("onfocusout", new Microsoft.AspNetCore.Components.Web.FocusEventArgs());

        Assert.Empty(Shown(field));
        Assert.Equal("pai", field.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void A_click_takes_one_too()
    {
        var field = Open();
        field.Find("input").Click();

        field.FindAll("[role=option]")[2].Click();

        Assert.Equal("Signed Up", _value);
    }

    private static IEnumerable<string> Shown(IRenderedComponent<PickOrType> field) => field.FindAll("[role=option] .called").Select(option => option.TextContent);

    private IRenderedComponent<PickOrType> Open() => Render<PickOrType>(parameters => parameters
        .Add(field => field.Label, "Event")
        .Add(field => field.Options, [new("Cart Updated"), new("Order Paid", Detail: "3 ×"), new("Signed Up")])
        .Add(field => field.ValueChanged, value => _value = value));
}
