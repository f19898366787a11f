using Cpd.Contracts;
using Cpd.Engine.Identities;
using Cpd.Engine.People;

namespace Cpd.Engine.Tests.Commands;

public sealed class WhatBecomesOfCommands : IDisposable
{
    private static readonly DateTimeOffset At = TestEngineDb.Start.AddMinutes(-1);
    private static readonly GivenIds Ana = new("ana", null);

    private readonly TestEngineDb _db = new();

    public void Dispose() => _db.Dispose();

    [Fact]
    public async Task An_event_is_said_of_the_person_it_is_about()
    {
        var said = await _db.Take(new Track(Ana, "1", At, "Signed Up", RawJson.From("""{"plan":"pro"}""")));

        var record = Assert.Single(said);
        Assert.Equal(new EventTracked("Signed Up", At, RawJson.From("""{"plan":"pro"}"""), Ana), record.Body);
        Assert.Equal(record.Person.ToString(), record.Key);
        Assert.NotNull(record.Cause);
        Assert.Equal(TestEngineDb.Workspace, record.Workspace);
    }

    [Fact]
    public async Task The_same_id_leads_to_the_same_person_in_later_windows()
    {
        var first = Assert.Single(await _db.Take(Track("1")));
        var second = Assert.Single(await _db.Take(Track("2")));

        Assert.Equal(first.Person, second.Person);
    }

    [Fact]
    public async Task The_same_id_in_another_workspace_is_somebody_else()
    {
        var here = Assert.Single(await _db.Take(Track("1")));
        var there = Assert.Single(await _db.Take([_db.Record(Track("1"), workspace: "other")]));

        Assert.NotEqual(here.Person, there.Person);
    }

    [Fact]
    public async Task A_merge_is_announced_to_who_stays_and_said_of_who_goes_before_anything_is_said_of_both()
    {
        var visitor = Assert.Single(await _db.Take(new Track(new(null, "browser"), "1", At, "Seen", default))).Person;
        var ana = Assert.Single(await _db.Take(Track("2"))).Person;

        var said = await _db.Take(new Identify(new("ana", "browser"), "3", At, default));

        Assert.Equal([ana, visitor, ana], said.Select(it => it.Person));
        Assert.Equal(new TakeOverAnnounced(visitor!.Value), said[0].Body);
        Assert.Equal(new PersonMerged(ana!.Value), said[1].Body);
        Assert.IsType<PersonIdentified>(said[2].Body);
    }

    [Fact]
    public async Task A_report_about_somebody_who_was_merged_reaches_who_stayed()
    {
        var visitor = Assert.Single(await _db.Take(new Track(new(null, "browser"), "1", At, "Seen", default))).Person!.Value;
        var said = await _db.Take(Track("2"), new Identify(new("ana", "browser"), "3", At, default), new Identify(new("ana", "browser"), "4", At, default));
        var ana = said[0].Person;

        var report = Assert.Single(await _db.Take(new RecordDelivery(visitor, default, DeliveryOutcome.Delivered, "DELIVERED", null, false, At)));

        Assert.Equal(ana, report.Person);
        Assert.IsType<MessageReported>(report.Body);
    }

    [Fact]
    public async Task Keys_pressed_in_a_call_are_a_reply_and_are_told_before_the_calls_end()
    {
        var ana = Assert.Single(await _db.Take(Track("1"))).Person!.Value;

        var said = await _db.Take(new RecordDelivery(
            ana, default, DeliveryOutcome.Delivered, "DELIVERED", null, false, At, CallOutcome.Answered, new PressedKeys("385911234567", "38510000000", "12")));

        Assert.Equal(new ReplyReceived(Channel.Voice, "385911234567", "38510000000", "12", At, "12", default(MessageId)), said[0].Body);
        Assert.Equal(CallOutcome.Answered, Assert.IsType<MessageReported>(said[1].Body).Call);
        Assert.All(said, record => Assert.Equal(ana, record.Person));
    }

    [Fact]
    public async Task An_alias_joins_and_later_calls_by_either_id_are_one_persons()
    {
        var said = await _db.Take(
            new Track(new("old-ana", null), "1", At, "Seen", default),
            Track("2"),
            new Alias(Ana, "3", At, "old-ana"),
            new Track(new("old-ana", null), "4", At, "Seen", default));

        Assert.Equal(["EventTracked", "EventTracked", "TakeOverAnnounced", "PersonMerged", "PersonIdentified", "EventTracked"], said.Select(it => it.Type));
        Assert.Equal(said[1].Person, said[5].Person);
    }

    [Fact]
    public async Task An_alias_to_a_browser_of_another_user_is_refused_in_words()
    {
        var said = await _db.Take(new Identify(new("bob", "tablet"), "1", At, default), new Alias(Ana, "2", At, "tablet"));

        var refused = Assert.IsType<CommandRefused>(said[^1].Body);
        Assert.Equal(("Alias", "2", "alias.other-person"), (refused.Command, refused.MessageId, refused.Code));
    }

    [Fact]
    public async Task A_person_can_be_enrolled_in_a_journey_published_in_the_same_window()
    {
        var said = await _db.Take(Track("1"),
            new PublishJourney("2", "welcome", RawJson.EmptyObject, null, "Ana"),
            new EnrolPerson(Ana, "3", "welcome", RawJson.From("""{"a":1}""")));

        Assert.Equal(new JourneyPublished("welcome", 1, null, "Ana"), said[1].Body);
        Assert.Null(said[1].Person);
        Assert.Equal(new EnrolmentAsked("welcome", RawJson.From("""{"a":1}"""), "3"), said[2].Body);
    }

    [Fact]
    public async Task A_person_who_is_known_is_changed_and_was_not_seen_for_that()
    {
        await _db.Take(Track("1"));

        var said = await _db.Take(
            new EditPerson(Ana, "2", RawJson.From("""{"preferredChannel":"sms"}"""), "Ben"), new EditPerson(new("nobody", null), "3", RawJson.EmptyObject, "Ben"));

        var changed = Assert.IsType<PersonIdentified>(said[0].Body);
        Assert.Equal(("Ben", """{"preferredChannel":"sms"}"""), (changed.By, changed.Traits.ToString()));
        Assert.Equal("person.unknown", Assert.IsType<CommandRefused>(said[1].Body).Code);

        var before = Profile.New(said[0].Person!.Value, "demo", At);
        var after = before.Fold(changed, At.AddDays(1));
        Assert.Equal((Channel.Sms, before.SeenAt), (after.PreferredChannel, after.SeenAt));
        Assert.Null(after.Fold(changed with { Traits = RawJson.From("""{"preferredChannel":null}""") }, At).PreferredChannel);
    }

    [Theory]
    [InlineData("nothing", "ana", "journey.unknown")]
    [InlineData("welcome", "nobody", "person.unknown")]
    public async Task An_enrolment_that_makes_no_sense_is_refused(string journey, string user, string code)
    {
        _db.Journeys.Known.Add("welcome");
        await _db.Take(Track("1"));

        var said = Assert.Single(await _db.Take(new EnrolPerson(new(user, null), "2", journey, default)));

        Assert.Equal(code, Assert.IsType<CommandRefused>(said.Body).Code);
    }

    [Fact]
    public async Task A_change_that_the_journeys_refuse_is_refused_here()
    {
        var said = Assert.Single(await _db.Take(new ChangeJourney("1", "nothing", JourneyChange.Pause, null)));

        Assert.Equal("journey.unknown", Assert.IsType<CommandRefused>(said.Body).Code);
        Assert.Null(said.Person);
    }

    [Fact]
    public async Task A_message_is_asked_for_with_a_text_or_a_template()
    {
        var said = await _db.Take(Track("1"),
            new SendMessage(Ana, "2", Channel.Sms, "Hello", null, RawJson.EmptyObject, true),
            new SendMessage(Ana, "3", Channel.Sms, null, null, RawJson.EmptyObject, true));

        Assert.Equal(new MessageAsked(Channel.Sms, "Hello", null, RawJson.EmptyObject, true), said[1].Body);
        Assert.Equal("message.content", Assert.IsType<CommandRefused>(said[2].Body).Code);
    }

    [Fact]
    public async Task Who_was_forgotten_and_comes_back_is_somebody_new()
    {
        var said = await _db.Take(Track("1"), new ForgetPerson(Ana, "2"), Track("3"), new ForgetPerson(new("nobody", null), "4"));

        Assert.Equal(new PersonForgotten(), said[1].Body);
        Assert.Equal(said[0].Person, said[1].Person);
        Assert.NotEqual(said[0].Person, said[2].Person);
        Assert.Equal("person.unknown", Assert.IsType<CommandRefused>(said[3].Body).Code);
    }

    [Fact]
    public async Task Who_is_forgotten_is_forgotten_as_everybody_they_once_were()
    {
        var visitor = Assert.Single(await _db.Take(new Track(new(null, "browser"), "1", At, "Seen", default))).Person;
        var ana = Assert.Single(await _db.Take(Track("2"))).Person;

        var said = await _db.Take(new Identify(new("ana", "browser"), "3", At, default), new ForgetPerson(Ana, "4"));

        Assert.Equal(
            [(ana, "TakeOverAnnounced"), (visitor, "PersonMerged"), (ana, "PersonIdentified"), (ana, "PersonForgotten"), (visitor, "PersonForgotten")],
            said.Select(it => (it.Person, it.Type)));
    }

    [Fact]
    public async Task A_reply_is_the_persons_whose_number_it_is()
    {
        var ana = Assert.Single(await _db.Take(Track("1"))).Person!.Value;
        Learn(Channel.WhatsApp, "+44 7700 900123", ana);

        var said = Assert.Single(await _db.Take(Reply("447700900123", "p-1")));

        Assert.Equal(ana, said.Person);
        Assert.Equal("YES", Assert.IsType<ReplyReceived>(said.Body).Text);
    }

    [Fact]
    public async Task A_reply_reaches_who_stayed_even_where_the_book_was_written_late()
    {
        var visitor = Assert.Single(await _db.Take(new Track(new(null, "browser"), "1", At, "Seen", default))).Person!.Value;
        var ana = Assert.Single(await _db.Take(Track("2"))).Person;
        await _db.Take(new Identify(new("ana", "browser"), "3", At, default));
        Learn(Channel.Sms, "447700900123", visitor);

        Assert.Equal(ana, Assert.Single(await _db.Take(Reply("447700900123", "p-1"))).Person);
    }

    [Fact]
    public async Task A_test_by_push_is_the_persons_whose_id_it_is_and_a_strangers_id_becomes_a_person()
    {
        var ana = Assert.Single(await _db.Take(Track("1"))).Person;

        Assert.Equal(ana, Assert.Single(await _db.Take(Test("ana", "2"))).Person);
        var stranger = await _db.Take(Test("ben-1", "3"));

        Assert.Equal(new GivenIds("ben-1", null), Assert.IsType<PersonIdentified>(stranger[0].Body).Who);
        Assert.IsType<TestAsked>(stranger[1].Body);
        Assert.Equal(stranger[0].Person, Assert.Single(await _db.Take(Test("ben-1", "4"))).Person);

        static SendTest Test(string to, string id) => new(id, Channel.Push, to, "Hi", null, null, null);
    }

    [Fact]
    public async Task A_stranger_who_writes_becomes_a_person_and_stays_one()
    {
        var first = await _db.Take(Reply("447700900124", "p-1"));
        var second = await _db.Take(Reply("447700900124", "p-2"));

        Assert.Equal(RawJson.From("""{"phone":"\u002B447700900124"}"""), Assert.IsType<PersonIdentified>(first[0].Body).Traits);
        Assert.IsType<ReplyReceived>(first[1].Body);
        Assert.Equal(first[0].Person, Assert.Single(second).Person);
    }

    [Fact]
    public async Task The_same_reply_delivered_twice_is_one_reply()
    {
        await _db.Take(Reply("447700900124", "p-1"));
        _db.Now = _db.Now.AddMinutes(1);

        Assert.Empty(await _db.Take(Reply("447700900124", "p-1")));
    }

    [Fact]
    public async Task A_command_of_a_type_from_the_future_is_passed_over()
    {
        var unknown = new LogRecord
        {
            Id = Ids.Derive<RecordId>(At, "x", "y"), Workspace = "shop", Key = "k", At = At, Body = new UnknownBody("Later", Topic.Commands, default),
        };

        Assert.Empty(await _db.Take([unknown]));
    }

    [Fact]
    public async Task An_id_longer_than_any_door_takes_is_one_id_all_the_same()
    {
        var (one, other) = (new string('x', 1_000), new string('x', 999) + "y");
        var said = await _db.Take(new Track(new(one, null), "1", At, "Seen", default), new Track(new(other, null), "2", At, "Seen", default));
        var again = Assert.Single(await _db.Take(new Track(new(one, null), "3", At, "Seen", default)));

        Assert.NotEqual(said[0].Person, said[1].Person);
        Assert.Equal(said[0].Person, again.Person);
    }

    [Fact]
    public async Task A_reply_from_an_address_of_any_length_is_somebodys()
    {
        var address = new string('ž', 150) + "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀" + new string('a', 500) + "@example.com";
        var first = await _db.Take(new RecordReply(Channel.Email, address, "Shop", "YES", "p-1", At));
        var second = await _db.Take(new RecordReply(Channel.Email, address, "Shop", "YES", "p-2", At));

        Assert.Equal(first[0].Person, Assert.Single(second).Person);
    }

    [Fact]
    public async Task A_call_that_names_nobody_is_refused_and_does_not_stop_the_others()
    {
        var said = await _db.Take(new Track(new(null, null), "1", At, "Seen", default), Track("2"));

        Assert.Equal("person.no-id", Assert.IsType<CommandRefused>(said[0].Body).Code);
        Assert.IsType<EventTracked>(said[1].Body);
    }

    /// <summary>As the platform does, when somebody's traits say so.</summary>
    private void Learn(Channel channel, string address, PersonId person) => _db.InTransaction(transaction =>
    {
        var book = new AddressBook(transaction.Sql);
        book.Upsert(TestEngineDb.Workspace, channel, address, person);
        book.Save();
    });

    private static Track Track(string messageId) => new(Ana, messageId, At, "Seen", RawJson.EmptyObject);

    private static RecordReply Reply(string from, string id) => new(Channel.Sms, from, "Shop", "YES", id, At);
}
