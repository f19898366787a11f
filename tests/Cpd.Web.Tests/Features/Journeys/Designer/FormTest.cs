using Bunit;
using Cpd.Engine.Journeys;
using Cpd.Engine.UserView.Seen;
using Cpd.Web.Features.Journeys.Designer;
using Cpd.Web.Features.Journeys.Designer.Steps;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Tests.Features.Journeys.Designer;

/// <summary>A form of a step within a journey, as the designer shows it: what it answers comes back to it.</summary>
public abstract class FormTest : BunitContext
{
    protected static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    protected FormTest() => JSInterop.Mode = JSRuntimeMode.Loose;

    protected static SeenData Seen { get; } = new(
        [
            new("Cart Updated", 12, Now, Now,
            [
                new("cart_id", SeenTypes.Text, ["\"c-1\"", "\"c-2\""]), new("total", SeenTypes.Number, ["149.5", "12"]), new("gift", SeenTypes.Truth, ["true"]),
                new("ships_at", SeenTypes.Date, ["\"2030-02-01\""]), new("tags", SeenTypes.List, []),
            ]),
            new("Order Paid", 3, Now, Now, [new("cart_id", SeenTypes.Text, ["\"c-1\""]), new("[\"Order number\"]", SeenTypes.Number, ["7"])]),
        ],
        [new("country", SeenTypes.Text, ["\"HR\"", "\"SI\""]), new("firstName", SeenTypes.Text, ["\"Ana\""]), new("renewal", SeenTypes.Date, [])]);

    protected static Journey JourneyOf(params IReadOnlyList<JourneyStep> steps) =>
        new("cart", "Cart", [new JourneyEntry("Cart Updated")], new Reentry.AfterLeaving(), steps[0].Id, steps);

    /// <summary>The form of the first step; the others stand around it.</summary>
    protected Opened<T> Open<T>(T step, params IReadOnlyList<JourneyStep> others) where T : JourneyStep
    {
        var opened = new Opened<T>(this, step, others);
        opened.Form = Render<StepForm>(parameters => opened.Give(parameters));
        return opened;
    }

    protected sealed class Opened<T>(FormTest test, T step, IReadOnlyList<JourneyStep> others) where T : JourneyStep
    {
        public IRenderedComponent<StepForm> Form { get; set; } = null!;

        public T Step { get; private set; } = step;

        public IReadOnlyList<string> Problems => [.. Form.FindAll(".problem").Select(problem => problem.TextContent.Trim())];

        public void Give(ComponentParameterCollectionBuilder<StepForm> parameters) => parameters
            .Add(form => form.Step, Step)
            .Add(form => form.Context, new EditorContext(JourneyOf([Step, .. others]), Seen))
            .Add(form => form.Changed, EventCallback.Factory.Create<JourneyStep>(test, changed =>
            {
                Step = (T)changed;
                Form.Render(Give);
            }));

        /// <summary>Types into the field with this label or name.</summary>
        public void Type(string field, string text) => Field(field).Input(text);

        public void Choose(string field, string option)
        {
            var select = Field(field);
            select.Change(select.QuerySelectorAll("option").Single(each => each.TextContent == option).GetAttribute("value")!);
        }

        public void Turn(string field, bool on) => Field(field).Change(on);

        public void Press(string button) =>
            Form.FindAll("button").First(each => each.TextContent.Trim() == button || each.GetAttribute("aria-label") == button || each.GetAttribute("title") == button).Click();

        public AngleSharp.Dom.IElement Field(string name)
        {
            var label = Form.FindAll("label").FirstOrDefault(each => each.TextContent.Trim() == name);
            return label is null
                ? Form.Find($"[aria-label=\"{name}\"]")
                : label.QuerySelector("input") ?? Form.Find("#" + label.GetAttribute("for"));
        }
    }
}
