using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Testing;

namespace Cpd.Engine.Tests.Journeys;

/// <summary>Journeys that begin with something people write.</summary>
public sealed class EnteringByAWord
{
    private const string Waits = """{"id":"w","type":"wait","for":"1 day","next":null}""";
    private const string Offer = """ "entries":[{"reply":{"words":{"en":["OFFER","DEAL 7"],"hr":["PONUDA"]},"channel":"sms","to":"12345"}}],"reentry":"always" """;

    [Theory]
    [InlineData("offer", "OFFER", "", "en")]
    [InlineData(" Offer! ", "OFFER", "", "en")]
    [InlineData("Ponuda, molim lijepo", "PONUDA", "molim lijepo", "hr")]
    [InlineData("deal 7 now", "DEAL 7", "now", "en")]
    public void The_word_alone_or_at_the_beginning_lets_in_and_the_run_knows_what_was_written(string text, string word, string rest, string language)
    {
        var scene = Scene.Of(Waits, Offer).WithPhone().Apply(Written(text));

        var entry = Assert.Single(scene.Person!.Runs).Entry.Parse();
        Assert.Equal((text.Trim(), word, rest, language, "sms"), (Text(entry, "text"), Text(entry, "word"), Text(entry, "rest"), Text(entry, "language"), Text(entry, "channel")));
    }

    [Theory]
    [InlineData("offering", Channel.Sms, "12345")]
    [InlineData("my offer", Channel.Sms, "12345")]
    [InlineData("deal 77", Channel.Sms, "12345")]
    [InlineData("OFFER", Channel.WhatsApp, "12345")]
    [InlineData("OFFER", Channel.Sms, "99999")]
    [InlineData("STOP", Channel.Sms, "12345")]
    public void Other_words_another_channel_and_another_sender_let_nobody_in(string text, Channel channel, string to) =>
        Assert.Empty(Scene.Of(Waits, Offer).WithPhone().Apply(Written(text, channel, to)).Person!.Runs);

    [Theory]
    [InlineData("Hello there", 1)]
    [InlineData("STOP", 0)]
    public void Without_words_whatever_they_write_lets_in_but_what_ends_messages(string text, int runs) =>
        Assert.Equal(runs, Scene.Of(Waits, """ "entries":[{"reply":{}}] """).WithPhone().Apply(Written(text)).Person!.Runs.Length);

    [Theory]
    [InlineData("rate 4", 0)]
    [InlineData("rate 5", 1)]
    public void A_condition_may_look_at_what_was_written(string text, int runs)
    {
        const string Rated = """ "entries":[{"reply":{"words":["RATE"]},"when":"event.rest = \"5\""}],"reentry":"always" """;

        Assert.Equal(runs, Scene.Of(Waits, Rated).WithPhone().Apply(Written(text)).Person!.Runs.Length);
    }

    [Theory]
    [InlineData("yes please", "asks")]          // the run that asked takes it, and it begins with a word of the other
    [InlineData("yes", "asks|words")]           // the word itself
    [InlineData("offer me that", "asks")]       // without words: an answer is not a beginning
    public void What_a_waiting_run_takes_starts_another_only_by_the_word_itself(string text, string begun)
    {
        var scene = new Scene()
            .Publish(Scene.Journey("""{"id":"ask","type":"message","channel":"sms","text":"Well?","next":"wait"},{"id":"wait","type":"waitForMessage","message":"ask","on":{"reply":"end"},"timeout":"1 day","onTimeout":null},{"id":"end","type":"wait","for":"1 day","next":null}""", id: "asks"))
            .Publish(Scene.Journey(Waits, """ "entries":[{"reply":{"words":["YES"]}}] """, "words"))
            .Publish(Scene.Journey(Waits, """ "entries":[{"reply":{}}] """, "anything"))
            .WithPhone().Track("Go").Apply(Written(text));

        Assert.Equal(begun, string.Join('|', scene.Person!.Runs.Select(run => run.Journey).Order(StringComparer.Ordinal)));
        Assert.Equal("end", scene.Person.Runs.Single(run => run.Journey == "asks").Step);
    }

    [Theory]
    [InlineData("reply.stop-word", """{"words":["Stop"]}""")]
    [InlineData("reply.stop-word", """{"words":["OFFER","Prijava"]}""")]
    [InlineData("reply.no-word", """{"words":["!"]}""")]
    [InlineData("reply.word-twice", """{"words":["kündig7","KUNDIG7"]}""")]
    [InlineData("message.unknown-channel", """{"words":["A"],"channel":"pigeon"}""")]
    [InlineData("reply.words", """{"words":"A"}""")]
    [InlineData("member.unknown", """{"word":"A"}""")]
    public void What_cannot_be_is_refused(string code, string reply) =>
        Assert.Contains(CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(Scene.Journey(Waits, $$$""" "entries":[{"reply":{{{reply}}}}] """))).Problems, problem => problem.Code == code);

    [Theory]
    [InlineData("sms", "12345", "OFFER")]
    [InlineData("whatsApp", "12345", "")]
    [InlineData("sms", "999", "")]
    public void Two_live_journeys_with_the_same_word_are_told_of(string channel, string to, string shared)
    {
        var other = Read(Scene.Journey(Waits, $$$""" "entries":[{"reply":{"words":["Offer","X"],"channel":"{{{channel}}}","to":"{{{to}}}"}}] """, "other"));

        var problems = JourneyRules.CheckWords(Read(Scene.Journey(Waits, Offer)), [other, Read(Scene.Journey(Waits, Offer))]);

        Assert.Equal(shared.Length == 0 ? 0 : 1, problems.Count(problem => problem is { Code: "reply.word-of-another", Path: "entries[0].reply.words", Level: ProblemLevel.Warning }));
    }

    [Theory]
    [InlineData("""{"words":["OFFER"],"channel":"sms"}""")]
    [InlineData("""{"words":{"*":["A"],"hr":["B","C"]},"to":"12345"}""")]
    [InlineData("{}")]
    public void It_is_written_as_it_is_read_and_as_the_schema_has_it(string reply)
    {
        var journey = Scene.Journey(Waits, $$$""" "entries":[{"reply":{{{reply}}}}] """);

        Assert.Empty(Schema.Problems(journey));
        Assert.Contains(reply, string.Concat(JourneyJson.ToText(Read(journey)).Where(letter => !char.IsWhiteSpace(letter))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_run_offers_the_word_and_says_why_another_does_not()
    {
        var journey = CompiledJourney.Read(System.Text.Encoding.UTF8.GetBytes(Scene.Journey(Waits, Offer))).Journey!;
        var run = TestRun.Begin(journey, TestPeople.Invent("shop", TestPeople.Attributes, Scene.Start), Scene.Start);
        var offered = Assert.IsType<TestAction.Writes>(Assert.Single(TestChoices.Of(run)).Action);

        Assert.Equal(new TestAction.Writes(Channel.Sms, "OFFER", "12345"), offered);
        Assert.Single(run.Do(offered).Person.Runs);
        Assert.Equal("“Hi” does not start this journey. People enter it by writing OFFER or DEAL 7 or PONUDA, or through the API.", run.Do(offered with { Text = "Hi" }).Last.Note);
    }

    private static Journey Read(string json) => JourneyJson.Read(json).Journey!;

    private static string? Text(System.Text.Json.JsonElement entry, string name) => entry.GetProperty(name).GetString();

    private static ReplyReceived Written(string text, Channel channel = Channel.Sms, string to = "12345") => new(channel, "385911234567", to, text, Scene.Start);
}
