using Cpd.Web.Features.Shared;

namespace Cpd.Web.Tests.Features;

public class RelativeTimeTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-2, "just now")]
    [InlineData(-42, "42 s ago")]
    [InlineData(-150, "2 min ago")]
    [InlineData(-7_300, "2 h ago")]
    [InlineData(-200_000, "2 d ago")]
    [InlineData(-900_000, "10 Jan 2030")]
    [InlineData(3_480, "in 58 min")]
    [InlineData(3_598, "in 1 h")]
    [InlineData(40, "in 40 s")]
    public void Time_is_told_relative_to_now(int seconds, string text) =>
        Assert.Equal(text, RelativeTime.Text(Now.AddSeconds(seconds), Now));
}
