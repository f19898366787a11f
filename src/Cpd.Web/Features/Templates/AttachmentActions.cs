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
        if (EmailAttachments.TypeOf(name) is not { } type) return Refused("attachment.type", $"“{name}” is a file type that mail servers often block. Allowed: {Endings}.");
        if (size > EmailAttachments.LargestTogether) return Refused("attachment.too-large", $"“{name}” has {EmailAttachments.Words(size)}; the limit is {EmailAttachments.Words(EmailAttachments.LargestTogether)}. Link to it in the e-mail, or choose a smaller file.");
        if (size == 0) return Refused("attachment.empty", $"“{name}” is empty. Choose another file.");
        try
        {
            await caller.Require(Right.EditTemplates);
            using var read = new MemoryStream();
            await using (var stream = open()) await stream.CopyToAsync(read);
            var content = read.ToArray();
            if (!EmailAttachments.IsWhatItSays(type, content)) return Refused("attachment.content", $"The content of “{name}” does not match its file type. Save it again and upload the new file.");

            return await log.Write(transaction => StoredFiles.Put(transaction, caller.Workspace, content), CancellationToken.None) is { } hash
                ? (new Attachment(hash, name, type, content.Length), null)
                : Refused("attachment.no-room", $"This workspace has reached its limit of {EmailAttachments.Words(StoredFiles.MostOfWorkspace)} for attachments. Link to the file in the e-mail.");
        }
        catch (AccessDeniedException denial)
        {
            return Refused(AccessDeniedException.Code, denial.Message);
        }
        catch (Exception problem)
        {
            Log.NotTaken(logger, problem);
            return Refused("attachment.not-stored", $"“{name}” could not be saved. Try again in a moment.");
        }
    }

    private static (Attachment?, Refusal?) Refused(string code, string sentence) => (null, new Refusal(code, sentence));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "An attachment could not be stored")]
        public static partial void NotTaken(ILogger logger, Exception problem);
    }
}
