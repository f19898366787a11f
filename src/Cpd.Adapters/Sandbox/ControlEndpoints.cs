using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Adapters.Sandbox.Voice;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox;

/// <summary>
/// What Infobip does not have: to see all that came, to make the server misbehave, to let a person answer. Open to this
/// machine; from elsewhere it takes a key of one's own.
/// </summary>
internal sealed class ControlEndpoints(SandboxService sandbox)
{
    private const int MostMessages = 1000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/_control/messages", Open(Messages));
        routes.MapGet("/_control/counts", Open(context => SandboxGate.Answer(context, sandbox.Store.Read(SandboxMessages.Count), SandboxJson.Default.SandboxCounts)));
        routes.MapGet("/_control/behaviour", Open(context => SandboxGate.Answer(context, sandbox.Mood.Now, SandboxJson.Default.SandboxBehaviour)));
        routes.MapPut("/_control/behaviour", Open(SetBehaviour));
        routes.MapPost("/_control/reply", Open(Reply));
        routes.MapPost("/_control/answer", Open(TakeCall));
        routes.MapPost("/_control/reset", Open(Reset));
    }

    private Task Messages(HttpContext context)
    {
        var query = context.Request.Query;
        if (!Number(query["after"], 0, long.MaxValue, 0, out var after) || !Number(query["limit"], 1, int.MaxValue, MostMessages, out var limit))
            return SandboxGate.Refuse(context, 400, new ApiViolation("after, limit", "must be numbers, after from 0 and limit from 1"));

        var found = sandbox.Store.Read(db => SandboxMessages.List(db, after, (int)Math.Min(limit, MostMessages), sandbox.Now));
        return SandboxGate.Answer(context, found, SandboxJson.Default.IReadOnlyListReceivedMessage);
    }

    private async Task SetBehaviour(HttpContext context)
    {
        var (behaviour, wrong) = await Body(context, SandboxJson.Default.SandboxBehaviour);
        IReadOnlyList<ApiViolation> problems = wrong is null ? [.. behaviour!.Problems()] : [wrong];
        if (problems.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, problems);
            return;
        }

        await sandbox.Mood.Set(behaviour!, context.RequestAborted);
        await SandboxGate.Answer(context, sandbox.Mood.Now, SandboxJson.Default.SandboxBehaviour);
    }

    private async Task Reply(HttpContext context)
    {
        var (reply, wrong) = await Body(context, SandboxJson.Default.SandboxReply);
        if (reply is { Channel: { Length: > 0 } } && wrong is null)
        {
            await new ChatControl(sandbox).Reply(context, reply);
            return;
        }
        if (wrong is not null || string.IsNullOrWhiteSpace(reply?.From) || reply.Text is null)
        {
            await SandboxGate.Refuse(context, 400, wrong ?? new ApiViolation("from, text", "must not be empty"));
            return;
        }

        var to = reply.To is { Length: > 0 } given ? given : sandbox.Store.Read(db => PhoneQueries.LastSender(db, reply.From));
        if (to is null)
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("to", "must not be empty: nobody wrote to this number before"));
            return;
        }
        await SandboxGate.Answer(context, new ReplyTaken(await sandbox.Reply(reply.From, to, reply.Text, context.RequestAborted)), SandboxJson.Default.ReplyTaken);
    }

    private async Task TakeCall(HttpContext context)
    {
        var (answer, wrong) = await Body(context, SandboxJson.Default.SandboxAnswer);
        if (wrong is not null || string.IsNullOrWhiteSpace(answer?.Number) || answer.Call is not { } does)
        {
            await SandboxGate.Refuse(context, 400, wrong ?? new ApiViolation("number, call", "must not be empty"));
            return;
        }
        if (answer.Keys is { } keys && !keys.All(key => char.IsAsciiDigit(key) || key is '*' or '#'))
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("keys", "must be digits, * and #"));
            return;
        }

        var taken = await sandbox.Store.Write(db => SandboxCalls.TakeAll(db, SmsNumber.Digits(answer.Number), does, sandbox.Mood.Now.ReportDelayMs, sandbox.Now, answer.Keys ?? ""), context.RequestAborted);
        if (taken > 0) sandbox.Wake(sandbox.Now);
        await SandboxGate.Answer(context, new AnswerTaken(taken), SandboxJson.Default.AnswerTaken);
    }

    private async Task Reset(HttpContext context)
    {
        await sandbox.Reset(context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private RequestDelegate Open(RequestDelegate work) => context =>
        SandboxGate.MayControl(context, sandbox.Options) ? work(context) : SandboxGate.Refuse(context, 401);

    private static bool Number(string? text, long least, long most, long otherwise, out long number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(text)
            || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }

    private static async Task<(T? Value, ApiViolation? Wrong)> Body<T>(HttpContext context, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted);
            return (value, value is null ? new ApiViolation("body", "must not be null") : null);
        }
        catch (JsonException problem)
        {
            return (null, new ApiViolation(problem.Path is { Length: > 2 } path ? path[2..] : "body", "could not be read"));
        }
    }
}
