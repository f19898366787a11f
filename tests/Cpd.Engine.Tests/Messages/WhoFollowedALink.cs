using Cpd.Contracts;
using Cpd.Engine.Messages;
using Cpd.Engine.Tests.Journeys;

namespace Cpd.Engine.Tests.Messages;

/// <summary>People follow links, and so do programs that look through messages.</summary>
public sealed class WhoFollowedALink
{
    private static readonly DateTimeOffset Asked = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MessageId Message = Ids.Derive<MessageId>(Asked, "message", "1");

    [Theory]
    [InlineData("Phone iOS Safari", 30, null)]
    [InlineData(null, 30, null)]
    [InlineData("Phone Android CUBOT", 30, null)]
    [InlineData("Bot Googlebot", 30, "“Bot” is an automated scanner, not a person.")]
    [InlineData("Computer Windows (compatible; bingbot/2.0)", 30, "“bingbot” is an automated scanner, not a person.")]
    [InlineData("Computer Proofpoint-URL-Defense", 30, "“Proofpoint-URL-Defense” is an automated scanner, not a person.")]
    [InlineData("Phone iOS Safari", 1.4, "It came 1.4 seconds after the message was requested, sooner than anyone can read it.")]
    [InlineData("Phone iOS Safari", 2, null)]
    [InlineData("Phone iOS Safari", -5, null)]
    public void A_program_is_told_by_its_name_or_by_its_haste(string? device, double after, string? why) =>
        Assert.Equal(why, AutomaticReactions.Why(new RecordReaction(default, Message, Reaction.Clicked, "https://shop.example/a", Asked.AddSeconds(after), device)));

    [Theory]
    [InlineData(null, "")]
    [InlineData("“Bot” is an automated scanner.", "wait")]
    public void A_wait_for_a_click_goes_on_only_with_the_persons_own(string? automatic, string stands)
    {
        var scene = Scene.Of("""
            {"id":"ask","type":"message","channel":"sms","text":"https://shop.example/a","next":"wait"},
            {"id":"wait","type":"waitForMessage","message":"ask","on":{"clicked":null,"seen":null},"timeout":"1 day","onTimeout":null}
            """).WithPhone().Track("Go");
        var message = Assert.Single(scene.Bodies<MessageRequested>()).Message;

        scene.Apply(new MessageReacted(message, Reaction.Clicked, "https://shop.example/a", Scene.Start, automatic));

        Assert.Equal(stands, string.Concat(scene.Person!.Runs.Select(run => run.Step)));
    }
}
