using System.Text.Json;
using Cpd.Engine.Conditions;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Conditions;

public class AskingTheFacts
{
    private const string Entry = """
        {"total":149.50,"big":100000000000000000000.1,"wide":1e30,"tiny":1e-40,"text":"5","flag":true,"no":false,"nothing":null,
         "tags":["new","vip",7],"items":[{"sku":"A-1"},{"sku":"B-2"}],"at":"2030-01-01T10:00:00+02:00","day":"2030-01-02","Order number":"o-7",
         "escaped":"caf\u00e9 \"x\"","other":149.5,"broken":"\ud800"}
        """;

    private static bool Holds(string text, Facts? facts = null)
    {
        var parse = Condition.Parse(text);
        Assert.Null(parse.Problem);
        return parse.Condition!.Holds(facts ?? Facts(person: """{"country":"HR","phone":"+385"}""", @event: """{"id":"o-7"}""", entry: Entry));
    }

    [Theory]
    [InlineData("entry.total = 149.5")]
    [InlineData("entry.total == 149.50")]
    [InlineData("entry.total != 150")]
    [InlineData("entry.total >= 149.5")]
    [InlineData("entry.total < 149.50000000000000001")]
    [InlineData("entry.big > 100000000000000000000")]
    [InlineData("entry.big < 100000000000000000000.2")]
    [InlineData("entry.wide > 99999999999999999999999999999")]
    [InlineData("entry.wide = 1e30")]
    [InlineData("entry.tiny > 0")]
    [InlineData("entry.total = entry.other")]
    [InlineData("entry.total > -1")]
    public void Numbers_compare_exactly(string text) => Assert.True(Holds(text));

    [Theory]
    [InlineData("entry.text = 5")]
    [InlineData("entry.text != 5")]
    [InlineData("entry.total = \"149.5\"")]
    [InlineData("entry.flag = \"true\"")]
    [InlineData("entry.flag > false")]
    [InlineData("entry.tags = \"new\"")]
    [InlineData("entry.items != 1")]
    [InlineData("entry.unknown = 1")]
    [InlineData("entry.unknown != 1")]
    [InlineData("entry.unknown = entry.alsoUnknown")]
    [InlineData("entry.unknown < 1")]
    [InlineData("entry.nothing < 1")]
    [InlineData("entry.total > null")]
    [InlineData("entry.total contains \"9\"")]
    [InlineData("entry.tags contains \"7\"")]
    [InlineData("entry.broken = \"x\"")]
    [InlineData("entry.broken contains \"x\"")]
    public void Values_of_unlike_kinds_never_compare(string text) => Assert.False(Holds(text));

    [Theory]
    [InlineData("entry.flag = true")]
    [InlineData("entry.no = false")]
    [InlineData("entry.flag != false")]
    [InlineData("entry.text = \"5\"")]
    [InlineData("entry.text < \"50\"")]
    [InlineData("entry.escaped = \"café \\\"x\\\"\"")]
    [InlineData("entry.escaped starts with \"café\"")]
    [InlineData("entry.escaped ends with \"\\\"\"")]
    [InlineData("entry.escaped contains \"fé\"")]
    [InlineData("entry.tags contains \"vip\"")]
    [InlineData("entry.tags contains 7")]
    [InlineData("not entry.tags contains \"old\"")]
    [InlineData("person.country in (\"SI\", \"HR\")")]
    [InlineData("person.country not in (\"SI\", 5, null)")]
    [InlineData("entry.unknown in (\"SI\", null)")]
    [InlineData("not person.country starts with \"hr\"")]
    [InlineData("entry.items.1.sku = \"B-2\"")]
    [InlineData("entry.items.2.sku is missing")]
    [InlineData("entry[\"Order number\"] = event.id")]
    public void Texts_truths_and_lists(string text) => Assert.True(Holds(text));

    [Theory]
    [InlineData("entry.nothing is missing")]
    [InlineData("entry.nothing = null")]
    [InlineData("entry.unknown = null")]
    [InlineData("entry.total != null")]
    [InlineData("entry.items != null")]
    [InlineData("entry.no exists")]
    [InlineData("not entry.unknown = 1")]
    public void A_missing_value_and_null_are_the_same(string text) => Assert.True(Holds(text));

    [Theory]
    [InlineData("entry.at = \"2030-01-01T08:00:00Z\"")]
    [InlineData("entry.at = \"2030-01-01 08:00\"")]
    [InlineData("entry.at < \"2030-01-01T08:00:00.001Z\"")]
    [InlineData("entry.at >= \"2030-01-01\"")]
    [InlineData("entry.day > entry.at")]
    [InlineData("entry.day > \"2030-01-01T23:59:59Z\"")]
    [InlineData("entry.at in (\"2030-01-01T09:00:00+01:00\")")]
    public void Dates_compare_as_moments(string text) => Assert.True(Holds(text));

    [Theory]
    [InlineData("entry.at < \"2030-13-01\"")]
    [InlineData("entry.at = \"2030-01-01T08:00:00X\"")]
    public void What_is_no_date_compares_letter_by_letter(string text) =>
        Assert.Equal(string.CompareOrdinal("2030-01-01T10:00:00+02:00", "2030-13-01") < 0 && text.Contains('<'), Holds(text));

    [Fact]
    public void What_steps_left_behind_can_be_asked_for()
    {
        var facts = Facts(steps: new() { ["ask"] = JsonElement.Parse("""{"reply":"yes"}""") });

        Assert.True(Holds("steps.ask.reply = \"yes\" and steps.ask exists and steps.other is missing and steps.other.reply is missing", facts));
    }

    [Fact]
    public void Past_behaviour_is_counted_ever_or_lately()
    {
        var memory = Remembering(Needing("Viewed", TimeSpan.FromDays(30)),
            ("Viewed", TimeSpan.FromDays(20)), ("Viewed", TimeSpan.FromDays(2)), ("Viewed", TimeSpan.FromHours(1)), ("Paid", TimeSpan.FromDays(400)));
        var facts = Facts(memory: memory);

        Assert.True(Holds("did \"Viewed\"", facts));
        Assert.True(Holds("did \"Viewed\" exactly 3 times", facts));
        Assert.True(Holds("did \"Viewed\" at least 2 times in last 7 days", facts));
        Assert.False(Holds("did \"Viewed\" at least 3 times in last 1 week", facts));
        Assert.True(Holds("did \"Viewed\" at most 1 time in last 3 hours", facts));
        Assert.True(Holds("did \"Paid\" and not did \"Paid\" in last 30 days", facts));
        Assert.True(Holds("did \"Never\" at most 0 times", facts));
    }

    [Fact]
    public void A_segment_that_a_journey_was_published_with_holds_nobody()
    {
        Assert.False(Holds("in segment \"vip\""));
        Assert.True(Holds("not in segment \"vip\""));
    }

    [Fact]
    public void And_or_not_and_parentheses_work_as_everywhere()
    {
        Assert.True(Holds("entry.no = true or entry.flag = true and entry.total > 1"));
        Assert.False(Holds("(entry.no = true or entry.flag = true) and entry.total < 1"));
        Assert.True(Holds("NOT (entry.no = true) AND always"));
    }

    [Theory]
    [InlineData("entry.total >= 100", "entry.total >= 100 (entry.total is 149.50): yes")]
    [InlineData("person.city = \"Pula\"", "person.city = \"Pula\" (person.city is missing): no")]
    [InlineData("entry.total > entry.other", "entry.total > entry.other (entry.total is 149.50, entry.other is 149.5): no")]
    [InlineData("not did \"Order Paid\" in last 30 days", "not did \"Order Paid\" in last 30 days (counted 0): yes")]
    [InlineData("entry.total is missing", "entry.total is missing (entry.total is 149.50): no")]
    [InlineData("in segment \"vip\"", "in segment \"vip\": no")]
    [InlineData("entry.flag = true and (entry.no = true or not (always and always))",
        "all of [entry.flag = true (entry.flag is true): yes; any of [entry.no = true (entry.no is false): no; not [all of [always: yes; always: yes]: yes]: no]: no]: no")]
    public void An_answer_can_be_explained_with_the_values_that_led_to_it(string text, string explanation) =>
        Assert.Equal(explanation, Condition.Parse(text).Condition!.Explain(Facts(entry: Entry)));

    [Fact]
    public void It_is_known_what_a_condition_looks_at()
    {
        var condition = Condition.Parse("entry.a = event.b and not (did \"X\" in last 2 hours or did \"Y\") or person.c exists").Condition!;

        Assert.Equal(["entry.a", "event.b", "person.c"], condition.Paths());
        Assert.Equal([("X", TimeSpan.FromHours(2)), ("Y", null)], condition.Asked());
    }

    [Theory]
    [InlineData("entry.text", "5")]
    [InlineData("entry.total", "149.5")]
    [InlineData("entry.flag", "true")]
    [InlineData("entry[\"Order number\"]", "o-7")]
    [InlineData("entry.nothing", null)]
    [InlineData("entry.unknown", null)]
    [InlineData("entry.items", null)]
    [InlineData("entry.tags", null)]
    [InlineData("entry.broken", null)]
    [InlineData("entry.blank", null)]
    public void A_key_is_the_text_of_a_single_value_or_nothing(string path, string? key) =>
        Assert.Equal(key, ValuePath.Parse(path).Key(Facts(entry: Entry.TrimEnd().TrimEnd('}') + ",\"blank\":\" \"}")));

    [Fact]
    public void Facts_give_the_value_at_a_path_and_nothing_for_what_is_no_path()
    {
        var facts = Facts(person: """{"a":{"b":5}}""");

        Assert.Equal(5, facts.Value("person.a.b")?.GetInt32());
        Assert.Equal("ana", facts.Value("person.userId")?.GetString());
        Assert.Null(facts.Value("customer.a"));
        Assert.Null(facts.Value(""));
    }
}
