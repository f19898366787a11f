using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Push;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Push;

/// <summary>Infobip's paths for push notifications, as far as we use them. Everybody has each application on one device, which is our policy.</summary>
internal sealed class PushEndpoints(SandboxService sandbox)
{
    private static readonly MessagePrice Price = new(0.001m, "EUR");

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/push/3/messages", Send);
        routes.MapGet("/push/3/logs", Logs);
        routes.MapGet("/push/3/reports", context => SendCalls.Reports(context, sandbox, Channel.Push));
    }

    private Task Send(HttpContext context) => SendCalls.Send<PushRequest, PushMessage>(
        context, sandbox, Channel.Push, InfobipJson.Wire.PushRequest, PushRules.Check,
        (request, fates) => [.. request.Messages!.SelectMany(message => message.Destinations!.Select(destination => Of(fates, message, destination)))]);

    private async Task Logs(HttpContext context)
    {
        if (await SandboxReader.Logs(context, sandbox, Channel.Push) is var (lines, page))
            await SandboxGate.Answer(context, new PushLogs([.. lines.Select(LogLine)], page), InfobipJson.Wire.PushLogs);
    }

    private static NewMessage Of(Fates fates, PushMessage message, PushDestination destination)
    {
        var (content, options) = (message.Content!, message.Options);
        var chat = new StoredChat(content.Title, content.Url, content.Url is null ? null : "IMAGE", Link: options?.OnTapButtonAction?.Resource, Data: options?.CustomPayload?.GetRawText());
        return fates.Make(
            Channel.Push, destination.ExternalUserId!, destination.MessageId, message.Sender, content.Text!, 1, own => own?.RejectStatusId ?? PushStatuses.Enroute,
            (_, fails) => fails ? PushStatuses.NoRegistration : 0, message.Webhooks, options?.CampaignReferenceId, options?.Platform)
            with { Mail = StoredChat.Write(chat) };
    }

    private static PushLog LogLine(StoredMessage message) => new(
        message.Sender, message.To, message.BulkId, message.Id, At(message.SentAt), message.DoneAt is { } done ? At(done) : null, 1, Price,
        InfobipStatuses.Describe(message.Channel, message.Status), InfobipStatuses.DescribeError(message.Channel, message.Error),
        new InfobipPlatform(message.Entity, message.Application), new PushContent("TEXT", Text: message.Text), message.Campaign);

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
