using Cpd.Engine.Templates;
using FsCheck;
using FsCheck.Fluent;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Templates;

public class RefusingTemplates
{
    [Theory]
    [InlineData("Hi {{firstName}}", "Line 1, column 4: \"firstName\" must begin with person, event, entry or steps, for example person.firstName.")]
    [InlineData("a\nb {{person.a", "Line 2, column 3: This tag is not closed; }} is missing.")]
    [InlineData("{{}}", "Line 1, column 1: The tag is empty; enter a path such as person.firstName.")]
    [InlineData("{{shout person.a}}", "Line 1, column 1: Unknown helper \"shout\"; use one of capitalize, currency, date, default, json, lower, number, plural, time, upper.")]
    [InlineData("{{date}}", "Line 1, column 1: Use \"date\" like this: {{date entry.at \"d MMM yyyy\"}}.")]
    [InlineData("{{upper person.a person.b}}", "Line 1, column 1: Use \"upper\" like this: {{upper person.firstName}}.")]
    [InlineData("{{date entry.at \"%\"}}", "Line 1, column 1: \"%\" is not a valid date or time format.")]
    [InlineData("{{number entry.n \"Q3\"}}", "Line 1, column 1: \"Q3\" is not a valid number format.")]
    [InlineData("{{number entry.n \"N999999999\"}}", "Line 1, column 1: \"N999999999\" is not a valid number format.")]
    [InlineData("{{#if person.a}}x", "Line 1, column 1: The block is not closed; {{/if}} is missing.")]
    [InlineData("{{#if person.a}}x{{/each}}", "Line 1, column 18: {{/each}} does not match {{#if}}.")]
    [InlineData("x{{/if}}", "Line 1, column 2: {{/if}} is outside of any block.")]
    [InlineData("{{else}}", "Line 1, column 1: {{else}} is outside of any block.")]
    [InlineData("{{#person}}x{{/person}}", "Line 1, column 1: Unknown block \"person\"; use if, unless, each or with.")]
    [InlineData("{{> footer}}", "Line 1, column 1: Partials are not supported.")]
    [InlineData("{{^person.a}}", "Line 1, column 1: Use {{#unless ...}} for the opposite of a block.")]
    [InlineData("{{@index}}", "Line 1, column 1: \"@index\" can only be used within each.")]
    [InlineData("{{#each entry.a}}{{@depth}}{{/each}}", "Line 1, column 18: Unknown \"@depth\"; use @index, @key, @first, @last or @root.")]
    [InlineData("{{../person.a}}", "Line 1, column 1: \"../person.a\" goes beyond the outermost block.")]
    [InlineData("{{upper (default person.a 'x'}}", "Line 1, column 1: A closing parenthesis is missing.")]
    [InlineData("{{default person.a 'x}}", "Line 1, column 1: This tag is not closed; }} is missing.")]
    [InlineData("{{upper person.a b=1}}", "Line 1, column 1: Named arguments are not supported; list the values one after another.")]
    [InlineData("{{person..a}}", "Line 1, column 1: \"person..a\" is not a valid path; use for example person.firstName or entry.items.0.name.")]
    [InlineData("{{#each entry.a as |x y z|}}{{/each}}", "Line 1, column 1: Expected one or two names between bars after \"as\", for example as |item index|.")]
    [InlineData("{{#if person.a}}{{else when}}{{/if}}", "Line 1, column 17: Expected if, unless or nothing after else.")]
    [InlineData("{{#if person.a person.b}}{{/if}}", "Line 1, column 1: Unexpected text at the end of the tag.")]
    [InlineData("{{this}}", "Line 1, column 1: \"this\" must begin with person, event, entry or steps, for example person.firstName.")]
    public void A_problem_names_its_place_and_says_what_to_do(string source, string problem)
    {
        var compiled = MessageTemplate.Compile(source);

        Assert.Null(compiled.Template);
        Assert.Equal(problem, compiled.Problems[0]);
    }

    [Fact]
    public void All_problems_are_told_at_once() =>
        Assert.Equal(
            ["1, column 1", "1, column 6", "2, column 1"],
            MessageTemplate.Compile("{{a}}{{#each b}}{{c}}{{/each}}\n{{shout 1}}").Problems.Select(problem => problem.Split(':')[0][5..]));

    [Fact]
    public void Too_deep_and_too_long_is_refused()
    {
        Assert.Contains("32 levels", MessageTemplate.Compile(string.Concat(Enumerable.Repeat("{{#if person.a}}", 5_000))).Problems[0], StringComparison.Ordinal);
        Assert.Contains("too deeply", MessageTemplate.Compile("{{upper " + new string('(', 5_000) + "}}").Problems[0], StringComparison.Ordinal);
        Assert.Contains("262144", MessageTemplate.Compile(new string('x', 300_000)).Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void No_source_makes_compiling_or_rendering_throw()
    {
        var pieces = Gen.Elements(
            "{{", "}}", "{{{", "}}}", "~", "#if ", "#each ", "#with ", "#unless ", "/if", "/each", "else", "else if ", "^", "person.a", "entry.items", "this", "../", "@index", "@key",
            "as |x y|", "x.sku", "\"", "'", "(", ")", "default ", "date ", "number ", "currency ", "plural ", "upper ", " ", "\n", "!", "--", "[", "]", ".", "1", "-2.5", "true", "\\", "&", "d MMM", "text");
        var sources = Gen.OneOf(pieces.ListOf().Select(string.Concat), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));
        var facts = Facts(person: """{"a":"2030-01-01"}""", entry: """{"items":[{"sku":1},"x",null,[2]]}""");

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(sources.ToArbitrary(), source =>
        {
            var (template, problems) = MessageTemplate.Compile(source);
            return template is null ? problems.Count > 0 : template.Render(facts) is { Text: not null } or { Why: not null };
        }));
    }
}
