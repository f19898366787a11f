using System.Security.Cryptography;
using System.Text;
using Cpd.Adapters.Accounts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip.Email;

/// <summary>What was asked of e-mail addresses and is still believed.</summary>
public sealed class CheckedAddresses(IDbContextFactory<CpdDb> databases, AccountBook book, IOptions<InfobipOptions> options, TimeProvider clock)
{
    /// <summary>So long an address is left alone after a question without an answer.</summary>
    internal static readonly TimeSpan AfterNoAnswer = TimeSpan.FromHours(1);

    private static readonly HotStatement Put = new HotTable(
        "email_checks", [new("address_key", HotKind.Bytes)], new("mailbox", HotKind.Number), new("marks", HotKind.Number), new("reason", HotKind.Text), new("risk", HotKind.Text),
        new("meant_domain", HotKind.Text), new("at", HotKind.Number)).Upsert("mailbox", "marks", "reason", "risk", "meant_domain", "at");

    /// <summary>For a person's page: null where nobody has asked, or too long ago.</summary>
    public async Task<AddressCheck?> Find(string workspace, string address, CancellationToken ct)
    {
        var key = Key(new AccountRef(workspace, book.Of(workspace).Account), address);
        return (await Of([key], ct)).GetValueOrDefault(key);
    }

    /// <summary>By key, those of which something is known: one statement, however many they are.</summary>
    internal async Task<IReadOnlyDictionary<AddressKey, AddressCheck>> Of(IReadOnlyCollection<AddressKey> keys, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (since, sinceUnanswered) = ((now - options.Value.EmailCheckAge).ToUnixTimeMilliseconds(), (now - AfterNoAnswer).ToUnixTimeMilliseconds());
        List<byte[]> wanted = [.. keys.Select(key => key.ToBytes())];
        await using var db = await databases.CreateDbContextAsync(ct);
        var rows = await db.Set<AddressCheckRow>().AsNoTracking().Where(row => wanted.Contains(row.Key) && row.At > since).ToListAsync(ct);
        return rows.Where(row => row.Mailbox is not MailboxState.Unanswered || row.At > sinceUnanswered).ToDictionary(
            row => AddressKey.Of(row.Key),
            row => new AddressCheck(row.Mailbox, row.Marks, row.Reason, row.Risk, row.MeantDomain, DateTimeOffset.FromUnixTimeMilliseconds(row.At)));
    }

    internal static void Keep(LogTransaction transaction, IEnumerable<KeyValuePair<AddressKey, AddressCheck>> checks)
    {
        var put = Put.Rows();
        foreach (var (key, said) in checks)
            put.Add(key.ToBytes(), (int)said.Mailbox, (int)said.Marks, said.Reason, said.Risk, said.MeantDomain, said.AskedAt.ToUnixTimeMilliseconds());
        transaction.Sql.Run(put);
    }

    /// <summary>The installation's account is one key in the sandbox and another one at Infobip: what the sandbox makes up is never believed of real mailboxes.</summary>
    internal AddressKey Key(AccountRef through, string address)
    {
        var account = through.Account is AccountId.Installation && options.Value.IsSandbox ? AccountId.Sandbox : through.Account;
        return AddressKey.Of(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{through.Workspace}\n{account}\n{address.Trim().ToLowerInvariant()}"))).AsSpan(0, 16));
    }
}

/// <summary>Stands for an address in a workspace and through an account; see <see cref="AddressCheckRow.Key"/>.</summary>
internal readonly record struct AddressKey(UInt128 Value)
{
    public static AddressKey Of(ReadOnlySpan<byte> bytes) => new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));

    public byte[] ToBytes()
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return bytes;
    }
}
