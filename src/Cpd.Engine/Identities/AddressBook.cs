using Cpd.Contracts;
using Cpd.EventLog;

namespace Cpd.Engine.Identities;

/// <summary>Whose address it is that somebody writes from. Kept by whoever learns people's addresses, in the same transaction.</summary>
public static class AddressBook
{
    /// <summary>One channel of each kind of address.</summary>
    public static readonly IReadOnlyList<Channel> Kinds = [Channel.Sms, Channel.Email];

    /// <summary>The address is this person's from now on; who had it before has it no more.</summary>
    public static void Upsert(LogTransaction transaction, string workspace, Channel channel, string address, PersonId person) =>
        transaction.Sqlite.Prepare("""
            INSERT INTO addresses(workspace, channel_group, address, person) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT(workspace, channel_group, address) DO UPDATE SET person = excluded.person WHERE person <> excluded.person
            """)
            .Bind(1, workspace).Bind(2, GroupOf(channel)).Bind(3, Canonical(channel, address)).Bind(4, person.Value).Run();

    public static PersonId? Find(LogTransaction transaction, string workspace, Channel channel, string address)
    {
        var row = transaction.Sqlite.Prepare("SELECT person FROM addresses WHERE workspace = ?1 AND channel_group = ?2 AND address = ?3")
            .Bind(1, workspace).Bind(2, GroupOf(channel)).Bind(3, Canonical(channel, address));
        if (!row.Step()) return null;

        var person = new PersonId(row.GetId(0));
        row.Reset();
        return person;
    }

    /// <summary>What was learnt about somebody who was merged leads to who they are now.</summary>
    public static void Move(LogTransaction transaction, string workspace, PersonId from, PersonId to) =>
        transaction.Sqlite.Prepare("UPDATE addresses SET person = ?3 WHERE workspace = ?1 AND person = ?2")
            .Bind(1, workspace).Bind(2, from.Value).Bind(3, to.Value).Run();

    /// <summary>Nothing that arrives is theirs any more: for who follows a <see cref="PersonForgotten"/>, perhaps after having put addresses in.</summary>
    public static void Remove(LogTransaction transaction, string workspace, PersonId person) =>
        transaction.Sqlite.Prepare("DELETE FROM addresses WHERE workspace = ?1 AND person = ?2").Bind(1, workspace).Bind(2, person.Value).Run();

    /// <summary>Channels that share addresses: who has a phone number has it for text and voice alike.</summary>
    public static string GroupOf(Channel channel) => channel switch
    {
        Channel.Email => "email",
        Channel.Push => "push",
        _ => "phone",
    };

    /// <summary>One form for what people write in many: a phone number's digits in international form, mail in small letters.</summary>
    public static string Canonical(Channel channel, string address) => GroupOf(channel) switch
    {
        "email" => address.Trim().ToLowerInvariant(),
        "phone" => PhoneDigits(address),
        _ => address.Trim(),
    };

    private static string PhoneDigits(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        // Senders may also be names; those stay as they are.
        if (digits.Length == 0 || number.Any(char.IsLetter)) return number.Trim();
        return digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
    }
}
