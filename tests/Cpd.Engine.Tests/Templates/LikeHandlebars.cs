using System.Text.Json;
using Cpd.Engine.Templates;
using FsCheck;
using FsCheck.Fluent;
using HandlebarsDotNet;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Templates;

/// <summary>Where our templates and Handlebars itself both have an answer, it is the same one.</summary>
public class LikeHandlebars
{
    private const string Entry = """{"name":"Ana","n":5,"yes":true,"zero":0,"none":[],"items":[{"sku":"A","tags":["x","y"]},{"sku":"B","tags":[]}]}""";

    private static readonly IHandlebars Reference = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });

    private static readonly object Data = new Dictionary<string, object>
    {
        ["entry"] = new Dictionary<string, object>
        {
            ["name"] = "Ana", ["n"] = 5, ["yes"] = true, ["zero"] = 0, ["none"] = Array.Empty<object>(),
            ["items"] = new object[]
            {
                new Dictionary<string, object> { ["sku"] = "A", ["tags"] = new[] { "x", "y" } },
                new Dictionary<string, object> { ["sku"] = "B", ["tags"] = Array.Empty<string>() },
            },
        },
    };

    private static readonly Gen<string> Piece = Gen.Frequency(
        (3, Gen.Elements("text", " ", "\n", "  \n", "\n  ", "{ ", " } ", "\r\n", "a\nb")),
        (2, Gen.Elements("{{entry.name}}", "{{ entry.n }}", "{{{entry.name}}}", "{{entry.items.1.sku}}", "{{! note }}", "{{!-- a }} note --}}", "{{~entry.name}}", "{{entry.name~}}")));

    private static Gen<string> Source(int depth) => depth == 0 ? Text : Gen.Frequency(
        (2, Text),
        (1, from before in Text
            from open in Gen.Elements("{{#if entry.yes}}", "{{#if entry.zero}}", "{{#if entry.nothing}}", "{{#if entry.none}}", "{{#if entry.items}}", "{{~#if entry.n~}}")
            from inner in Source(depth - 1)
            from divider in Gen.Elements("", "{{else}}", "{{else if entry.name}}", "\n{{else}}\n")
            from other in Source(depth - 1)
            from after in Text
            select before + open + inner + divider + other + "{{/if}}" + after),
        (1, from before in Text
            from inner in Source(depth - 1)
            from own in Gen.Elements("{{sku}}", "{{this.sku}}", "{{@index}}", "\n- {{sku}}\n", "{{#each tags}}{{this}}{{@index}}{{../sku}}{{/each}}", "{{#unless @first}}, {{/unless}}{{#if @last}}.{{/if}}")
            from after in Text
            select before + "{{#each entry.items}}" + inner.Replace("@root.", "", StringComparison.Ordinal).Replace("entry.", "@root.entry.", StringComparison.Ordinal) + own + "{{/each}}" + after),
        (1, from inner in Text
            select "\n{{#unless entry.zero}}\n" + inner + "\n{{/unless}}\n"));

    private static Gen<string> Text => Piece.ListOf().Select(pieces => string.Concat(pieces.Take(4)));

    [Fact]
    public void Any_template_renders_the_same()
    {
        var facts = Facts(entry: Entry);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Source(2).ToArbitrary(), source =>
        {
            var ours = MessageTemplate.Compile(source).Template?.Render(facts).Text;
            var theirs = Reference.Compile(source)(Data);
            return (ours == theirs).Label($"{JsonSerializer.Serialize(source)}: {JsonSerializer.Serialize(ours)}, not {JsonSerializer.Serialize(theirs)}");
        }));
    }
}
