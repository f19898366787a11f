using System.Text;
using System.Text.Json;

namespace Cpd.EndToEnd.Tests.Tracing;

/// <summary>Where tracing is on, everything that follows from one request lies in that request's trace.</summary>
public sealed class OneTraceFromRequestToReport
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task Through_log_engine_and_adapter_to_the_provider_and_back()
    {
        await using var collector = await Collector.Start();
        await using var app = await RunningApp.Start(collector.Variables);
        await app.Post("/v1/identify", """{"userId":"ana","traits":{"phone":"+385911234567"}}""");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/track")
        {
            Content = new StringContent("""{"userId":"ana","event":"Signed Up"}""", Encoding.UTF8, "application/json"),
            Headers = { { "traceparent", $"00-{Trace}-00f067aa0ba902b7-01" } },
        };
        using (await app.Client.SendAsync(request))
        {
        }

        string[] way =
        [
            "POST /v1/track", "commands Track", "platform EventTracked", "adapter MessageRequested", "send SMS",
            "report RecordDelivery", "commands RecordDelivery", "platform MessageReported", "user-view MessageReported",
        ];
        await RunningApp.Until(
            () => Task.FromResult(string.Join(", ", collector.Spans.Where(span => span.Trace == Trace).Select(span => span.Name))),
            seen => way.All(name => seen.Split(", ").Contains(name)));
        Assert.All(collector.Spans.Where(span => span.Trace == Trace), span => Assert.NotEmpty(span.Parent));
        await RunningApp.Until(() => Task.FromResult(collector.Metrics), times => times > 0);
        Assert.DoesNotContain(collector.Spans, span => span.Name.Contains("health", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nobody_collects_no_record_carries_a_trace_and_log_lines_say_nothing_of_people()
    {
        await using var app = await RunningApp.Start(("Cpd__Logging__Format", "json"), ("Logging__LogLevel__Microsoft.AspNetCore", "Information"));
        await app.Post("/v1/identify", """{"userId":"ana-77","traits":{"phone":"+385911234567"}}""");
        await app.Post("/v1/track", """{"userId":"ana-77","event":"Signed Up"}""");
        await RunningApp.Until(app.Received, messages => messages.Count == 1);

        Assert.Equal(0, await app.Count("SELECT count(*) FROM log_records WHERE CAST(payload AS TEXT) LIKE '%\"trace\":%'"));

        await app.Terminate();
        var lines = app.Said().Split('\n').Select(line => JsonElement.Parse(line)).ToArray();
        Assert.Contains(lines, line => line.GetProperty("message").GetString()!.Contains("/v1/track", StringComparison.Ordinal) && line.GetProperty("trace").GetString()!.Length == 32);
        Assert.DoesNotContain("385911234567", app.Said(), StringComparison.Ordinal);
        Assert.DoesNotContain("ana-77", app.Said(), StringComparison.Ordinal);
    }
}
