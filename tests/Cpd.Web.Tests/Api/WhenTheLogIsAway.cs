namespace Cpd.Web.Tests.Api;

public sealed class WhenTheLogIsAway(TestIntake intake) : IClassFixture<TestIntake>
{
    [Theory]
    [InlineData("/v1/track", """{"userId":"ana","event":"Looked"}""")]
    [InlineData("/v1/batch", """{"batch":[{"type":"track","userId":"ana","event":"Looked"}]}""")]
    [InlineData("/v1/commands/forget", """{"userId":"ana"}""")]
    public async Task The_caller_learns_that_it_may_come_again_and_nothing_of_the_house(string path, string body)
    {
        intake.Log.IsAway = true;
        var reply = await intake.Post(path, body);
        intake.Log.IsAway = false;

        Assert.Equal((503, "log.unavailable"), (reply.Status, reply.Code));
        Assert.EndsWith("retry with the same messageId.", reply.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.7", reply.Text, StringComparison.Ordinal);
        Assert.NotNull(reply.Headers.RetryAfter);
    }
}
