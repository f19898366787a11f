using System.Globalization;
using Cpd.Contracts;
using Cpd.Engine.Workspaces;

namespace Cpd.Web.Api.Description;

/// <summary>All calls there are. A test holds them against the addresses that are mapped, and sends each example.</summary>
internal static class ApiCalls
{
    public const string Tracking = "Tracking";
    public const string Commands = "Commands";
    public const string Journeys = "Journeys";
    public const string People = "People";
    public const string Operations = "Operations";

    private static readonly ApiField UserId = new("userId", ApiType.Text, "Your own id of the person. One of userId and anonymousId is required.", Most: Limits.IdLength);

    private static readonly ApiField AnonymousId = new("anonymousId", ApiType.Text, "The id of a browser or device whose person is not known yet.", Most: Limits.IdLength);

    private static readonly ApiField MessageId = new(
        "messageId", ApiType.Text, "Your id of this call. A call that is repeated with the same id within 24 hours counts once. Without it each call counts.", Most: Limits.IdLength);

    private static readonly ApiField Timestamp = new("timestamp", ApiType.Time, "When it happened. The moment of arrival if missing, in the future or before 2000.");

    private static readonly ApiField SentAt = new("sentAt", ApiType.Time, "When it was sent, by the same clock as timestamp: corrects a clock that is wrong.");

    private static readonly ApiField WriteKey = new("writeKey", ApiType.Text, "The key, for callers that cannot set an Authorization header, such as a browser's beacon.", Most: Limits.IdLength);

    private static readonly ApiField Properties = new("properties", ApiType.Object, "Anything about the event; journeys read it as event.NAME.");

    private static readonly ApiField JourneyId = new("journey", ApiType.Text, "The journey's id.", IsRequired: true, Limits.IdLength);

    private static readonly ApiField By = new("by", ApiType.Text, "Who did it, for the audit log. The key's name if missing.", Most: Limits.IdLength);

    private static readonly ApiField Data = new("data", ApiType.Object, "Values for the journey or the message; texts and conditions read them as entry.NAME.");

    private static readonly ApiField LetterId = new("id", ApiType.Number, "The dead letter's number.", IsRequired: true);

    private static readonly ApiField LetterIds = new("ids", ApiType.Numbers, $"The numbers of 1 to {OperationsApi.MostAtOnce} dead letters.", IsRequired: true);

    public static IReadOnlyList<ApiCall> All { get; } =
    [
        Track("identify", "Tells who a person is: sets attributes, and joins a browser's past to the person when both ids are given.",
            [new("traits", ApiType.Object, "Attributes to set; null removes one. email, phone (international, with +), timezone (IANA) and language are understood; addresses names one for each channel.")],
            """{"userId":"ana","traits":{"firstName":"Ana","phone":"+385911234567","timezone":"Europe/Zagreb"},"messageId":"identify-ana-1"}"""),
        Track("track", "Something that the person did. Journeys begin, go on and end by it.",
            [new("event", ApiType.Text, "The event's name, such as Order Placed.", IsRequired: true, Limits.NameLength), Properties],
            """{"userId":"ana","event":"Order Placed","properties":{"order":"A-1","total":39.9},"messageId":"order-A-1"}"""),
        Track("page", "A page was seen: the event Page Viewed, with name and category among its properties.", [.. Named("page"), Properties],
            """{"anonymousId":"browser-7","name":"Pricing","properties":{"url":"https://shop.example/pricing"}}"""),
        Track("screen", "A screen of an app was seen: the event Screen Viewed.", [.. Named("screen"), Properties],
            """{"userId":"ana","name":"Basket"}"""),
        Track("group", "The person belongs to a company or another group, whose attributes are kept under groups.ID.",
            [new("groupId", ApiType.Text, "Your id of the group.", IsRequired: true, Limits.IdLength), new("traits", ApiType.Object, "Attributes of the group.")],
            """{"userId":"ana","groupId":"acme","traits":{"plan":"pro"}}"""),
        Track("alias", "Two ids are one person: everything under previousId goes over to userId.",
            [new("previousId", ApiType.Text, "The id that came before.", IsRequired: true, Limits.IdLength)],
            """{"userId":"ana","previousId":"browser-7"}"""),
        new("batch", Tracking, HttpMethods.Post, "/v1/batch",
            $"Up to {Number(Limits.BatchEvents)} tracking calls in {Number(Limits.BatchBytes / 1024)} KB. Those that are wrong are refused one by one; the others are taken.", KeyScopes.Events)
        {
            Body = [new("batch", ApiType.Calls, "Tracking calls, each with its type: identify, track, page, screen, group or alias.", IsRequired: true), SentAt, WriteKey],
            Example = """{"batch":[{"type":"identify","userId":"ana","traits":{"city":"Zagreb"}},{"type":"track","userId":"ana","event":"Order Placed","properties":{"total":39.9}}]}""",
            Answer = ApiAnswerKind.PartlyTaken,
        },

        Command("enrol", "Lets a person into a journey, whatever its entries say. Its re-entry rule still counts.", KeyScopes.Commands, [UserId, AnonymousId, JourneyId, Data, MessageId],
            """{"userId":"ana","journey":"welcome","data":{"order":"A-1"}}"""),
        Command("send", "Sends one person one message, by the workspace's sending rules. Give text or template, not both.", KeyScopes.Commands,
            [
                UserId, AnonymousId,
                new("channel", ApiType.Text, "By which channel.", IsRequired: true) { Values = [.. Enum.GetNames<Channel>().Select(name => name.ToLowerInvariant())] },
                new("text", ApiType.Text, "The message; values in {{person.NAME}} and {{entry.NAME}} are filled in.", Most: 10_000),
                new("template", ApiType.Text, "The id of a saved template.", Most: Limits.IdLength),
                Data,
                new("transactional", ApiType.Flag, "True for what the person asked for, such as a receipt: no consent for marketing is needed."),
                MessageId,
            ],
            """{"userId":"ana","channel":"sms","text":"Your order {{entry.order}} is on its way.","data":{"order":"A-1"},"transactional":true}"""),
        Command("forget", "Erases a person: attributes, addresses, past and running journeys. It cannot be undone.", KeyScopes.Commands, [UserId, AnonymousId, MessageId], """{"userId":"somebody-who-left"}"""),
        Command("publish", "Publishes a journey's definition as a new version. Refused with everything that is wrong with it; what is only suspicious is in problems.", KeyScopes.Journeys,
            [JourneyId, new("definition", ApiType.Journey, "The journey, as /schemas/journey.json describes it.", IsRequired: true), new("note", ApiType.Text, "What changed.", Most: 10_000), By, MessageId],
            """{"journey":"thanks","definition":{"id":"thanks","name":"Thanks","entries":[{"event":"Order Placed"}],"reentry":"always","first":"say","steps":[{"id":"say","type":"message","channel":"sms","text":"Thank you.","next":null}]},"note":"First version"}"""),
        Command("pause", "Nobody gets into the journey any more, and those inside wait where they are.", KeyScopes.Journeys, [JourneyId, By, MessageId], """{"journey":"thanks"}"""),
        Command("resume", "A paused journey goes on.", KeyScopes.Journeys, [JourneyId, By, MessageId], """{"journey":"thanks"}"""),
        Command("stop", "Ends the journey for everybody who is in it.", KeyScopes.Journeys, [JourneyId, By, MessageId], """{"journey":"thanks"}"""),

        new("listJourneys", Journeys, HttpMethods.Get, "/v1/journeys", "The published journeys, with status and newest version.", KeyScopes.Journeys) { Answer = ApiAnswerKind.Journeys },
        new("getJourney", Journeys, HttpMethods.Get, "/v1/journeys/{id}", "The newest version's definition.", KeyScopes.Journeys)
        {
            Parameters = [JourneyId with { Name = "id" }],
            Answer = ApiAnswerKind.Journey,
        },

        new("getPerson", People, HttpMethods.Get, "/v1/people/{userId}", "Who a person is: ids, attributes, addresses and consents.", KeyScopes.People)
        {
            Parameters = [UserId with { Words = "Your own id of the person.", IsRequired = true }],
            Answer = ApiAnswerKind.Person,
        },
        new("exportPerson", People, HttpMethods.Get, "/v1/people/{userId}/export", "Everything that is kept of a person, for their request to see it. Stands in the audit log.", KeyScopes.People)
        {
            Parameters = [UserId with { Words = "Your own id of the person.", IsRequired = true }],
            Answer = ApiAnswerKind.Export,
        },

        new("listDeadLetters", Operations, HttpMethods.Get, "/v1/operations/dead-letters", "Records that could not be processed, the newest first.", KeyScopes.Operations)
        {
            Parameters = [new("count", ApiType.Number, "How many at most; 100 if missing.", Most: OperationsApi.MostLetters)],
            Answer = ApiAnswerKind.DeadLetters,
        },
        Letter("replay", "Processes the record of a dead letter once more."),
        Letter("put-away", "Marks a dead letter as dealt with, without processing it."),
        Letters("replay", "Processes the records of many dead letters once more."),
        Letters("put-away", "Marks many dead letters as dealt with."),
        new("getUserView", Operations, HttpMethods.Get, "/v1/operations/user-view", "How far a rebuild of the user view is.", KeyScopes.Rebuilding) { Answer = ApiAnswerKind.UserView },
        new("rebuildUserView", Operations, HttpMethods.Post, "/v1/operations/user-view/rebuild", "Builds the user view anew from the log. It is shared by all workspaces.", KeyScopes.Rebuilding),
    ];

    private static ApiCall Track(string name, string words, ApiField[] own, string example) =>
        new(name, Tracking, HttpMethods.Post, "/v1/" + name, words, KeyScopes.Events)
        {
            Body = [UserId with { IsRequired = name == "alias" }, AnonymousId, .. own, Timestamp, SentAt, MessageId, WriteKey],
            Example = example,
        };

    private static ApiCall Command(string name, string words, KeyScopes scope, ApiField[] body, string example) =>
        new(name, Commands, HttpMethods.Post, "/v1/commands/" + name, words, scope) { Body = body, Example = example, Answer = ApiAnswerKind.Accepted };

    private static ApiCall Letter(string verb, string words) =>
        new(Camel(verb) + "DeadLetter", Operations, HttpMethods.Post, $"/v1/operations/dead-letters/{{id}}/{verb}", words, KeyScopes.Operations) { Parameters = [LetterId] };

    private static ApiCall Letters(string verb, string words) =>
        new(Camel(verb) + "DeadLetters", Operations, HttpMethods.Post, $"/v1/operations/dead-letters/{verb}", words, KeyScopes.Operations)
        {
            Body = [LetterIds],
            Example = """{"ids":[1,2]}""",
            Answer = ApiAnswerKind.DeadLettersDone,
        };

    private static ApiField[] Named(string what) =>
    [
        new("name", ApiType.Text, $"The {what}'s name.", Most: Limits.NameLength),
        new("category", ApiType.Text, $"The {what}'s category.", Most: Limits.NameLength),
    ];

    private static string Camel(string verb) => verb == "put-away" ? "putAway" : verb;

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
