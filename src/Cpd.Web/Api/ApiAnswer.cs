using System.Text.Json;

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
    private static readonly byte[] Success = "{\"success\":true}"u8.ToArray();

    public static Task Taken(HttpContext http) => Write(http, StatusCodes.Status200OK, Success);

    /// <summary>The command is on the log; what becomes of it is said there under this id.</summary>
    public static Task Accepted(HttpContext http, string id) => Write(http, StatusCodes.Status202Accepted, json =>
    {
        json.WriteBoolean("success"u8, true);
        json.WriteString("id"u8, id);
    });

    public static Task Refused(HttpContext http, ApiProblem problem) => Write(http, problem.Status, json =>
    {
        json.WriteBoolean("success"u8, false);
        Write(json, problem);
    });

    /// <summary>A batch of which some events were taken, or none.</summary>
    public static Task PartlyTaken(HttpContext http, IReadOnlyList<RefusedEvent> refused, bool none) =>
        Write(http, none ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, json =>
        {
            json.WriteBoolean("success"u8, !none);
            if (none) Write(json, new ApiProblem(400, "batch.all-refused", "None of the batch's events can be taken; \"refused\" says why."));
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
