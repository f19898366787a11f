using System.Text.Json.Nodes;
using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.EventLog;

namespace Cpd.Engine.Identities;

/// <summary>
/// The shell around <see cref="IdentityRules"/>: looks up, lets decide and says what came of it, command by command; reads
/// and stores for the whole window.
/// </summary>
internal sealed class PeopleOfCalls
{
    private readonly AddressBook _book;
    private readonly IdentityMap _map;

    public PeopleOfCalls(LogTransaction transaction)
    {
        _book = new AddressBook(transaction.Sql);
        _map = new IdentityMap(transaction.Sql, _book);
    }

    /// <summary>The address of which a command is about whoever has it.</summary>
    private static (Channel Channel, string Address)? AddressIn(IRecordBody command) => command switch
    {
        RecordReply it => (it.Channel, it.From),
        RecordSeen it => (it.Channel, it.From),
        SendTest { Channel: not Channel.Push } it => (it.Channel, it.To),
        RecordBlock it => (it.Channel, it.Address),
        _ => null,
    };

    /// <summary>Whom a command names by the id that we gave them.</summary>
    private static PersonId? PersonIn(IRecordBody command) => command switch
    {
        RecordDelivery it => it.Person,
        RecordReaction it => it.Person,
        SuppressAddress it => it.Person,
        RecordConsent it => it.Person,
        TakeOutRun it => it.Person,
        PushOnRun it => it.Person,
        _ => null,
    };

    /// <summary>Reads at once what these commands will need.</summary>
    public void Fetch(IReadOnlyList<LogRecord> commands)
    {
        _map.Fetch(commands);
        var addresses = (
            from command in commands
            let named = AddressIn(command.Body)
            where named is not null
            select (command.Workspace, named.Value.Channel, named.Value.Address)).ToList();
        _book.Fetch(addresses.Select(one => AddressBook.Place.Of(one.Workspace, one.Channel, one.Address)));
        _map.FetchSurvivors(
        [
            .. from command in commands
               let person = PersonIn(command.Body)
               where person is not null
               select (command.Workspace, person.Value),
            .. from one in addresses
               let person = _book.Find(one.Workspace, one.Channel, one.Address)
               where person is not null
               select (one.Workspace, person.Value),
        ]);
    }

    /// <summary>Stores what the commands have changed.</summary>
    public void Save()
    {
        _map.Save();
        _book.Save();
    }

    /// <summary>Whose call it is; a person nobody knew begins to exist. Null where it was refused because it names nobody.</summary>
    public PersonId? Resolve(GivenIds who, Outgoing outgoing)
    {
        if (who is { User: null, Anonymous: null })
        {
            outgoing.Refuse(null, PersonCommands.Nobody);
            return null;
        }

        var record = outgoing.Command;
        var found = IdentityRules.Resolve(who, _map.Look(record.Workspace, who));
        var person = found.Person ?? Begin(record);
        if (found.LinkUser) _map.Link(record.Workspace, IdentityKind.User, who.User!, person);
        if (found.LinkAnonymous) _map.Link(record.Workspace, IdentityKind.Anonymous, who.Anonymous!, person);
        if (found.Absorbed is { } absorbed) Merge(absorbed, person, outgoing);
        return person;
    }

    /// <summary>Who is known by the ids of a call, without anything being learnt from it.</summary>
    public PersonId? Find(GivenIds who, Outgoing outgoing)
    {
        var known = _map.Look(outgoing.Command.Workspace, who);
        return known.ByUser ?? known.ByAnonymous;
    }

    public void Join(Alias alias, Outgoing outgoing)
    {
        if (Resolve(alias.Who, outgoing) is not { } person) return;

        var workspace = outgoing.Command.Workspace;
        var joining = IdentityRules.Join(person, _map.Look(workspace, new GivenIds(alias.Previous, alias.Previous)));
        if (joining == Joining.BelongsToAnother)
        {
            outgoing.Refuse(person, new Refusal(
                "alias.other-person", "The previous id belongs to a person with another user id: alias that user id instead."));
            return;
        }

        if (joining.LinkUser) _map.Link(workspace, IdentityKind.User, alias.Previous, person);
        if (joining.LinkAnonymous) _map.Link(workspace, IdentityKind.Anonymous, alias.Previous, person);
        foreach (var absorbed in joining.Absorbed) Merge(absorbed, person, outgoing);
        if (!joining.ChangesNothing) outgoing.About(person, new PersonIdentified(alias.Who, alias.OccurredAt, RawJson.EmptyObject));
    }

    public PersonId Survivor(PersonId person, Outgoing outgoing) => _map.Survivor(outgoing.Command.Workspace, person);

    /// <summary>
    /// Nothing leads to them any more. It is also said of everybody they once were: what such a one had may still be on its
    /// way to them, and what is said here arrives behind it.
    /// </summary>
    public void Forget(PersonId person, Outgoing outgoing)
    {
        foreach (var earlier in _map.AbsorbedBy(outgoing.Command.Workspace, person)) outgoing.About(earlier, new PersonForgotten());
        _map.Forget(outgoing.Command.Workspace, person);
    }

    /// <summary>Who is reached at this address; null for a stranger.</summary>
    public PersonId? Has(Channel channel, string address, Outgoing outgoing) =>
        _book.Find(outgoing.Command.Workspace, channel, address) is { } known ? _map.Survivor(outgoing.Command.Workspace, known) : null;

    /// <summary>Who is reached at this address; a stranger becomes a person who has nothing but the address.</summary>
    public PersonId WhoHas(Channel channel, string from, DateTimeOffset occurredAt, Outgoing outgoing)
    {
        var record = outgoing.Command;
        // Who keeps the book may have written somebody in after they were merged.
        if (_book.Find(record.Workspace, channel, from) is { } known) return _map.Survivor(record.Workspace, known);

        var person = Begin(record);
        var who = new GivenIds(null, person.ToString());
        _map.Link(record.Workspace, IdentityKind.Anonymous, who.Anonymous!, person);
        _book.Upsert(record.Workspace, channel, from, person);

        var group = AddressBook.GroupOf(channel);
        var address = AddressBook.Canonical(channel, from);
        // Short codes and names are no numbers in international form.
        if (group == "phone" && address.Length >= 8 && address.All(char.IsAsciiDigit)) address = "+" + address;
        outgoing.About(person, new PersonIdentified(who, occurredAt, RawJson.From(new JsonObject { [group] = address }.ToJsonString())));
        return person;
    }

    /// <summary>By push somebody is reached by their user id, which is kept as an id and not as an address; one that nobody has becomes a person, as a number does.</summary>
    public PersonId WhoGetsTest(SendTest test, DateTimeOffset occurredAt, Outgoing outgoing)
    {
        if (test.Channel is not Channel.Push) return WhoHas(test.Channel, test.To, occurredAt, outgoing);

        var who = new GivenIds(test.To, null);
        if (Find(who, outgoing) is { } known) return known;

        var person = Resolve(who, outgoing)!.Value;
        outgoing.About(person, new PersonIdentified(who, occurredAt, RawJson.EmptyObject));
        return person;
    }

    private void Merge(PersonId absorbed, PersonId survivor, Outgoing outgoing)
    {
        _map.Merge(outgoing.Command.Workspace, absorbed, survivor);
        // First: what arrives at the survivor from here on waits until the two are one.
        outgoing.About(survivor, new TakeOverAnnounced(absorbed));
        outgoing.About(absorbed, new PersonMerged(survivor));
    }

    private PersonId Begin(LogRecord record)
    {
        var person = Ids.Derive<PersonId>(record.At, "person", record.Id.Value);
        _map.Begin(person);
        return person;
    }
}
