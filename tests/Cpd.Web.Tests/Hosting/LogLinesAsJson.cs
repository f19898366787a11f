using System.Diagnostics;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Tests;
using Cpd.Web.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cpd.Web.Tests.Hosting;

public sealed class LogLinesAsJson
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Request = "00f067aa0ba902b7";

    private static readonly int[] Partitions = [0, 3];

    [Fact]
    public void Fields_are_what_they_are()
    {
        var line = Written(
            new("Group", "platform"), new("Partitions", Partitions), new("Names", new List<string?> { "a \"b\"", null }), new("IsOn", true),
            new("Seconds", 1.5), new("Nothing", null), new("For", TimeSpan.FromSeconds(1)),
            new("At", new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero)));

        Assert.Equal(
            """{"Group":"platform","Partitions":[0,3],"Names":["a \"b\"",null],"IsOn":true,"Seconds":1.5,"Nothing":null,"For":"00:00:01","At":"2030-01-01T12:00:00+00:00"}""",
            line.GetProperty("fields").GetRawText());
    }

    [Fact]
    public void A_line_about_a_record_is_in_its_trace_and_names_the_span_of_its_request()
    {
        using (TraceParent.ForLines($"00-{Trace}-{Request}-01"))
        {
            var line = Written();
            Assert.Equal((Trace, Request), (line.GetProperty("trace").GetString(), line.GetProperty("span").GetString()));
        }
        Assert.False(Written().TryGetProperty("trace", out _));
    }

    [Fact]
    public void Where_a_span_of_that_trace_is_under_way_it_is_that_one_s()
    {
        using var span = new Activity("send SMS").SetParentId(ActivityTraceId.CreateFromString(Trace), ActivitySpanId.CreateFromString(Request), ActivityTraceFlags.Recorded).Start();
        using (TraceParent.ForLines($"00-{Trace}-{Request}-01")) Assert.Equal(span.SpanId.ToHexString(), Written().GetProperty("span").GetString());
    }

    private static JsonElement Written(params KeyValuePair<string, object?>[] fields)
    {
        using var text = new StringWriter();
        IReadOnlyList<KeyValuePair<string, object?>> state = fields;
        new JsonLog(new StandingClock()).Write(new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Warning, "Cpd", default, state, null, (_, _) => "Said."), null, text);
        return JsonElement.Parse(text.ToString());
    }
}
