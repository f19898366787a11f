using Cpd.Contracts;
using Cpd.EventLog.Files;

namespace Cpd.Adapters.Infobip.Email;

/// <summary>The bytes of attachments as e-mails go out. What many people get is read once and remembered for a while.</summary>
internal sealed class MailFiles(StoredFiles files)
{
    /// <summary>Bytes in memory; with more all are forgotten and read again.</summary>
    private const long MostRemembered = 32 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Workspace, string Hash), byte[]> _remembered = [];
    private long _bytes;

    /// <summary>Null where one of them is not stored, or their list cannot be read.</summary>
    /// <exception cref="Exception">The database is away: whatever it throws.</exception>
    public async ValueTask<IReadOnlyList<EmailAttachment>?> Of(string workspace, string list, CancellationToken ct)
    {
        if (Attachment.Read(list) is not { } named) return null;

        var found = new List<EmailAttachment>(named.Count);
        foreach (var one in named)
        {
            if (await Bytes(workspace, one.Hash, ct) is not { } content) return null;
            found.Add(new EmailAttachment(EmailAttachment.Binary, content, one.Type, one.Name));
        }
        return found;
    }

    private async ValueTask<byte[]?> Bytes(string workspace, string hash, CancellationToken ct)
    {
        lock (_lock)
            if (_remembered.TryGetValue((workspace, hash), out var known)) return known;
        if (await files.Read(workspace, hash, ct) is not { } content) return null;

        lock (_lock)
        {
            if (_bytes + content.Length > MostRemembered)
            {
                _remembered.Clear();
                _bytes = 0;
            }
            if (_remembered.TryAdd((workspace, hash), content)) _bytes += content.Length;
        }
        return content;
    }
}
