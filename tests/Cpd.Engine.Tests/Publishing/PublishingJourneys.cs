using System.Text;
using Cpd.Contracts;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Tests.Running;
using Cpd.Tests;
using Microsoft.EntityFrameworkCore;
using static Cpd.Engine.Tests.Journeys.Scene;

namespace Cpd.Engine.Tests.Publishing;

public sealed class PublishingJourneys : IDisposable
{
    private const string Hi = """{"id":"say","type":"message","channel":"sms","text":"Hi","next":null}""";

    private readonly TestDatabase _data = EngineLog.NewDatabase();

    [Fact]
    public async Task A_definition_with_mistakes_is_refused_with_all_of_them()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(
            """{"id":"test","name":"","entries":[{"event":"Go"}],"first":"say","steps":[{"id":"say","type":"message","channel":"sms","text":"","next":"nowhere"}]}"""));

        var refused = Assert.Single(await engine.Bodies<CommandRefused>());
        Assert.Equal("journey.invalid", refused.Code);
        Assert.Contains("Enter a name for the journey.", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("Enter the message text.", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("nowhere", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await engine.Count("journeys"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task What_is_no_journey_is_refused(string definition)
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(new PublishJourney("m", "test", RawJson.From(definition), null, null));
        Assert.Equal("journey.invalid", Assert.Single(await engine.Bodies<CommandRefused>()).Code);
    }

    [Fact]
    public async Task A_definition_of_another_journey_is_refused()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(new PublishJourney("m", "other", RawJson.From(Journey(Hi)), null, null));
        Assert.Equal("journey.other-id", Assert.Single(await engine.Bodies<CommandRefused>()).Code);
    }

    [Fact]
    public async Task The_same_definition_again_changes_nothing()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey(Hi)));
        await engine.Send(engine.Publish(Journey(Hi)), engine.Publish(Journey(Hi).Replace(",", ", ")));

        Assert.Equal(1, Assert.Single(await engine.Bodies<JourneyPublished>()).Version);
        Assert.Equal(1, await engine.Count("journey_versions"));
    }

    [Fact]
    public async Task Another_definition_is_another_version_and_both_are_kept()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey(Hi)), engine.Publish(Journey(Hi.Replace("Hi", "Hello"))));

        Assert.Equal([1, 2], (await engine.Bodies<JourneyPublished>()).Select(published => published.Version));
        var detail = (await engine.Get<IJourneyLibrary>().Find(EngineLog.Workspace, "test", default))!;
        Assert.Equal([2, 1], detail.Versions.Select(version => version.Version));
        Assert.Equal(JourneyStatus.Active, detail.Summary.Status);
    }

    [Fact]
    public async Task What_the_window_publishes_lets_the_next_event_of_it_in()
    {
        await using var engine = await EngineLog.Start(_data, ("Cpd:Embedded:Partitions", "1"));
        await engine.Post(engine.Publish(Journey(Hi)), engine.Identify("ana", """{"phone":"+385911111111"}"""), engine.Track("ana", "Go"));
        await engine.Settle();
        Assert.Equal(["Hi"], await engine.Texts());
    }

    [Fact]
    public async Task Somebody_can_be_enrolled_by_the_window_that_publishes()
    {
        await using var engine = await EngineLog.Start(_data, ("Cpd:Embedded:Partitions", "1"));
        await engine.Post(
            engine.Identify("ana", """{"phone":"+385911111111"}"""),
            engine.Publish(Journey(Hi)),
            new EnrolPerson(new("ana", null), engine.NextCall(), "test", RawJson.EmptyObject),
            new EnrolPerson(new("ana", null), engine.NextCall(), "nothing", RawJson.EmptyObject));
        await engine.Settle();

        Assert.Equal(["Hi"], await engine.Texts());
        Assert.Equal("journey.unknown", Assert.Single(await engine.Bodies<CommandRefused>()).Code);
    }

    [Fact]
    public async Task What_is_published_is_found_again_after_a_restart()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey(Hi)), engine.Publish(Journey(Hi, id: "paused")));
        await engine.Send(engine.Change(JourneyChange.Pause, "paused"));
        await engine.Restart();
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111"}"""), engine.Track("ana", "Go"));

        Assert.Equal(["Hi"], await engine.Texts());
    }

    [Fact]
    public async Task What_was_published_with_a_segment_runs_on_and_cannot_be_published_again()
    {
        var vips = Journey("""{"id":"vip","type":"branch","cases":[{"when":"in segment \"vip\"","next":null}],"else":"say"},""" + Hi);
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Publish(Journey(Hi)));
        await engine.Change(db => db.Set<JourneyVersionRow>().ExecuteUpdateAsync(row => row.SetProperty(version => version.Definition, Encoding.UTF8.GetBytes(vips))));
        await engine.Restart();
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111"}"""), engine.Track("ana", "Go"));

        Assert.Equal(["Hi"], await engine.Texts());
        Assert.Equal(2, (await engine.Get<IJourneyLibrary>().Find(EngineLog.Workspace, "test", default))!.Definition.Steps.Count);

        await engine.Send(engine.Publish(vips.Replace("\"Hi\"", "\"Hello\"")));
        var refused = Assert.Single(await engine.Bodies<CommandRefused>());
        Assert.Equal("journey.invalid", refused.Code);
        Assert.StartsWith("steps[0].cases[0].when: There are no segments", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_about_people_is_told_with_when_it_was_published()
    {
        string Often(int days) => Journey($$"""{"id":"often","type":"branch","cases":[{"when":"did \"Viewed\" at least 3 times in last {{days}} days","next":"say"}],"else":null},""" + Hi);
        await using var engine = await EngineLog.Start(_data);
        var first = engine.Clock.GetUtcNow();
        await engine.Send(engine.Publish(Often(7)), engine.Publish(Journey(Hi, id: "other")));
        await engine.Pass(TimeSpan.FromDays(1));
        await engine.Send(engine.Publish(Often(30)));
        await engine.Send(engine.Change(JourneyChange.Pause));

        Assert.Equal([(first, 7), (first + TimeSpan.FromDays(1), 30)], await Asked(engine));
        Assert.Empty(await engine.Get<IJourneyLibrary>().Asked("another", default));

        await engine.Send(engine.Change(JourneyChange.Stop));
        Assert.Empty(await Asked(engine));

        await engine.Pass(TimeSpan.FromDays(1));
        await engine.Send(engine.Publish(Often(30)));
        Assert.Equal([(first + TimeSpan.FromDays(2), 30)], await Asked(engine));
    }

    private static async Task<IEnumerable<(DateTimeOffset Since, int Days)>> Asked(EngineLog engine) =>
        (await engine.Get<IJourneyLibrary>().Asked(EngineLog.Workspace, default)).Select(asked => (asked.Since, asked.Needs.Events["Viewed"].TimesWithin.Days)).Order();

    [Fact]
    public async Task A_stopped_journey_stays_stopped_until_it_is_published_again()
    {
        await using var engine = await EngineLog.Start(_data);
        await engine.Send(engine.Change(JourneyChange.Stop));
        await engine.Send(engine.Publish(Journey(Hi)));
        await engine.Send(engine.Change(JourneyChange.Stop));
        await engine.Send(engine.Change(JourneyChange.Resume));
        Assert.Equal(["journey.stopped", "journey.unknown"], (await engine.Bodies<CommandRefused>()).Select(refused => refused.Code).Order(StringComparer.Ordinal));

        await engine.Send(engine.Publish(Journey(Hi)));
        await engine.Send(engine.Identify("ana", """{"phone":"+385911111111"}"""), engine.Track("ana", "Go"));
        Assert.Equal(["Hi"], await engine.Texts());
    }

    public void Dispose() => _data.Dispose();
}
