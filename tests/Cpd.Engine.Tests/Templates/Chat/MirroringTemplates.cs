using Cpd.Contracts;
using Cpd.Engine.Templates.Chat;
using Cpd.Engine.Templates.Stored;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.Templates.Chat;

/// <summary>From what lies at Infobip to the message of one person.</summary>
public class MirroringTemplates
{
    private static readonly RemoteTemplate Ready = new(
        "order_ready", "en", "APPROVED", "UTILITY", ["447860000000"], "Hi {{1}}, order {{2}} is ready.", new RemoteHeader("TEXT", "For {{1}}"), "Bye",
        [new("QUICK_REPLY", "I come"), new("URL", "See it", IsOpen: true, "https://shop.example/{{1}}"), new("PHONE_NUMBER", "Call", Url: "tel:+385")]);

    private static readonly RemoteTemplate Spremna = Ready with { Language = "hr", Body = "Bok {{1}}, narudžba {{2}} je spremna.", Buttons = [new("QUICK_REPLY", "Dolazim"), .. Ready.Buttons!.Skip(1)] };

    private static readonly (string, string)[] Filled =
        [("header", "{{person.name}}"), ("body1", "{{person.name}}"), ("body2", "{{entry.id}}"), ("button1", "{{entry.id}}")];

    [Fact]
    public void What_travels_is_its_name_and_what_fills_its_places_in_the_order_they_were_registered()
    {
        var made = Template([Ready]).Compose(Facts("""{"name":"Ana\n  Marija"}""", entry: """{"id":"A-17"}"""));

        Assert.Equal("Hi Ana Marija, order A-17 is ready.", made.Text);
        Assert.Equal(
            "body1=Ana Marija body2=A-17 button0=I come button1=A-17 buttonType0=QUICK_REPLY buttonType1=URL header=Ana Marija headerType=TEXT language=en sender=447860000000 template=order_ready",
            string.Join(' ', made.Parts!.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}={part.Value}")));
    }

    [Fact]
    public void A_language_says_what_the_default_says_where_it_says_nothing_of_its_own()
    {
        var made = Template([Ready, Spremna]).Compose(Facts("""{"name":"Ana","locale":"hr-HR"}""", entry: """{"id":"A-17"}"""));

        Assert.Equal(("Bok Ana, narudžba A-17 je spremna.", "hr", "Dolazim"), (made.Text, made.Parts!["language"], made.Parts["button0"]));
    }

    [Theory]
    [InlineData("PENDING", null, "it is PENDING at Infobip")]
    [InlineData("REJECTED", null, "it was rejected")]
    [InlineData("DELETED", null, "it was deleted at Infobip")]
    [InlineData("FIRST_PAUSED", null, "it is FIRST_PAUSED at Infobip")]
    [InlineData("APPROVED", "a carousel", "it has a carousel")]
    public void Only_what_is_approved_is_sent_and_the_reason_is_the_designers_too(string state, string? unsupported, string why)
    {
        var template = Template([Ready with { State = state, Unsupported = unsupported }]);
        var made = template.Compose(Facts("""{"name":"Ana"}""", entry: """{"id":1}"""));

        Assert.Equal(("template.not-approved", "template.not-approved"), (made.Code, template.Defect!.Code));
        Assert.StartsWith($"The template order-ready is not sent: {why}", made.Problem, StringComparison.Ordinal);
        Assert.Equal(made.Problem, template.Defect.Sentence);
    }

    [Fact]
    public void A_language_that_is_not_approved_leaves_its_people_to_the_default()
    {
        var made = Template([Ready, Spremna with { State = "PENDING" }]).Compose(Facts("""{"name":"Ana","locale":"hr"}""", entry: """{"id":1}"""));
        Assert.Equal("en", made.Parts!["language"]);
    }

    [Fact]
    public void What_is_not_filled_in_and_what_would_be_empty_is_not_sent()
    {
        var open = Template([Ready], Filled[..^1]);
        Assert.Equal("template.unfilled", open.Defect!.Code);
        Assert.Equal("“End of the URL of “See it”” in the template order-ready is not filled in. Fill it in under Templates.", open.Compose(Facts("""{"name":"Ana"}""", entry: """{"id":1}""")).Problem);

        Assert.Null(Template([Ready]).Defect);
        Assert.Equal("message.empty-place", Template([Ready]).Compose(Facts("""{"name":"  "}""", entry: """{"id":1}""")).Code);
    }

    [Fact]
    public void Fetched_again_it_keeps_what_was_written_and_the_language_that_everybody_else_gets()
    {
        var before = Written([Spremna, Ready], Filled);
        Assert.Equal(["en", "hr"], Remotes(before));   // English is the default's at first

        var after = MirroredContent.Of([Spremna with { State = "REJECTED" }, Ready with { Body = "Hi {{1}}." }], before);
        Assert.Equal(["en", "hr"], Remotes(after));
        Assert.Equal(("{{person.name}}", false), (after.Variants[0].Parts["body1"], after.Variants[0].Parts.ContainsKey("body2")));
        Assert.Equal(before.ToBytes(), MirroredContent.Of([Ready, Spremna], before).ToBytes());
        Assert.All(MirroredContent.Gone(before).Variants, variant => Assert.Equal("DELETED", RemoteTemplate.Of(variant)!.State));
    }

    [Fact]
    public void The_cards_of_a_carousel_are_filled_each_for_itself_and_what_comes_back_says_which_it_was()
    {
        var card = new RemoteCard(new RemoteHeader("IMAGE"), "{{1}}, new", [new("QUICK_REPLY", "Take it"), new("URL", "See it", IsOpen: true, "https://shop.example/{{1}}")]);
        var picks = new RemoteTemplate("picks", "en", "APPROVED", "MARKETING", [], "For {{1}}", Cards: [card, card]);
        Assert.Equal(["{{1}}", "Card 1: URL of the image", "Card 1: {{1}}", "Card 1: Value of “Take it”"], picks.Places().Take(4).Select(place => place.Called));

        (string, string)[] filled = [("body1", "{{person.name}}"), .. Enumerable.Range(0, 2).SelectMany(n => new[] { ($"card{n}.header", $"https://shop.example/{n}.jpg"), ($"card{n}.body1", $"Scarf {n}"), ($"card{n}.button1", $"s{n}") })];
        var made = Template([picks], filled).Compose(Facts("""{"name":"Ana"}"""));

        Assert.Equal("For Ana", made.Text);
        Assert.Equal(
            "card1.body1=Scarf 1 card1.button0=Take it 2 card1.button1=s1 card1.buttonType0=QUICK_REPLY card1.buttonType1=URL card1.header=https://shop.example/1.jpg card1.headerType=IMAGE",
            string.Join(' ', made.Parts!.Where(part => part.Key.StartsWith("card1.", StringComparison.Ordinal)).OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}={part.Value}")));
        Assert.Equal("“Card 2: {{1}}” in the template order-ready is not filled in. Fill it in under Templates.", Template([picks], [.. filled.Where(part => part.Item1 != "card1.body1")]).Defect!.Sentence);
    }

    [Fact]
    public void A_one_time_code_is_one_place_that_fills_the_text_and_what_the_button_copies()
    {
        var login = new RemoteTemplate("login", "en", "APPROVED", "AUTHENTICATION", [], "{{1}} is your verification code.", Footer: "This code expires in 10 minutes.", Buttons: [new("URL", "Copy code", IsOpen: true)], Code: new("COPY_CODE"));
        Assert.Equal(["The code"], login.Places().Select(place => place.Called));

        var template = Template([login], [("body1", "{{entry.code}}")]);
        var made = template.Compose(Facts("{}", entry: """{"code":"482913"}"""));
        Assert.Equal("482913 is your verification code.", made.Text);
        Assert.Equal("body1=482913 button0=482913 buttonType0=URL language=en template=login", string.Join(' ', made.Parts!.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}={part.Value}")));

        var tooLong = template.Compose(Facts("{}", entry: """{"code":"1234567890123456"}"""));
        Assert.Equal("message.code-long", tooLong.Code);
        Assert.DoesNotContain("1234567890123456", tooLong.Problem, StringComparison.Ordinal);
        Assert.Equal("template.code-long", Assert.Single(TemplateRules.Check(Channel.WhatsApp, Written([login], [("body1", "1234567890123456")]))).Code);
    }

    [Theory]
    [InlineData("45.8131", null)]
    [InlineData("north", "message.no-place")]
    [InlineData("95", "message.no-place")]
    public void A_header_that_is_a_place_takes_degrees(string latitude, string? code)
    {
        var shop = Ready with { Header = new RemoteHeader("LOCATION"), Body = "Come.", Buttons = null };
        Assert.Equal(["Latitude of the location", "Longitude of the location"], shop.Places().Select(place => place.Called));

        var made = Template([shop], [("headerLatitude", "{{person.latitude}}"), ("headerLongitude", "15.98")]).Compose(Facts($$"""{"latitude":"{{latitude}}"}"""));

        Assert.Equal((code, code is null ? "LOCATION" : null), (made.Code, made.Parts?.GetValueOrDefault("headerType")));
        Assert.Equal("template.place", Assert.Single(TemplateRules.Check(Channel.WhatsApp, Written([shop], [("headerLatitude", "north"), ("headerLongitude", "15.98")]))).Code);
    }

    [Theory]
    [InlineData("", "flow", "1234", "flowButton", "Your size", "flowScreen", "START", "flowData", "{\"name\":\"Ana\"}", "footer", "Bye")]
    [InlineData("template.flow-button", "flow", "1234")]
    [InlineData("template.flow-missing", "flowButton", "Your size")]
    [InlineData("template.flow-button", "flow", "1234", "flowButton", "Tell us what your size is")]
    [InlineData("template.flow-data", "flow", "1234", "flowButton", "Your size", "flowScreen", "START", "flowData", "Ana")]
    [InlineData("template.flow-screen", "flow", "1234", "flowButton", "Your size", "flowData", "{}")]
    [InlineData("template.flow-alone", "flow", "1234", "flowButton", "Your size", "button0", "Yes")]
    public void A_form_is_opened_by_a_button_that_stands_alone(string code, params string[] parts)
    {
        var written = parts.Chunk(2).ToDictionary(part => part[0], part => part[1]);
        var content = new TemplateContent([new TemplateVariant("", new Dictionary<string, string>(written) { ["text"] = "Hi" })]);
        Assert.Equal(code, string.Join(' ', TemplateRules.Check(Channel.WhatsApp, content).Select(mistake => mistake.Code)));
    }

    [Fact]
    public void Nobody_approves_a_template_by_saving_it()
    {
        var pending = Written([Ready with { State = "PENDING" }], Filled);
        var forged = Written([Ready with { Body = "Hi" }], [("header", "X"), ("extra", "Y")]);

        var saved = MirroredContent.Written(pending, forged).Variants[0];

        Assert.Equal(("PENDING", Ready.Body), (RemoteTemplate.Of(saved)!.State, RemoteTemplate.Of(saved)!.Body));
        Assert.Equal(["header", "remote"], saved.Parts.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_places_have_to_be_filled_before_it_is_saved()
    {
        Assert.Empty(TemplateRules.Check(Channel.WhatsApp, Written([Ready, Spremna], Filled)));
        Assert.Equal(["body2", "body2"], TemplateRules.Check(Channel.WhatsApp, Written([Ready, Spremna], [.. Filled.Where(part => part.Item1 != "body2")])).Select(mistake => mistake.Part));
    }

    [Theory]
    [InlineData("button0", "A button that has far too many letters", "template.button")]
    [InlineData("footer", "Bye", "template.footer-alone")]
    [InlineData("media", "picture.jpg", "template.media")]
    [InlineData("mediaType", "MUSIC", "template.choice")]
    public void A_free_message_has_what_a_chat_can_show(string part, string written, string code)
    {
        var content = new TemplateContent([new TemplateVariant("", new Dictionary<string, string> { ["text"] = "Hi", [part] = written })]);
        Assert.Equal(code, Assert.Single(TemplateRules.Check(Channel.WhatsApp, content)).Code);
    }

    [Theory]
    [InlineData("", "list", "Choose", "row0", "Today", "row1", "Tomorrow", "rowPayload1", "T", "rowDetail1", "Before noon", "footer", "Bye")]
    [InlineData("", "list", "Choose", "row0", "Today", "rowSection0", "Soon", "row1", "June", "rowSection1", "Later")]
    [InlineData("template.list-title", "row0", "Today")]
    [InlineData("template.list-empty", "list", "Choose")]
    [InlineData("template.list-long", "list", "Choose", "row0", "A row that has far too many letters")]
    [InlineData("template.row-empty", "list", "Choose", "row0", "Today", "rowDetail1", "Before noon")]
    [InlineData("template.row-twice", "list", "Choose", "row0", "Today", "row1", "T", "rowPayload1", "Today")]
    [InlineData("template.section", "list", "Choose", "row0", "Today", "row1", "June", "rowSection1", "Later")]
    [InlineData("template.list-and-buttons", "list", "Choose", "row0", "Today", "button0", "Yes")]
    [InlineData("template.list-and-media", "list", "Choose", "row0", "Today", "media", "https://shop.example/a.jpg")]
    public void A_list_has_a_button_and_rows_that_can_be_told_apart(string code, params string[] parts)
    {
        var written = parts.Chunk(2).ToDictionary(part => part[0], part => part[1]);
        var content = new TemplateContent([new TemplateVariant("", new Dictionary<string, string>(written) { ["text"] = "Hi" })]);
        Assert.Equal(code, string.Join(' ', TemplateRules.Check(Channel.WhatsApp, content).Select(mistake => mistake.Code)));
    }

    [Fact]
    public void A_row_that_is_empty_for_somebody_leaves_its_heading_to_the_next()
    {
        var written = new Dictionary<string, string>
        {
            ["text"] = "When?", ["list"] = "Choose", ["row0"] = "{{default person.today \"\"}}", ["rowSection0"] = "Soon", ["rowPayload0"] = "TODAY", ["row1"] = "Tomorrow", ["row2"] = "June", ["rowSection2"] = "Later",
        };
        string Made(string person) => string.Join(' ', CompiledTemplate.Compile("demo", "when", Channel.WhatsApp, isArchived: false, new([new("", written)])).Compose(Facts(person)).Parts!
            .OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => $"{part.Key}={part.Value}"));

        Assert.Equal("list=Choose row0=Today row1=Tomorrow row2=June rowPayload0=TODAY rowSection0=Soon rowSection2=Later", Made("""{"today":"Today"}"""));
        Assert.Equal("list=Choose row1=Tomorrow row2=June rowSection1=Soon rowSection2=Later", Made("{}"));
    }

    [Theory]
    [InlineData("", "button0", "Look", "action", "https://shop.example", "validity", "60")]
    [InlineData("template.action-alone", "button0", "Look")]
    [InlineData("template.action-alone", "action", "https://shop.example")]
    [InlineData("template.action", "button0", "Look", "action", "javascript:alert(1)")]
    [InlineData("template.media", "media", "file:///picture.jpg")]
    [InlineData("template.validity", "validity", "soon")]
    [InlineData("template.part", "payload0", "X")]
    public void A_message_by_Viber_has_a_button_that_leads_somewhere(string code, params string[] parts)
    {
        var written = parts.Chunk(2).ToDictionary(part => part[0], part => part[1]);
        var content = new TemplateContent([new TemplateVariant("", new Dictionary<string, string>(written) { ["text"] = "Hi" })]);
        Assert.Equal(code, string.Join(' ', TemplateRules.Check(Channel.Viber, content).Select(mistake => mistake.Code)));
    }

    [Theory]
    [InlineData("", "title", "Spring", "media", "https://shop.example/a.jpg", "media3", "{{person.picture}}", "validity", "60")]
    [InlineData("template.media", "media2", "a.jpg")]
    [InlineData("template.title", "title", "A title that has far more letters than an MMS can show above its text")]
    [InlineData("template.part", "button0", "Look")]
    public void An_MMS_has_a_title_and_pictures(string code, params string[] parts)
    {
        var written = parts.Chunk(2).ToDictionary(part => part[0], part => part[1]);
        var content = new TemplateContent([new TemplateVariant("", new Dictionary<string, string>(written) { ["text"] = "Hi" })]);
        Assert.Equal(code, string.Join(' ', TemplateRules.Check(Channel.Mms, content).Select(mistake => mistake.Code)));
    }

    [Theory]
    [InlineData("", "title", "Ready", "media", "https://shop.example/a.jpg", "action", "shop://orders", "data", """{"order":"A-17"}""")]
    [InlineData("", "data", """{"order":{{entry.id}}}""")]
    [InlineData("template.data", "data", "order A-17")]
    [InlineData("template.action", "action", "/orders")]
    [InlineData("template.action", "action", "javascript:alert(1)")]
    [InlineData("template.title", "title", "A title that has more than fifty letters, too many here")]
    public void A_push_notification_has_what_it_opens_and_what_its_app_gets(string code, params string[] parts)
    {
        var written = parts.Chunk(2).ToDictionary(part => part[0], part => part[1]);
        var content = new TemplateContent([new TemplateVariant("", new Dictionary<string, string>(written) { ["text"] = "Hi" })]);
        Assert.Equal(code, string.Join(' ', TemplateRules.Check(Channel.Push, content).Select(mistake => mistake.Code)));
    }

    private static IEnumerable<string> Remotes(TemplateContent content) => content.Variants.Select(variant => RemoteTemplate.Of(variant)!.Language);

    private static TemplateContent Written(IReadOnlyList<RemoteTemplate> there, (string Part, string Text)[] filled)
    {
        var content = MirroredContent.Of(there, null);
        return new([filled.Aggregate(content.Variants[0], (variant, part) => variant.With(part.Part, part.Text)), .. content.Variants.Skip(1)]);
    }

    private static CompiledTemplate Template(IReadOnlyList<RemoteTemplate> there, (string, string)[]? filled = null) =>
        CompiledTemplate.Compile("demo", "order-ready", Channel.WhatsApp, isArchived: false, Written(there, filled ?? Filled));
}
