using Cpd.Contracts;
using Cpd.Engine.Tests.Journeys;

namespace Cpd.Engine.Tests.Messages.Sending;

/// <summary>Who ends a channel goes on the provider's list, and comes off when they want it again.</summary>
public sealed class KeepingTheProvidersListInStep
{
    private const string Nothing = """{"id":"end","type":"exit"}""";

    [Fact]
    public void STOP_puts_on_and_START_takes_off_each_once()
    {
        var scene = Scene.Of(Nothing).WithPhone();

        Write(scene, "STOP", 1);
        foreach (var heard in scene.Bodies<ConsentHeard>().ToList()) scene.Apply(heard);   // it comes back by the log
        Write(scene, "Stop!", 2);
        Write(scene, "START", 3);

        Assert.Equal(
            [new BlockRequested(Channel.Sms, "385911234567", true), new BlockRequested(Channel.Sms, "385911234567", false)], scene.Bodies<BlockRequested>());
    }

    [Fact]
    public void The_end_of_everything_is_told_for_each_channel_on_which_the_person_is_reached()
    {
        var scene = Scene.Of(Nothing).Identify("""{"email":"ana@example.com"}""");

        scene.Apply(new ConsentHeard("*", null, false, ConsentSources.PreferencePage, null, Scene.Start));

        Assert.Equal([new BlockRequested(Channel.Email, "ana@example.com", true)], scene.Bodies<BlockRequested>());
    }

    [Fact]
    public void Who_was_put_on_by_the_provider_itself_is_taken_off_with_its_word()
    {
        var scene = Scene.Of(Nothing).WithPhone();
        scene.Apply(new ConsentHeard("*", Channel.Sms, false, ConsentSources.Blocklist, "MO", Scene.Start));

        Write(scene, "START", 1);

        Assert.Equal([new BlockRequested(Channel.Sms, "385911234567", false, "MO")], scene.Bodies<BlockRequested>());
    }

    [Theory]
    [InlineData("news", ConsentSources.PreferencePage)]
    [InlineData("*", ConsentSources.Blocklist)]
    public void A_single_purpose_and_what_came_from_that_list_are_not(string purpose, string source)
    {
        var scene = Scene.Of(Nothing).WithPhone();

        scene.Apply(new ConsentHeard(purpose, Channel.Sms, false, source, "MO", Scene.Start));

        Assert.Empty(scene.Bodies<BlockRequested>());
        Assert.False(scene.Person!.Profile.Consent(purpose, Channel.Sms));
    }

    private static void Write(Scene scene, string text, int minute) => scene.Apply(new ReplyReceived(Channel.Sms, "385911234567", "Shop", text, Scene.Start.AddMinutes(minute)));
}
