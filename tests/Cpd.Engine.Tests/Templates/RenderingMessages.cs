using System.Text.Json;
using Cpd.Engine.Conditions;
using Cpd.Engine.Templates;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Templates;

public class RenderingMessages
{
    private const string Cart = """
        {"cart_id":"c-7","total":1249.50,"count":2,"paid":false,"at":"2030-01-01T23:30:00Z","day":"2030-02-03","unix":1893499200,"milliseconds":1893499200000,
         "items":[{"name":"Lamp","price":10},{"name":"Rug & <Co>","price":20.50}],"empty":[],"sizes":{"S":1,"M":2},"quote":"say \u0022hi\u0022","blank":" ","zero":0}
        """;

    private static Facts Someone(string traits = """{"firstName":"Ana"}""") => Facts(person: traits, entry: Cart);

    private static RenderResult Render(string source, Facts? facts = null, TemplateEscaping escaping = TemplateEscaping.None)
    {
        var compiled = MessageTemplate.Compile(source, escaping);
        Assert.Empty(compiled.Problems);
        return compiled.Template!.Render(facts ?? Someone());
    }

    [Theory]
    [InlineData("Hi {{person.firstName}}, cart {{ entry.cart_id }} waits.", "Hi Ana, cart c-7 waits.")]
    [InlineData("{{entry.total}} {{entry.paid}} {{entry.quote}}", "1249.5 false say \"hi\"")]
    [InlineData("{{entry.items.1.name}}/{{entry.items.[0].name}}/{{entry/cart_id}}", "Rug & <Co>/Lamp/c-7")]
    [InlineData("{{{entry.items.1.name}}} {{&entry.items.1.name}}", "Rug & <Co> Rug & <Co>")]
    [InlineData("a{{! a note }}b{{!-- with }} in it --}}c", "abc")]
    [InlineData("\\{{person.firstName}} is {{person.firstName}}", "{{person.firstName}} is Ana")]
    [InlineData("no braces { } at all", "no braces { } at all")]
    [InlineData("", "")]
    [InlineData("{{steps.ask.reply}} from {{person.userId}}", "yes from ana")]
    public void Places_are_filled_in(string source, string text)
    {
        var facts = new Facts
        {
            Person = Person("""{"firstName":"Ana"}"""), Memory = Cpd.Engine.People.Memory.Empty, Entry = JsonElement.Parse(Cart), Now = Now,
            Steps = new Dictionary<string, JsonElement> { ["ask"] = JsonElement.Parse("""{"reply":"yes"}""") },
        };
        Assert.Equal(text, Render(source, facts).Text);
    }

    [Theory]
    [InlineData("{{#if entry.paid}}paid{{else}}open{{/if}}", "open")]
    [InlineData("{{#if entry.unknown}}x{{else if entry.count}}some{{else}}none{{/if}}", "some")]
    [InlineData("{{#unless entry.paid}}open{{/unless}}", "open")]
    [InlineData("{{#if entry.zero}}x{{/if}}{{#if entry.empty}}x{{/if}}{{#if entry.unknown}}x{{/if}}{{#if entry.sizes}}o{{/if}}", "o")]
    [InlineData("{{#if entry.paid}}x{{^}}open{{/if}}", "open")]
    [InlineData("{{#each entry.items}}{{@index}}:{{name}}{{#unless @last}}, {{/unless}}{{/each}}", "0:Lamp, 1:Rug & <Co>")]
    [InlineData("{{#each entry.items as |item place|}}{{place}}={{item.price}} {{/each}}", "0=10 1=20.5 ")]
    [InlineData("{{#each entry.items}}{{this.price}}/{{../paid}}{{/each}}", null)]
    [InlineData("{{#each entry.items}}{{person.firstName}} {{@root.entry.cart_id}} {{/each}}", "Ana c-7 Ana c-7 ")]
    [InlineData("{{#each entry.sizes}}{{@key}}={{this}} {{/each}}", "S=1 M=2 ")]
    [InlineData("{{#each entry.empty}}x{{else}}nothing{{/each}}", "nothing")]
    [InlineData("{{#each entry.unknown}}x{{else}}nothing{{/each}}", "nothing")]
    [InlineData("{{#with entry}}x{{/with}}", null)]
    [InlineData("{{#with entry.items.0}}{{name}} {{#with ../x}}{{/with}}{{price}}{{/with}}", null)]
    [InlineData("{{#with entry.items.0}}{{name}} {{#if price}}{{price}}{{/if}}{{/with}}", "Lamp 10")]
    [InlineData("{{#each entry.items}}{{#each this}}{{@key}}{{@../index}}{{/each}}{{/each}}", null)]
    [InlineData("{{#each entry.items}}{{#with this}}{{@index}}{{../price}}{{#each ../this}}.{{/each}}{{/with}} {{/each}}", "010.. 120.5.. ")]
    public void Blocks_choose_and_repeat(string source, string? text)
    {
        if (text is null) Assert.NotEmpty(MessageTemplate.Compile(source).Problems);
        else Assert.Equal(text, Render(source).Text);
    }

    [Theory]
    [InlineData("Cart:\n{{#each entry.items}}\n- {{name}}\n{{/each}}\nBye", "Cart:\n- Lamp\n- Rug & <Co>\nBye")]
    [InlineData("a\r\n  {{#if entry.count}}  \r\nb\r\n{{/if}}\r\nc", "a\r\nb\r\nc")]
    [InlineData("a {{~#if entry.count~}} b {{~/if~}} c", "abc")]
    [InlineData("a {{~person.firstName~}} b", "aAnab")]
    [InlineData("x {{#if entry.count}}\ny{{/if}}", "x \ny")]
    [InlineData("a\n{{! note }}\nb", "a\nb")]
    public void A_blocks_line_leaves_no_blanks_behind(string source, string text) => Assert.Equal(text, Render(source).Text);

    [Fact]
    public void A_missing_value_stops_the_message_and_every_one_is_named()
    {
        var result = Render("Hi {{person.nick}}, {{entry.a.b}} {{upper person.nick}} {{#each entry.items}}{{size}}{{/each}} {{date entry.when}} {{steps.ask}}");

        Assert.Null(result.Text);
        Assert.Equal(["person.nick", "entry.a.b", "entry.items[].size", "entry.when", "steps.ask"], result.Missing);
        Assert.StartsWith("No value for person.nick, entry.a.b", result.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"nick":null}""", "there")]
    [InlineData("""{"nick":""}""", "there")]
    [InlineData("""{"nick":"Anči"}""", "Anči")]
    [InlineData("""{"nick":0}""", "0")]
    public void A_default_stands_in_for_what_is_missing_or_blank(string traits, string text) =>
        Assert.Equal(text, Render("{{default person.nick \"there\"}}", Someone(traits)).Text);

    [Fact]
    public void A_default_may_be_another_value_and_must_have_one_itself()
    {
        Assert.Equal("ANA!", Render("{{upper (default person.nick (default person.firstName 'you'))}}!").Text);
        Assert.Null(Render("{{default person.nick person.alias}}").Text);
    }

    [Fact]
    public void A_list_or_an_object_is_no_text()
    {
        var result = Render("{{entry.items}}");

        Assert.Null(result.Text);
        Assert.Equal("entry.items is a list or an object; use one of its values, or {{json entry.items}}.", result.Why);
    }

    [Theory]
    [InlineData("{\"items\": {{json entry.items}} }", "{\"items\": [{\"name\":\"Lamp\",\"price\":10},{\"name\":\"Rug & <Co>\",\"price\":20.50}] }")]
    [InlineData("{\"sizes\": {{json entry.sizes}}, \"paid\": {{json entry.paid}}, \"count\": {{json entry.count}} }", "{\"sizes\": {\"S\":1,\"M\":2}, \"paid\": false, \"count\": 2 }")]
    [InlineData("[{{json person.firstName}}, {{json (upper entry.items.0.name)}}, {{json (default person.nick 'say \"x\"')}}]", "[\"Ana\", \"LAMP\", \"say \\\"x\\\"\"]")]
    [InlineData("{{#if person.tags}}{{json person.tags}}{{else}}[]{{/if}}", "[]")]
    [InlineData("[{{#each entry.items}}{{json this}}{{#unless @last}},{{/unless}}{{/each}}]", "[{\"name\":\"Lamp\",\"price\":10},{\"name\":\"Rug & <Co>\",\"price\":20.50}]")]
    public void Any_value_goes_into_a_body_as_json(string source, string json)
    {
        var rendered = Render(source, escaping: TemplateEscaping.Json).Text!;

        Assert.Equal(json, rendered);
        JsonElement.Parse(rendered);
    }

    [Fact]
    public void Json_is_escaped_where_the_text_is_no_json()
    {
        Assert.Equal("?q=%5B1%5D", Render("?q={{json entry.items.0.price}}", Facts(entry: """{"items":[{"price":[1]}]}"""), TemplateEscaping.Url).Text);
        Assert.Equal("{&quot;a&quot;:1}", Render("{{json entry.x}}", Facts(entry: """{"x":{"a":1}}"""), TemplateEscaping.Html).Text);
        Assert.Equal(["person.tags"], Render("{{json person.tags}}", escaping: TemplateEscaping.Json).Missing);
    }

    [Fact]
    public void Html_is_escaped_where_it_matters_and_only_there()
    {
        const string Source = "<b>{{entry.items.1.name}}</b> {{{entry.items.1.name}}} {{upper entry.quote}}";

        Assert.Equal("<b>Rug &amp; &lt;Co&gt;</b> Rug & <Co> SAY &quot;HI&quot;", Render(Source, escaping: TemplateEscaping.Html).Text);
        Assert.Equal("<b>Rug & <Co></b> Rug & <Co> SAY \"HI\"", Render(Source).Text);
    }

    [Fact]
    public void A_value_within_json_never_ends_its_text()
    {
        var name = Someone("""{"nick":"An\"a \\ \n\u0001 Ž👍","n":1.5}""");

        var text = Render("""{"name":"{{person.nick}}","loud":"{{upper person.nick}}","n":{{person.n}},"raw":"{{{person.n}}}"}""", name, TemplateEscaping.Json).Text!;

        using var json = JsonDocument.Parse(text);
        Assert.Equal("An\"a \\ \n\u0001 Ž👍", json.RootElement.GetProperty("name").GetString());
        Assert.Equal(1.5m, json.RootElement.GetProperty("n").GetDecimal());
    }

    [Fact]
    public void A_value_within_an_address_stays_one_part_of_it() =>
        Assert.Equal(
            "https://x.example/a%2F..%2Fb%3Fc%3D%C5%BD%20%26?raw=a/../b?c=Ž &",
            Render("https://x.example/{{person.nick}}?raw={{{person.nick}}}", Someone("""{"nick":"a/../b?c=Ž &"}"""), TemplateEscaping.Url).Text);

    [Fact]
    public void A_text_cannot_grow_without_end()
    {
        var many = string.Join(",", Enumerable.Repeat("1", 600));
        var facts = Facts(entry: $$"""{"a":[{{many}}]}""");
        var cube = string.Concat(Enumerable.Repeat("{{#each entry.a}}", 3)) + "{0}" + string.Concat(Enumerable.Repeat("{{/each}}", 3));

        Assert.Contains("too long", Render(cube.Replace("{0}", "xxxxxxxxxx", StringComparison.Ordinal), facts).Why, StringComparison.Ordinal);
        Assert.Contains("too many elements", Render(cube.Replace("{0}", "", StringComparison.Ordinal), facts).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_the_program_can_be_reached()
    {
        var result = Render("{{person.firstName.Length}} {{entry.items.Count}} {{entry.total.Scale}} {{person.Fold}} {{entry.GetType}} {{person.TimeZone.Id}}");

        Assert.Equal(6, result.Missing.Count);
    }

    [Fact]
    public void It_is_known_which_values_a_template_looks_at() =>
        Assert.Equal(
            ["person.firstName", "entry.items", "entry.total", "person.nick"],
            MessageTemplate.Compile("{{person.firstName}}{{#each entry.items as |i|}}{{i.name}}{{price}}{{person.firstName}}{{/each}}{{#if entry.total}}{{default person.nick 'x'}}{{/if}}").Template!.Variables());

    [Fact]
    public void One_template_serves_many_threads()
    {
        var template = MessageTemplate.Compile("{{#each entry.items}}{{name}} {{person.n}};{{/each}}").Template!;

        Parallel.For(0, 200, i => Assert.Equal($"Lamp {i};Rug & <Co> {i};", template.Render(Someone($$"""{"n":{{i}}}""")).Text));
    }
}
