using System.Globalization;
using Cpd.Web.Api;

namespace Cpd.Web.Tests.Api;

public class WhenSomethingHappened
{
    private const string Received = "2030-01-01T12:00:00Z";

    [Theory]
    [InlineData(null, null, Received)]
    [InlineData("2030-01-01T11:00:00Z", null, "2030-01-01T11:00:00Z")]
    [InlineData("2030-01-01T11:00:00Z", "2030-01-01T11:30:00Z", "2030-01-01T11:30:00Z")]   // half an hour slow
    [InlineData("2035-05-05T00:00:00Z", "2035-05-05T00:00:10Z", "2030-01-01T11:59:50Z")]   // years fast
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:01:00Z", "2030-01-01T11:59:00Z")]   // never set
    [InlineData("1970-01-01T00:00:00Z", null, Received)]
    [InlineData("2040-01-01T00:00:00Z", null, Received)]
    [InlineData("2030-01-01T11:00:00Z", "2030-01-01T10:00:00Z", Received)]                 // sent before it happened
    [InlineData("9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", Received)]
    [InlineData("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", Received)]
    public void Is_told_by_our_clock(string? timestamp, string? sentAt, string expected) =>
        Assert.Equal(At(expected), SegmentCommands.OccurredAt(At(timestamp), At(sentAt), At(Received)!.Value));

    private static DateTimeOffset? At(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
