using Cpd.Contracts;
using Cpd.EventLog.Storage;
using static Cpd.Engine.Identities.IdentityStatements;

namespace Cpd.Engine.Identities;

/// <summary>
/// Whose address it is that somebody writes from. Kept by whoever learns people's addresses: what is said here within a
/// window is seen at once, and stored when it is saved.
/// </summary>
public sealed class AddressBook(SqlSession sql)
{
    /// <summary>One channel of each kind of address.</summary>
    public static readonly IReadOnlyList<Channel> Kinds = [Channel.Sms, Channel.Email];

    private readonly Dictionary<Place, PersonId?> _found = [];
    private readonly Dictionary<Place, PersonId?> _changed = [];
    private PersonMoves _moves = new();

    /// <summary>The address is this person's from now on; who had it before has it no more.</summary>
    public void Upsert(string workspace, Channel channel, string address, PersonId person) => _changed[Place.Of(workspace, channel, address)] = person;

    public PersonId? Find(string workspace, Channel channel, string address)
    {
        var place = Place.Of(workspace, channel, address);
        if (_changed.TryGetValue(place, out var changed)) return changed;

        Fetch([place]);
        return _found[place] is { } stored ? _moves.Now(stored) : null;
    }

    /// <summary>Reads at once what will be asked for.</summary>
    internal void Fetch(IEnumerable<Place> places)
    {
        var (rows, asked) = (FindAddresses.Rows(), new List<Place>());
        foreach (var place in places)
        {
            if (!_found.TryAdd(place, null)) continue;
            rows.Add(asked.Count, place.Workspace, place.Group, place.Address);
            asked.Add(place);
        }
        if (asked.Count == 0) return;

        using var found = sql.Read(rows);
        while (found.Step()) _found[asked[found.GetInt(0)]] = new PersonId(found.GetId(1));
    }

    /// <summary>What was learnt about somebody who was merged leads to who they are now.</summary>
    public void Move(string workspace, PersonId from, PersonId to) => Give(workspace, from, to);

    /// <summary>Nothing that arrives is theirs any more: for who follows a <see cref="PersonForgotten"/>, perhaps after having put addresses in.</summary>
    public void Remove(string workspace, PersonId person) => Give(workspace, person, null);

    /// <summary>Stores what was said, and begins anew.</summary>
    public void Save()
    {
        _moves.Write(sql, DropAddresses, MoveAddresses);
        var (saved, deleted) = (SaveAddresses.Rows(), DeleteAddresses.Rows());
        // In one order in all processes, so that no two wait for each other.
        foreach (var (place, person) in _changed.OrderBy(one => one.Key))
        {
            if (person is { } owner) saved.Add(place.Workspace, place.Group, place.Address, owner.Value);
            else deleted.Add(place.Workspace, place.Group, place.Address);
        }
        sql.Run(deleted);
        sql.Run(saved);
        _found.Clear();
        _changed.Clear();
        _moves = new PersonMoves();
    }

    private void Give(string workspace, PersonId from, PersonId? to)
    {
        _moves.Move(workspace, from, to);
        if (_changed.Count == 0) return;
        foreach (var place in _changed.Where(one => one.Value == from).Select(one => one.Key).ToList()) _changed[place] = to;
    }

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

    /// <summary>A row's key.</summary>
    internal readonly record struct Place(string Workspace, string Group, string Address) : IComparable<Place>
    {
        public static Place Of(string workspace, Channel channel, string address) =>
            new(workspace, GroupOf(channel), StoredText.Fit(Canonical(channel, address)));

        public int CompareTo(Place other) =>
            string.CompareOrdinal(Workspace, other.Workspace) is var byWorkspace and not 0 ? byWorkspace
            : string.CompareOrdinal(Group, other.Group) is var byGroup and not 0 ? byGroup
            : string.CompareOrdinal(Address, other.Address);
    }
}
