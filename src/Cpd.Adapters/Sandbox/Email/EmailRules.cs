using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Email;
using Cpd.Contracts;

namespace Cpd.Adapters.Sandbox.Email;

/// <summary>What Infobip checks in an e-mail request before anything else. The words are ours, in its manner: those of this request are not published.</summary>
internal static class EmailRules
{
    private const string Empty = "must not be empty", Null = "must not be null", NoAddress = "must be a well-formed email address";

    /// <summary>All that is wrong, by path; the whole call is refused for it.</summary>
    public static List<ApiViolation> Check(EmailRequest? request, DateTimeOffset now)
    {
        var wrong = new List<ApiViolation>();
        if (request?.Messages is not { Count: > 0 } messages)
        {
            wrong.Add(new ApiViolation("messages", Empty));
            return wrong;
        }

        var recipients = 0;
        for (var i = 0; i < messages.Count; i++) recipients += Check(messages[i], $"messages[{i}]", wrong);
        if (recipients > InfobipEmailSender.MostRecipients) wrong.Add(new ApiViolation("messages", $"number of recipients must be between 1 and {InfobipEmailSender.MostRecipients}"));
        SendRules.Size(request.Options?.Schedule?.BulkId, 100, "options.schedule.bulkId", wrong);
        if (request.Options?.Schedule?.SendAt > now.AddDays(5)) wrong.Add(new ApiViolation("options.schedule.sendAt", "must be at most 5 days in the future"));
        return wrong;
    }

    /// <summary>How many it goes to.</summary>
    private static int Check(EmailMessage? message, string path, List<ApiViolation> wrong)
    {
        if (message is null)
        {
            wrong.Add(new ApiViolation(path, Null));
            return 0;
        }

        var ofTemplate = message.Content?.TemplateId is { Length: > 0 };
        if (message.Sender is { Length: > 0 } sender ? !EmailAddress.TryParse(sender, out _) : !ofTemplate)
            wrong.Add(new ApiViolation(path + ".sender", message.Sender is { Length: > 0 } ? NoAddress : "must not be blank"));

        if (message.Content is not { } content) wrong.Add(new ApiViolation(path + ".content", Null));
        else if (!ofTemplate)
        {
            if (content.Subject?.Length is not (>= 1 and <= 1000)) wrong.Add(new ApiViolation(path + ".content.subject", "size must be between 1 and 1000"));
            if (string.IsNullOrEmpty(content.Text) && string.IsNullOrEmpty(content.Html)) wrong.Add(new ApiViolation(path + ".content.text", "must not be blank"));
        }
        Check(message.Content?.Attachments, path + ".content.attachments", wrong);
        SendRules.Rest(message.Webhooks, message.Options?.CampaignReferenceId, message.Options?.Platform, path, wrong);

        if (message.Destinations is not { Count: > 0 } destinations)
        {
            wrong.Add(new ApiViolation(path + ".destinations", Empty));
            return 0;
        }

        var recipients = 0;
        for (var i = 0; i < destinations.Count; i++)
        {
            var at = $"{path}.destinations[{i}]";
            if (destinations[i] is not { To.Count: > 0 } one)
            {
                wrong.Add(new ApiViolation(at + ".to", Empty));
                continue;
            }
            if (one.ReplyTo is { Length: > 0 } answers && !EmailAddress.TryParse(answers, out _)) wrong.Add(new ApiViolation(at + ".replyTo", NoAddress));
            foreach (var (name, list) in new[] { ("to", one.To), ("cc", one.Cc), ("bcc", one.Bcc) })
            {
                recipients += list?.Count ?? 0;
                for (var j = 0; j < (list?.Count ?? 0); j++)
                {
                    if (list![j] is null) wrong.Add(new ApiViolation($"{at}.{name}[{j}]", Null));
                    else SendRules.Size(list[j].MessageId, 200, $"{at}.{name}[{j}].messageId", wrong);
                }
            }
        }
        return recipients;
    }

    /// <summary>That it has a name and bytes is asked for here; the description leaves it open.</summary>
    private static void Check(IReadOnlyList<EmailAttachment>? attachments, string path, List<ApiViolation> wrong)
    {
        for (var i = 0; i < (attachments?.Count ?? 0); i++)
        {
            var (one, at) = (attachments![i], $"{path}[{i}]");
            if (one is null) wrong.Add(new ApiViolation(at, Null));
            else if (one.Type is not (EmailAttachment.Binary or EmailAttachment.Reference)) wrong.Add(new ApiViolation(at + ".type", $"must be one of {EmailAttachment.Binary}, {EmailAttachment.Reference}"));
            else if (one.Type == EmailAttachment.Reference ? string.IsNullOrWhiteSpace(one.ContentId) : one.Content is not { Length: > 0 })
                wrong.Add(new ApiViolation(at + (one.Type == EmailAttachment.Reference ? ".contentId" : ".content"), "must not be blank"));
            else if (one.Type == EmailAttachment.Binary && string.IsNullOrWhiteSpace(one.FileName)) wrong.Add(new ApiViolation(at + ".fileName", "must not be blank"));
        }
    }
}
