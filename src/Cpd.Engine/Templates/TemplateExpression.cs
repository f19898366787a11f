using System.Globalization;
using System.Text.Json;
using Cpd.Engine.Conditions;
using Cpd.Engine.People;

namespace Cpd.Engine.Templates;

/// <summary>What stands in a tag: a path, a value, or a helper with its arguments.</summary>
internal abstract class TemplateExpression
{
    /// <summary>How people know it: the path that was looked at.</summary>
    public abstract string Name { get; }

    public abstract TemplateValue Evaluate(TemplateRun run);

    /// <summary>A value as it stands.</summary>
    public sealed class Fixed(TemplateValue value, string name) : TemplateExpression
    {
        public override string Name => name;

        public TemplateValue Value => value;

        public override TemplateValue Evaluate(TemplateRun run) => value;
    }

    /// <summary>A path from one of the roots.</summary>
    public sealed class Found(ValuePath path) : TemplateExpression
    {
        public override string Name { get; } = path.ToString();

        public override TemplateValue Evaluate(TemplateRun run) => TemplateValue.Of(path.Get(run.Facts));
    }

    /// <summary>A path from the element that a block around is about.</summary>
    /// <param name="up">How many blocks further out.</param>
    public sealed class Within(int up, JsonPath.Segment[] segments, string name) : TemplateExpression
    {
        public override string Name => name;

        public override TemplateValue Evaluate(TemplateRun run) => TemplateValue.Of(JsonPath.Get(FrameAt(run, up).Element, segments));
    }

    /// <summary>Where a loop stands: <c>@index</c>, <c>@key</c>, <c>@first</c>, <c>@last</c>.</summary>
    public sealed class Place(int up, LoopPlace place, string name) : TemplateExpression
    {
        public override string Name => name;

        public override TemplateValue Evaluate(TemplateRun run)
        {
            var frame = FrameAt(run, up);
            return place switch
            {
                LoopPlace.First => TemplateValue.Of(frame.Index == 0),
                LoopPlace.Last => TemplateValue.Of(frame.Index == frame.Count - 1),
                LoopPlace.Key when frame.Key is not null => TemplateValue.Of(frame.Key),
                _ => TemplateValue.Of(JsonElement.Parse(frame.Index.ToString(CultureInfo.InvariantCulture))),
            };
        }
    }

    /// <summary>A helper with its arguments. Without its first argument's value it has none either, and that one is what is missing.</summary>
    public sealed class Call(TemplateHelper helper, TemplateExpression[] arguments) : TemplateExpression
    {
        public override string Name => arguments[0].Name;

        public override TemplateValue Evaluate(TemplateRun run) => helper.Apply(run, arguments);
    }

    private static TemplateFrame FrameAt(TemplateRun run, int up)
    {
        var frame = run.Frame!;
        for (; up > 0; up--) frame = frame.Outer!;
        return frame;
    }
}

internal enum LoopPlace
{
    Index,
    Key,
    First,
    Last,
}
