using System.Security.Cryptography;
using Cpd.Adapters.Infobip.Email;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox.Email;

/// <summary>An attachment as it came in.</summary>
internal sealed record NewFile(Attachment About, byte[] Content);

/// <summary>Attachments in the file, each once however many mails it came with.</summary>
internal static class SandboxFiles
{
    /// <summary>What came in the request itself; nothing of what it only refers to is kept here.</summary>
    public static IReadOnlyList<NewFile> Of(EmailMessageContent content) => content.Attachments is not { Count: > 0 } given ? [] :
    [
        .. given.Where(one => one.Content is not null).Select(one => new NewFile(
            new Attachment(Convert.ToHexStringLower(SHA256.HashData(one.Content!)), one.FileName ?? "attachment", one.ContentType ?? "application/octet-stream", one.Content!.Length), one.Content)),
    ];

    public static void Insert(SqliteSession db, IEnumerable<NewFile> files, long now)
    {
        foreach (var file in files)
            db.Prepare("INSERT INTO files (hash, at, content) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO UPDATE SET at = max(at, excluded.at)")
                .Bind(1, file.About.Hash).Bind(2, now).Bind(3, file.Content).Run();
    }

    /// <summary>An attachment of one mail by its place in it; null where there is none.</summary>
    public static (Attachment About, byte[] Content)? Find(SqliteSession db, string message, int number)
    {
        var row = db.Prepare($"SELECT mail FROM messages WHERE message_id = ?1 AND channel = {(int)Channel.Email} ORDER BY seq DESC LIMIT 1").Bind(1, message);
        var mail = row.Step() ? SandboxMails.Read(SandboxMessages.Text(row, 0)) : null;
        row.Reset();
        if (mail?.Files is not { } files || number < 0 || number >= files.Count) return null;

        var found = db.Prepare("SELECT content FROM files WHERE hash = ?1").Bind(1, files[number].Hash);
        var content = found.Step() ? found.GetBlob(0).ToArray() : null;
        found.Reset();
        return content is null ? null : (files[number], content);
    }

    /// <summary>Those that no mail came with any more since then; mails stay as long.</summary>
    public static int TakeOld(SqliteSession db, long before) => db.Prepare("DELETE FROM files WHERE at < ?1").Bind(1, before).Run();
}
