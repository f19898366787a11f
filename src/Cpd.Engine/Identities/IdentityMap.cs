using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Engine.Identities;

/// <summary>Which id leads to which person, read and changed within one transaction. Whose turn it is decide the <see cref="IdentityRules"/>.</summary>
internal sealed class IdentityMap(SqliteSession sqlite)
{
    public Known Look(string workspace, GivenIds who)
    {
        var user = who.User is null ? null : Find(workspace, IdentityKind.User, who.User);
        var anonymous = who.Anonymous is null ? null : Find(workspace, IdentityKind.Anonymous, who.Anonymous);
        // Asked only where the answer matters: most calls name a person in one way.
        var decides = who.User is not null && anonymous is not null && anonymous != user;
        return new Known(user, anonymous, decides && IsIdentified(workspace, anonymous!.Value));
    }

    public PersonId? Find(string workspace, IdentityKind kind, string value)
    {
        var row = sqlite.Prepare("SELECT person FROM identities WHERE workspace = ?1 AND kind = ?2 AND value = ?3")
            .Bind(1, workspace).Bind(2, (long)kind).Bind(3, value);
        if (!row.Step()) return null;

        var person = new PersonId(row.GetId(0));
        row.Reset();
        return person;
    }

    public void Link(string workspace, IdentityKind kind, string value, PersonId person) =>
        sqlite.Prepare("INSERT INTO identities(workspace, kind, value, person) VALUES (?1, ?2, ?3, ?4)")
            .Bind(1, workspace).Bind(2, (long)kind).Bind(3, value).Bind(4, person.Value).Run();

    /// <summary>Whoever somebody is now, after all merges.</summary>
    public PersonId Survivor(string workspace, PersonId person)
    {
        var row = sqlite.Prepare("SELECT into_person FROM merged_people WHERE workspace = ?1 AND person = ?2")
            .Bind(1, workspace).Bind(2, person.Value);
        if (!row.Step()) return person;

        var survivor = new PersonId(row.GetId(0));
        row.Reset();
        return survivor;
    }

    /// <summary>All that led to <paramref name="absorbed"/> leads to <paramref name="survivor"/>.</summary>
    public void Merge(string workspace, PersonId absorbed, PersonId survivor)
    {
        Move("UPDATE identities SET person = ?3 WHERE workspace = ?1 AND person = ?2");
        Move("UPDATE addresses SET person = ?3 WHERE workspace = ?1 AND person = ?2");
        Move("UPDATE merged_people SET into_person = ?3 WHERE workspace = ?1 AND into_person = ?2");
        Move("INSERT INTO merged_people(workspace, person, into_person) VALUES (?1, ?2, ?3)");

        void Move(string sql) => sqlite.Prepare(sql).Bind(1, workspace).Bind(2, absorbed.Value).Bind(3, survivor.Value).Run();
    }

    /// <summary>Everybody who turned out to be this person.</summary>
    public IReadOnlyList<PersonId> AbsorbedBy(string workspace, PersonId survivor)
    {
        var absorbed = new List<PersonId>();
        var rows = sqlite.Prepare("SELECT person FROM merged_people WHERE workspace = ?1 AND into_person = ?2 ORDER BY person")
            .Bind(1, workspace).Bind(2, survivor.Value);
        while (rows.Step()) absorbed.Add(new PersonId(rows.GetId(0)));
        return absorbed;
    }

    /// <summary>Nothing leads to them any more.</summary>
    public void Forget(string workspace, PersonId person)
    {
        Remove("DELETE FROM identities WHERE workspace = ?1 AND person = ?2");
        Remove("DELETE FROM addresses WHERE workspace = ?1 AND person = ?2");
        Remove("DELETE FROM merged_people WHERE workspace = ?1 AND into_person = ?2");

        void Remove(string sql) => sqlite.Prepare(sql).Bind(1, workspace).Bind(2, person.Value).Run();
    }

    private bool IsIdentified(string workspace, PersonId person)
    {
        var row = sqlite.Prepare("SELECT 1 FROM identities WHERE workspace = ?1 AND person = ?2 AND kind = 1 LIMIT 1")
            .Bind(1, workspace).Bind(2, person.Value);
        var found = row.Step();
        row.Reset();
        return found;
    }
}
