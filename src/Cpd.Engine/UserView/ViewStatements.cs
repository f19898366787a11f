using Cpd.EventLog.Storage;
using static Cpd.EventLog.Storage.HotKind;

namespace Cpd.Engine.UserView;

/// <summary>The statements of the windows that fill the user view, in the order in which a window comes by its tables.</summary>
internal static class ViewStatements
{
    private static readonly HotTable MergedTable = new("merged_view", [new("person", Id)], new HotColumn("merged_into", Id));

    /// <summary>Person: person, into.</summary>
    public static readonly HotStatement FindMerged = MergedTable.Find(["person"], ["person", "merged_into"]);

    public static readonly HotStatement AnyMerged = new(
        "SELECT 1 FROM merged_view LIMIT 1",
        "SELECT 1 FROM merged_view LIMIT 1",
        "SELECT TOP (1) 1 FROM merged_view");

    /// <summary>Person, into.</summary>
    public static readonly HotStatement SetMerged = MergedTable.Upsert("merged_into");

    /// <summary>Person: as if nobody had ever said anything about them.</summary>
    public static readonly HotStatement RemoveMerged = MergedTable.Delete();

    /// <summary>Person, the same again: a row to hold on to, where there is none.</summary>
    public static readonly HotStatement AddStaying = new(
        "INSERT INTO merged_view (person, merged_into) VALUES (?1, ?2) ON CONFLICT (person) DO NOTHING",
        "INSERT INTO merged_view (person, merged_into) SELECT r.i1, r.i2 FROM {rows} ON CONFLICT (person) DO NOTHING",
        """
        INSERT INTO merged_view (person, merged_into) SELECT r.i1, r.i2 FROM {rows}
        WHERE NOT EXISTS (SELECT 1 FROM merged_view WITH (UPDLOCK, HOLDLOCK, FORCESEEK) WHERE merged_view.person = r.i1) ORDER BY r.n
        """,
        Id, Id);

    /// <summary>Person: person, into; whoever wants to change the row waits until this transaction is over.</summary>
    public static readonly HotStatement HoldMerged = new(
        "SELECT person, merged_into FROM merged_view WHERE person = ?1",
        "SELECT merged_view.person, merged_view.merged_into FROM {rows} JOIN merged_view ON merged_view.person = r.i1 ORDER BY merged_view.person FOR SHARE OF merged_view",
        "SELECT merged_view.person, merged_view.merged_into FROM {rows} JOIN merged_view WITH (REPEATABLEREAD, ROWLOCK, FORCESEEK) ON merged_view.person = r.i1",
        Id);

    private static readonly string[] Card =
        ["workspace", "user_id", "anonymous_ids", "first_name", "last_name", "full_name", "phone", "email", "seen_at", "active_at"];

    private static readonly HotTable PeopleTable = new(
        "people_view",
        [new("person", Id), new("version", Number)],
        new("workspace", Text), new("user_id", Text), new("anonymous_ids", Text), new("first_name", Text), new("last_name", Text),
        new("full_name", Text), new("phone", Text), new("email", Text), new("seen_at", Number), new("active_at", Number), new("search", Text));

    /// <summary>Person: person, version, the card.</summary>
    public static readonly HotStatement FindPerson = PeopleTable.Find(["person"], ["person", "version", .. Card]);

    /// <summary>Person, version, the card, the text to search.</summary>
    public static readonly HotStatement AddPerson = PeopleTable.Insert(["person", "version", .. Card, "search"]);

    /// <summary>Person, the version that was read, the next one, the card without its workspace, the text to search.</summary>
    public static readonly HotStatement ChangePerson = new(
        """
        UPDATE people_view SET version = ?3, user_id = ?4, anonymous_ids = ?5, first_name = ?6, last_name = ?7, full_name = ?8,
            phone = ?9, email = ?10, seen_at = ?11, active_at = ?12, search = ?13
        WHERE person = ?1 AND version = ?2
        """,
        """
        UPDATE people_view SET version = r.l2, user_id = r.t1, anonymous_ids = r.t2, first_name = r.t3, last_name = r.t4, full_name = r.t5,
            phone = r.t6, email = r.t7, seen_at = r.l3, active_at = r.l4, search = r.t8
        FROM {rows} WHERE people_view.person = r.i1 AND people_view.version = r.l1
        """,
        """
        UPDATE people_view SET version = r.l2, user_id = r.t1, anonymous_ids = r.t2, first_name = r.t3, last_name = r.t4, full_name = r.t5,
            phone = r.t6, email = r.t7, seen_at = r.l3, active_at = r.l4, search = r.t8
        FROM people_view WITH (FORCESEEK) JOIN {rows} ON people_view.person = r.i1 AND people_view.version = r.l1
        """,
        Id, Number, Number, Text, Text, Text, Text, Text, Text, Text, Number, Number, Text);

    /// <summary>Person, the version that was read.</summary>
    public static readonly HotStatement RemovePerson = PeopleTable.Delete();

    private static readonly string[] Message = ["channel", "marks", "sent_at", "final_at", "run", "journey", "version", "step", "reason"];

    private static readonly HotTable MessageTable = new(
        "message_view",
        [new("message", Id)],
        new("channel", Number), new("marks", Number), new("sent_at", Number), new("final_at", Number),
        new("run", Id), new("journey", Text), new("version", Number), new("step", Text), new("reason", Text));

    /// <summary>Message: message, channel, marks, sent at, final at, its place, the reason.</summary>
    public static readonly HotStatement FindMessage = MessageTable.Find(["message"], ["message", .. Message]);

    /// <summary>Message, channel, marks, sent at, final at, its place, the reason.</summary>
    public static readonly HotStatement AddMessage = MessageTable.Insert(["message", .. Message]);

    /// <summary>Message, the channel (-1 for none) and marks that were read; channel, marks, sent at, final at, its place, the reason.</summary>
    public static readonly HotStatement ChangeMessage = new(
        """
        UPDATE message_view SET channel = ?4, marks = ?5, sent_at = ?6, final_at = ?7, run = ?8, journey = ?9, version = ?10, step = ?11, reason = ?12
        WHERE message = ?1 AND coalesce(channel, -1) = ?2 AND marks = ?3
        """,
        """
        UPDATE message_view SET channel = r.l3, marks = r.l4, sent_at = r.l5, final_at = r.l6,
            run = r.i2, journey = r.t1, version = r.l7, step = r.t2, reason = r.t3 FROM {rows}
        WHERE message_view.message = r.i1 AND coalesce(message_view.channel, -1) = r.l1 AND message_view.marks = r.l2
        """,
        """
        UPDATE message_view SET channel = r.l3, marks = r.l4, sent_at = r.l5, final_at = r.l6,
            run = r.i2, journey = r.t1, version = r.l7, step = r.t2, reason = r.t3 FROM message_view WITH (FORCESEEK) JOIN {rows}
        ON message_view.message = r.i1 AND coalesce(message_view.channel, -1) = r.l1 AND message_view.marks = r.l2
        """,
        Id, Number, Number, Number, Number, Number, Number, Id, Text, Number, Text, Text);

    private static readonly HotTable TimelineTable = new(
        "timeline",
        [new("id", Number)],
        new("workspace", Text), new("person", Id), new("kind", Text), new("name", Text), new("at", Number), new("record", Bytes));

    /// <summary>Workspace, person, kind, name, at, record.</summary>
    public static readonly HotStatement AddLine = TimelineTable.Insert("workspace", "person", "kind", "name", "at", "record");

    /// <summary>From, to.</summary>
    public static readonly HotStatement MoveLines = new(
        "UPDATE timeline SET person = ?2 WHERE person = ?1",
        "UPDATE timeline SET person = r.i2 FROM {rows} WHERE timeline.person = r.i1",
        "UPDATE timeline SET person = r.i2 FROM timeline JOIN {rows} ON timeline.person = r.i1",
        Id, Id);

    /// <summary>Person.</summary>
    public static readonly HotStatement RemoveLines = TimelineTable.Delete("person");

    /// <summary>Workspace, minute, subject, name, how many more.</summary>
    public static readonly HotStatement CountActivity = new HotTable(
        "activity",
        [new("workspace", Text), new("minute", Number), new("subject", Text), new("name", Text)],
        new HotColumn("count", Number)).AddTo("count");

    /// <summary>Workspace, journey, version, step, measure, how many more.</summary>
    public static readonly HotStatement CountJourney = new HotTable(
        "journey_counts",
        [new("workspace", Text), new("journey", Text), new("version", Number), new("step", Text), new("measure", Text)],
        new HotColumn("count", Number)).AddTo("count");
}
