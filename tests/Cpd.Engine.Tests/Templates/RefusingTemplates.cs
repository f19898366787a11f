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
    [InlineData("{{}}", "Line 1, column 1: The tag is empty; it needs a path such as person.firstName.")]
    [InlineData("{{shout person.a}}", "Line 1, column 1: There is no helper \"shout\"; there are capitalize, currency, date, default, json, lower, number, plural, time, upper.")]
    [InlineData("{{date}}", "Line 1, column 1: \"date\" is written like {{date entry.at \"d MMM yyyy\"}}.")]
    [InlineData("{{upper person.a person.b}}", "Line 1, column 1: \"upper\" is written like {{upper person.firstName}}.")]
    [InlineData("{{date entry.at \"%\"}}", "Line 1, column 1: \"%\" is no format of dates and times.")]
    [InlineData("{{number entry.n \"Q3\"}}", "Line 1, column 1: \"Q3\" is no format of numbers.")]
    [InlineData("{{number entry.n \"N999999999\"}}", "Line 1, column 1: \"N999999999\" is no format of numbers.")]
    [InlineData("{{#if person.a}}x", "Line 1, column 1: The block is not closed; {{/if}} is missing.")]
    [InlineData("{{#if person.a}}x{{/each}}", "Line 1, column 18: {{/each}} closes another block than {{#if}}.")]
    [InlineData("x{{/if}}", "Line 1, column 2: {{/if}} stands outside of any block.")]
    [InlineData("{{else}}", "Line 1, column 1: {{else}} stands outside of any block.")]
    [InlineData("{{#person}}x{{/person}}", "Line 1, column 1: There is no block \"person\"; there are if, unless, each and with.")]
    [InlineData("{{> footer}}", "Line 1, column 1: Parts of other templates are not known here.")]
    [InlineData("{{^person.a}}", "Line 1, column 1: Use {{#unless ...}} for the opposite of a block.")]
    [InlineData("{{@index}}", "Line 1, column 1: \"@index\" has a meaning only within each.")]
    [InlineData("{{#each entry.a}}{{@depth}}{{/each}}", "Line 1, column 18: \"@depth\" is not known; there are @index, @key, @first, @last and @root.")]
    [InlineData("{{../person.a}}", "Line 1, column 1: \"../person.a\" leads out of all blocks.")]
    [InlineData("{{upper (default person.a 'x'}}", "Line 1, column 1: A closing parenthesis is missing.")]
    [InlineData("{{default person.a 'x}}", "Line 1, column 1: This tag is not closed; }} is missing.")]
    [InlineData("{{upper person.a b=1}}", "Line 1, column 1: Named arguments are not known; give the values one after another.")]
    [InlineData("{{person..a}}", "Line 1, column 1: \"person..a\" is no path; write for example person.firstName or entry.items.0.name.")]
    [InlineData("{{#each entry.a as |x y z|}}{{/each}}", "Line 1, column 1: After \"as\" come one or two names between bars, for example as |item index|.")]
    [InlineData("{{#if person.a}}{{else when}}{{/if}}", "Line 1, column 17: After else comes if, unless, or nothing.")]
    [InlineData("{{#if person.a person.b}}{{/if}}", "Line 1, column 1: The tag goes on where it should end.")]
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
