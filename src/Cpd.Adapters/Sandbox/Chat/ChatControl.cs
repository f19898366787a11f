using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Chat;

/// <summary>What Infobip does not have, for chats: to answer and to read as a person does, and to set which templates there are.</summary>
internal sealed class ChatControl(SandboxService sandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/_control/read", Open(Read));
        routes.MapPut("/_control/whatsapp/templates", Open(SetTemplates));
        routes.MapDelete("/_control/whatsapp/templates", Open(ForgetTemplates));
    }

    /// <summary>Writes, or presses a button or row of the last message that has one so called.</summary>
    public async Task Reply(HttpContext context, SandboxReply reply)
    {
        if (!Enum.TryParse<Channel>(reply.Channel, ignoreCase: true, out var channel) || string.IsNullOrWhiteSpace(reply.From)
            || (reply.Media is null && reply.MediaUrl is null && reply.Form is null && reply.Text is null == reply.Button is null) || (reply.MediaUrl is not null && channel is not Channel.Mms))
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("channel, from, text, button", "must name a channel and a person, and either a text or a button; only an MMS has media"));
            return;
        }
        var media = reply.Media is { } given ? new SentMedia(given.Kind ?? "", given.Type ?? "", given.Content ?? []) : null;
        if (media is not null && (channel is not Channel.WhatsApp || !SentMedia.Kinds.Contains(media.Kind) || media.Type.Length == 0 || media.Bytes.Length is 0 or > SentMedia.MostBytes))
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("media", "must have a kind, a type and a content of at most 5 MB, by WHATSAPP"));
            return;
        }
        if (reply.Form is { } answers)
        {
            await FillIn(context, reply, answers, channel);
            return;
        }
        if ((reply.To ?? sandbox.Store.Read(db => PhoneQueries.LastSender(db, reply.From, channel))) is not { } to)
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("to", "must not be empty: nobody wrote to this number before"));
            return;
        }

        var messages = reply.Button is null ? [] : sandbox.Store.Read(db => PhoneQueries.Messages(db, channel, SandboxMessages.Place(channel, reply.From), most: 100, sandbox.Now));
        var answer = messages.Reverse().SelectMany(Pressable).FirstOrDefault(one => one.Title == reply.Button).Answer;
        if (reply.Button is not null && answer is null)
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("button", "must be one of a message that came"));
            return;
        }
        var id = await sandbox.Reply(reply.From, to, reply.Text ?? reply.Button ?? "", context.RequestAborted, channel, answer, media, reply.MediaUrl);
        await SandboxGate.Answer(context, new ReplyTaken(id), SandboxJson.Default.ReplyTaken);
    }

    /// <summary>Into the form of the last message that opens one.</summary>
    private async Task FillIn(HttpContext context, SandboxReply reply, JsonElement answers, Channel channel)
    {
        if (channel is not Channel.WhatsApp || answers.ValueKind is not JsonValueKind.Object)
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("form", "must be an object with what is filled in, by WHATSAPP"));
            return;
        }
        var forms = sandbox.Store.Read(db => PhoneQueries.Messages(db, channel, SandboxMessages.Place(channel, reply.From!), most: 100, sandbox.Now));
        if (forms.Reverse().FirstOrDefault(message => FormOf(message) is not null) is not { } last)
        {
            await SandboxGate.Refuse(context, 400, new ApiViolation("form", "must be for a message that came and opens a form"));
            return;
        }
        var id = await sandbox.FillIn(reply.From!, last.Partner, FormOf(last)!, answers, context.RequestAborted);
        await SandboxGate.Answer(context, new ReplyTaken(id), SandboxJson.Default.ReplyTaken);
    }

    private static PhoneAnswer? FormOf(PhoneMessage message) => Pressable(message).Select(one => one.Answer).FirstOrDefault(answer => answer is { OfForm: true });

    private static IEnumerable<(string Title, PhoneAnswer? Answer)> Pressable(PhoneMessage message) =>
        (message.Chat?.Buttons ?? []).Concat((message.Chat?.Cards ?? []).SelectMany(card => card.Buttons)).Select(button => (button.Title, button.Answer)).Concat((message.Chat?.List?.Rows ?? []).Select(row => (row.Title, row.Answer)));

    private async Task Read(HttpContext context)
    {
        var (reply, wrong) = await SandboxGate.Body(context, SandboxJson.Default.SandboxReply);
        if (wrong is not null || string.IsNullOrWhiteSpace(reply?.From) || !Enum.TryParse<Channel>(reply.Channel, ignoreCase: true, out var channel))
        {
            await SandboxGate.Refuse(context, 400, wrong ?? new ApiViolation("channel, from", "must name a channel and a person"));
            return;
        }
        await sandbox.Read(channel, reply.From, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task SetTemplates(HttpContext context)
    {
        var (templates, wrong) = await SandboxGate.Body(context, InfobipJson.Wire.WhatsAppTemplates);
        if (templates?.Templates is not { } list || list.Any(one => one?.Name is null || one.Language is null || one.Status is null))
        {
            await SandboxGate.Refuse(context, 400, wrong ?? new ApiViolation("templates", "must be templates as Infobip lists them, each with a name, a language and a status"));
            return;
        }
        await sandbox.Store.Write(db => SandboxTemplates.Keep(db, list), context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ForgetTemplates(HttpContext context)
    {
        await sandbox.Store.Write(SandboxTemplates.Forget, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private RequestDelegate Open(RequestDelegate work) => context =>
        SandboxGate.MayControl(context, sandbox.Options) ? work(context) : SandboxGate.Refuse(context, 401);
}
