using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cpd.Engine.Templates;

/// <summary>A part of a compiled template.</summary>
internal abstract class TemplateNode
{
    public abstract void Render(TemplateRun run);

    /// <summary>What stands between the tags.</summary>
    public sealed class Text(string text) : TemplateNode
    {
        public override void Render(TemplateRun run) => run.Output.Write(text);
    }

    /// <summary>A place to fill in.</summary>
    public sealed class Place(TemplateExpression expression, bool raw) : TemplateNode
    {
        public override void Render(TemplateRun run)
        {
            var value = expression.Evaluate(run);
            if (value.IsNothing) run.Miss(expression.Name);
            else if (value.IsComposite) run.Fail($"{expression.Name} is a list or an object; use one of its values, or {{{{json {expression.Name}}}}}.");
            else if (value.Text is null && value.Json.ValueKind is JsonValueKind.String && !run.Output.Escapes) WriteText(run, value);
            else if (value.AsText() is not { } text) run.Fail($"{expression.Name} is invalid text.");
            else if (raw || (value.IsJsonText && run.Output.WritesJson)) run.Output.Write(text);
            else run.Output.WriteEscaped(text);
        }

        /// <summary>Straight from the JSON's bytes: most places are short texts without anything to unescape.</summary>
        private void WriteText(TemplateRun run, in TemplateValue value)
        {
            var text = JsonMarshal.GetRawUtf8Value(value.Json)[1..^1];
            if (!text.Contains((byte)'\\')) run.Output.WriteUtf8(text);
            else if (value.AsText() is { } unescaped) run.Output.Write(unescaped);
            else run.Fail($"{expression.Name} is invalid text.");
        }
    }

    /// <summary><c>if</c> with its <c>else if</c>s; <c>unless</c> is one whose question is turned around.</summary>
    public sealed class Choice((TemplateExpression Question, bool Expected, TemplateNode[] Nodes)[] branches, TemplateNode[] otherwise) : TemplateNode
    {
        public override void Render(TemplateRun run)
        {
            foreach (var (question, expected, nodes) in branches)
                if (question.Evaluate(run).IsTrue == expected)
                {
                    run.Render(nodes);
                    return;
                }
            run.Render(otherwise);
        }
    }

    /// <summary><c>each</c>: once for every element of a list or member of an object, or else the other part.</summary>
    public sealed class Each(TemplateExpression list, TemplateNode[] nodes, TemplateNode[] otherwise) : TemplateNode
    {
        public override void Render(TemplateRun run)
        {
            var elements = list.Evaluate(run).Json;
            var count = elements.ValueKind switch
            {
                JsonValueKind.Array => elements.GetArrayLength(),
                JsonValueKind.Object => elements.GetPropertyCount(),
                _ => 0,
            };
            if (count == 0)
            {
                run.Render(otherwise);
                return;
            }

            var frame = new TemplateFrame(run.Frame) { Index = -1, Count = count };
            run.Frame = frame;
            if (elements.ValueKind is JsonValueKind.Array)
                foreach (var element in elements.EnumerateArray()) Element(run, frame, element, null);
            else
                foreach (var member in elements.EnumerateObject()) Element(run, frame, member.Value, NameOf(member));
            run.Frame = frame.Outer;
        }

        private void Element(TemplateRun run, TemplateFrame frame, JsonElement element, string? key)
        {
            if (!run.Next()) return;
            frame.Index++;
            (frame.Element, frame.Key) = (element, key);
            run.Render(nodes);
        }

        private static string? NameOf(JsonProperty member)
        {
            try
            {
                return member.Name;
            }
            catch (InvalidOperationException)
            {
                return null;   // escaped into something that is no text
            }
        }
    }

    /// <summary><c>with</c>: about one value, or else the other part.</summary>
    public sealed class With(TemplateExpression value, TemplateNode[] nodes, TemplateNode[] otherwise) : TemplateNode
    {
        public override void Render(TemplateRun run)
        {
            var about = value.Evaluate(run);
            if (!about.IsTrue)
            {
                run.Render(otherwise);
                return;
            }

            run.Frame = new TemplateFrame(run.Frame) { Element = about.Json, Count = 1 };
            run.Render(nodes);
            run.Frame = run.Frame.Outer;
        }
    }
}
