using Bunit;
using Cpd.Web.Api.Description;
using Cpd.Web.Features.Settings;

namespace Cpd.Web.Tests.Features.Settings;

public sealed class ApiPageTests : PageTest
{
    [Fact]
    public void Each_call_is_there_with_what_it_takes_and_an_example_for_this_address()
    {
        var page = Render<ApiPage>();

        Assert.Equal(ApiCalls.All.Select(call => $"{call.Method} {call.Path}"),
            page.FindAll("details summary").Select(call => $"{call.QuerySelector(".method")!.TextContent} {call.QuerySelector("code")!.TextContent}"));
        var track = page.Find("#track");
        Assert.Equal(["userId", "anonymousId", "event *", "properties", "timestamp", "sentAt", "messageId", "writeKey"], track.QuerySelectorAll("tbody td:first-child").Select(cell => cell.TextContent));
        Assert.StartsWith("curl -u WRITE_KEY: http://localhost/v1/track -H 'Content-Type: application/json' -d '{\"userId\":\"ana\"", track.QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("curl -u WRITE_KEY: http://localhost/v1/journeys/ID", page.Find("#getJourney pre").TextContent);
        Assert.StartsWith("curl -u WRITE_KEY: -X POST http://localhost/v1/operations/user-view/rebuild", page.Find("#rebuildUserView pre").TextContent, StringComparison.Ordinal);
    }
}
