using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox.Email;

/// <summary>E-mails by forms, as Infobip's clients send them, and as whole MIME messages; with the reports and logs of that generation.</summary>
internal sealed class OlderEmailEndpoints(SandboxService sandbox)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/email/3/send", Send);
        routes.MapPost("/email/4/mime", SendMime);
        routes.MapPost("/email/1/content", Upload);
        routes.MapGet("/email/1/reports", Reports);
        routes.MapGet("/email/1/logs", Logs);
    }

    private async Task Send(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync() : FormCollection.Empty;
        if (!await SandboxGate.Open(context, sandbox)) return;

        string? Said(string name) => form[name].ToString() is { Length: > 0 } said ? said : null;
        bool? Flag(string name) => bool.TryParse(form[name], out var flag) ? flag : null;
        var wrong = new List<ApiViolation>();
        DateTimeOffset? sendAt = null;
        if (Said("sendAt") is { } hour)
        {
            if (InfobipDate.TryParse(hour, out var at)) sendAt = at;
            else wrong.Add(new ApiViolation("sendAt", "must be a date such as 2026-01-02T03:04:05.678+0000"));
        }
        if (sendAt > sandbox.Clock.GetUtcNow().AddDays(30)) wrong.Add(new ApiViolation("sendAt", "must be at most 30 days in the future"));

        // A list is a name said several times; a client of Infobip's writes to['0'] instead.
        IEnumerable<EmailDestination> Places(string name) =>
            form.Where(field => field.Key == name || field.Key.StartsWith(name + "[", StringComparison.Ordinal)).SelectMany(field => field.Value).OfType<string>().Select(Recipient);
        List<EmailDestination> to = [.. Places("to")];
        // One id is for one message: with several recipients the first has it.
        if (to.Count > 0 && Said("messageId") is { } id) to[0] = to[0] with { MessageId = id };
        var message = new EmailMessage(
            Said("from"), [new EmailDestinations(to, [.. Places("cc")], [.. Places("bcc")], Said("replyTo"))],
            new EmailMessageContent(Said("subject"), Said("text"), Said("html"), Said("templateId"), Said("headers"), Said("defaultPlaceholders"), await Attached(form.Files, context.RequestAborted)),
            new EmailMessageOptions(new InfobipPlatform(Said("entityId"), Said("applicationId")), Said("campaignReferenceId")),
            new SmsWebhooks(Said("notifyUrl") is { } url ? new SmsDeliveryWebhook(url, Flag("intermediateReport")) : null, Said("notifyContentType"), Said("callbackData")));
        var tracking = new EmailTracking(Flag("track"), Flag("trackOpens"), Flag("trackClicks"), Said("trackingUrl"));
        await Take(context, new EmailRequest([message], new EmailRequestOptions(new SmsSchedule(Said("bulkId"), sendAt), tracking)), wrong);
    }

    /// <summary>A MIME message is taken as it is and not taken apart: its head tells the subject, and all that follows is the text.</summary>
    private async Task SendMime(HttpContext context)
    {
        var (request, unread) = await SandboxGate.Body(context, SandboxWire.Wire.MimeRequest);
        if (!await SandboxGate.Open(context, sandbox)) return;
        if (unread is not null || request?.MimeMessage is not { Length: > 0 } mime)
        {
            await SandboxGate.Refuse(context, 400, unread ?? new ApiViolation("mimeMessage", "must not be blank"));
            return;
        }

        var lines = mime.ReplaceLineEndings("\n");
        var end = lines.IndexOf("\n\n", StringComparison.Ordinal);
        var head = (end < 0 ? lines : lines[..end]).Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal).Split('\n');
        string? Line(string name) => head.FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
        var to = request.Destinations ?? Line("To")?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        var message = new EmailMessage(
            request.From ?? Line("From"),
            [new EmailDestinations([.. to.Select((one, i) => new EmailDestination(EmailAddress.TryParse(one, out var address) ? address.Address : one, i == 0 ? request.MessageId : null))])],
            new EmailMessageContent(Line("Subject") ?? "(no subject)", end < 0 ? "(empty)" : lines[(end + 2)..]),
            new EmailMessageOptions(new InfobipPlatform(request.EntityId, request.ApplicationId)),
            new SmsWebhooks(
                request.NotifyUrl is { Length: > 0 } url ? new SmsDeliveryWebhook(url, request.IntermediateReport) : null, request.NotifyContentType, request.CallbackData));
        await Take(context, new EmailRequest([message], new EmailRequestOptions(new SmsSchedule(request.BulkId))), []);
    }

    private async Task Take(HttpContext context, EmailRequest request, List<ApiViolation> wrong)
    {
        wrong.AddRange(EmailRules.Check(request with { Options = null }, sandbox.Clock.GetUtcNow()).Select(one => one with { Property = Flat(one.Property!) }));
        if (wrong.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, wrong);
            return;
        }

        var schedule = request.Options!.Schedule!;
        var bulkId = schedule.BulkId ?? Guid.NewGuid().ToString();
        var messages = Suppressions.Kept(sandbox, new Fates(sandbox.Mood, bulkId, schedule.SendAt, sandbox.Now).Of(MailPlaceholders.Filled(request.Messages!), request.Options.Tracking));
        await sandbox.Take(context, messages, statuses => SandboxGate.Answer(
            context,
            new OlderEmailResponse(bulkId, [.. messages.Select((message, i) => new OlderEmailResponseItem(message.To, message.Id, InfobipStatuses.Describe(Channel.Email, statuses[i])))]),
            SandboxWire.Wire.OlderEmailResponse));
    }

    /// <summary>Content for attachments by reference. It is counted as there and not kept: nothing reads it back.</summary>
    private async Task Upload(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        foreach (var name in new[] { "X-Content-Id", "X-Media-Type" })
        {
            if (context.Request.Headers[name].ToString().Length > 0) continue;
            await SandboxGate.Answer(
                context, new UploadRefused("", [], $"Required request header '{name}' for method parameter type String is not present"), SandboxWire.Wire.UploadRefused, 400);
            return;
        }
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        await SandboxGate.Answer(context, new UploadedContent(context.Request.Headers["X-Content-Id"].ToString()), SandboxWire.Wire.UploadedContent);
    }

    private async Task Reports(HttpContext context)
    {
        if (await SandboxReader.Reports(context, sandbox, Channel.Email) is { } found) await SandboxGate.Answer(context, OlderEmailReports.Of(found), SandboxWire.Wire.OlderEmailReports);
    }

    private async Task Logs(HttpContext context)
    {
        if (await SandboxReader.Logs(context, sandbox, Channel.Email) is var (lines, _)) await SandboxGate.Answer(context, OlderEmailLogs.Of(lines), SandboxWire.Wire.OlderEmailLogs);
    }

    private static async Task<IReadOnlyList<EmailAttachment>?> Attached(IFormFileCollection files, CancellationToken ct)
    {
        List<EmailAttachment>? found = null;
        foreach (var file in files.Where(file => file.Name == "attachment" || file.Name.StartsWith("attachment[", StringComparison.Ordinal)))
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, ct);
            (found ??= []).Add(new EmailAttachment(EmailAttachment.Binary, content.ToArray(), file.ContentType, file.FileName));
        }
        return found;
    }

    /// <summary>An address, or one with values of its own: <c>{"to":"a@b","placeholders":{"name":"Ana"}}</c>.</summary>
    private static EmailDestination Recipient(string given)
    {
        if (!given.TrimStart().StartsWith('{')) return new EmailDestination(given);
        try
        {
            var read = JsonSerializer.Deserialize(given, SandboxWire.Wire.AddressAndPlaceholders);
            return new EmailDestination(read?.To, Placeholders: read?.Placeholders?.GetRawText());
        }
        catch (JsonException)
        {
            return new EmailDestination(given);
        }
    }

    /// <summary>What the member is called in a form.</summary>
    private static string Flat(string path) => path.Replace("messages[0].", "", StringComparison.Ordinal) switch
    {
        "sender" => "from",
        var flat when flat.StartsWith("destinations[0].", StringComparison.Ordinal) => flat["destinations[0].".Length..],
        var flat => flat[(flat.LastIndexOf('.') + 1)..],
    };
}
