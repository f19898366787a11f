using Cpd.Contracts;

namespace Cpd.Engine.Tests.UserView;

internal static class Given
{
    public const string Shop = "shop";

    public static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static PersonId Person(string name) => Ids.Derive<PersonId>(Start, "person", name);

    public static MessageId Message(string name) => Ids.Derive<MessageId>(Start, "message", name);

    public static LogRecord Record(PersonId person, IRecordBody body, int second = 0, string workspace = Shop) => new()
    {
        Id = Ids.Derive<RecordId>(Start.AddSeconds(second), body.GetType().Name, person.ToString(), second.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Workspace = workspace,
        Key = person.ToString(),
        Person = person,
        At = Start.AddSeconds(second),
        Body = body,
    };

    public static PersonIdentified Identified(string user, string traits) => new(new GivenIds(user, null), Start, RawJson.From(traits));

    public static EventTracked Tracked(string name, string? user = null, string? anonymous = null, string properties = "{}") =>
        new(name, Start, RawJson.From(properties), new GivenIds(user, anonymous));

    public static StepPlace Place(RunId run) => new(run, "welcome", 1, "sms", 0);

    public static JourneyMoved Moved(bool began, string? step, RunEnd? end, params IReadOnlyList<StepTaken> trail) =>
        new(Ids.Derive<RunId>(Start, "run", "1"), "welcome", 1, began, trail, step, null, end);
}
