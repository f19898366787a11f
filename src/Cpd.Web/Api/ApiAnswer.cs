using System.Text.Json;
using Cpd.Engine.Journeys;

namespace Cpd.Web.Api;

/// <summary>Why a call was not taken.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">A sentence that says what to do.</param>
internal sealed record ApiProblem(int Status, string Code, string Message);

/// <param name="Index">The event's place in the batch, from 0.</param>
internal readonly record struct RefusedEvent(int Index, ApiProblem Problem);

/// <summary>What callers get back: always JSON, always with <c>success</c>.</summary>
internal static class ApiAnswer
{
    private static readonly ApiProblem InvalidJourney = new(400, "journey.invalid", "The journey cannot be published; see \"problems\".");
    private static readonly byte[] Success = "{\"success\":true}"u8.ToArray();

    public static Task Taken(HttpContext http) => Write(http, StatusCodes.Status200OK, Success);

    /// <summary>The command is on the log; what becomes of it is said there under this id.</summary>
    /// <param name="warnings">What the author of a journey should know, though it does not keep it from being published.</param>
    public static Task Accepted(HttpContext http, string id, IReadOnlyList<JourneyProblem> warnings) => Write(http, StatusCodes.Status202Accepted, json =>
    {
        json.WriteBoolean("success"u8, true);
        json.WriteString("id"u8, id);
        if (warnings.Count > 0) Write(json, warnings);
    });

    /// <summary>Everything that is wrong with a journey, at once.</summary>
    public static Task JourneyRefused(HttpContext http, IReadOnlyList<JourneyProblem> problems)
    {
        Count(http, InvalidJourney);
        return Write(http, StatusCodes.Status400BadRequest, json =>
        {
            json.WriteBoolean("success"u8, false);
            Write(json, InvalidJourney);
            Write(json, problems);
        });
    }

    public static Task Refused(HttpContext http, ApiProblem problem)
    {
        Count(http, problem);
        return Write(http, problem.Status, json =>
        {
            json.WriteBoolean("success"u8, false);
            Write(json, problem);
        });
    }

    /// <summary>A batch of which some events were taken, or none.</summary>
    public static Task PartlyTaken(HttpContext http, IReadOnlyList<RefusedEvent> refused, bool none)
    {
        foreach (var (_, problem) in refused) Count(http, problem);
        return Write(http, none ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, json =>
        {
            json.WriteBoolean("success"u8, !none);
            if (none) Write(json, new ApiProblem(400, "batch.all-refused", "None of the events in the batch was accepted; see \"refused\"."));
            json.WriteStartArray("refused"u8);
            foreach (var (index, problem) in refused)
            {
                json.WriteStartObject();
                json.WriteNumber("index"u8, index);
                Write(json, problem);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }

    private static void Count(HttpContext http, ApiProblem problem) => http.RequestServices.GetRequiredService<IntakeMetrics>().Refused(problem.Code);

    private static void Write(Utf8JsonWriter json, IReadOnlyList<JourneyProblem> problems)
    {
        json.WriteStartArray("problems"u8);
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("level"u8, problem.Level is ProblemLevel.Error ? "error" : "warning");
            json.WriteString("code"u8, problem.Code);
            json.WriteString("path"u8, problem.Path);
            if (problem.StepId is { } step) json.WriteString("step"u8, step);
            json.WriteString("message"u8, problem.Sentence);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ApiProblem problem)
    {
        json.WriteString("code"u8, problem.Code);
        json.WriteString("message"u8, problem.Message);
    }

    private static async Task Write(HttpContext http, int status, Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        await Write(http, status, buffer.ToArray());
    }

    private static Task Write(HttpContext http, int status, byte[] json)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = json.Length;
        return http.Response.Body.WriteAsync(json, http.RequestAborted).AsTask();
    }
}
