using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Templates.Email;
using Cpd.EventLog;
using Cpd.EventLog.Files;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Templates;

/// <summary>Takes files that are to go with e-mails. Where the template that names one is never saved, the file goes after a month.</summary>
public sealed partial class AttachmentActions(IEventLog log, Caller caller, ILogger<AttachmentActions> logger)
{
    private static readonly string Endings = string.Join(", ", EmailAttachments.Endings.Select(ending => ending[1..]));

    /// <summary>Either the attachment or why there is none.</summary>
    /// <param name="name">As the browser calls it.</param>
    /// <param name="size">As the browser says it; what comes is held against the same limit.</param>
    public async Task<(Attachment? File, Refusal? Refusal)> Upload(string name, long size, Func<Stream> open)
    {
        name = EmailAttachments.NameOf(name);
        if (EmailAttachments.TypeOf(name) is not { } type) return Refused("attachment.type", $"“{name}” is of a kind that mailboxes often keep back. These go: {Endings}.");
        if (size > EmailAttachments.LargestTogether) return Refused("attachment.too-large", $"“{name}” has {EmailAttachments.Words(size)}, and {EmailAttachments.Words(EmailAttachments.LargestTogether)} go with an e-mail. Put a link to it into the e-mail, or choose a smaller file.");
        if (size == 0) return Refused("attachment.empty", $"“{name}” is empty. Choose another file.");
        try
        {
            await caller.Require(Right.EditTemplates);
            using var read = new MemoryStream();
            await using (var stream = open()) await stream.CopyToAsync(read);
            var content = read.ToArray();
            if (!EmailAttachments.IsWhatItSays(type, content)) return Refused("attachment.content", $"“{name}” is not what its name says. Open it, save it anew and upload that.");

            return await log.Write(transaction => StoredFiles.Put(transaction, caller.Workspace, content), CancellationToken.None) is { } hash
                ? (new Attachment(hash, name, type, content.Length), null)
                : Refused("attachment.no-room", $"The attachments of this workspace have {EmailAttachments.Words(StoredFiles.MostOfWorkspace)}, and there is no room for more. Put a link to the file into the e-mail.");
        }
        catch (AccessDeniedException denial)
        {
            return Refused(AccessDeniedException.Code, denial.Message);
        }
        catch (Exception problem)
        {
            Log.NotTaken(logger, problem);
            return Refused("attachment.not-stored", $"“{name}” could not be stored just now. Try again in a moment.");
        }
    }

    private static (Attachment?, Refusal?) Refused(string code, string sentence) => (null, new Refusal(code, sentence));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "An attachment could not be stored")]
        public static partial void NotTaken(ILogger logger, Exception problem);
    }
}
