using Cpd.Contracts;

namespace Cpd.Engine.Identities;

/// <summary>An id that came in, as the key of its row.</summary>
internal readonly record struct IdentityKey(string Workspace, IdentityKind Kind, string Value) : IComparable<IdentityKey>
{
    public static IdentityKey Of(string workspace, IdentityKind kind, string value) => new(workspace, kind, StoredText.Fit(value));

    public int CompareTo(IdentityKey other) =>
        string.CompareOrdinal(Workspace, other.Workspace) is var byWorkspace and not 0 ? byWorkspace
        : Kind != other.Kind ? Kind.CompareTo(other.Kind)
        : string.CompareOrdinal(Value, other.Value);
}

/// <summary>The ids commands name people by, so that those of a whole window are looked up at once.</summary>
internal static class IdsOfCalls
{
    /// <summary>Whom a command is about by its ids; null for commands that name a person otherwise, or nobody.</summary>
    public static GivenIds? Who(IRecordBody command) => command switch
    {
        Identify it => it.Who,
        Track it => it.Who,
        Group it => it.Who,
        Alias it => it.Who,
        EditPerson it => it.Who,
        EnrolPerson it => it.Who,
        SendMessage it => it.Who,
        ForgetPerson it => it.Who,
        SendTest { Channel: Channel.Push } it => new GivenIds(it.To, null),
        _ => null,
    };

    /// <summary>All ids a command names: an alias's earlier id may be of either kind.</summary>
    public static IEnumerable<IdentityKey> Of(LogRecord record)
    {
        var who = Who(record.Body);
        if (who?.User is { } user) yield return IdentityKey.Of(record.Workspace, IdentityKind.User, user);
        if (who?.Anonymous is { } anonymous) yield return IdentityKey.Of(record.Workspace, IdentityKind.Anonymous, anonymous);
        if (record.Body is not Alias { Previous: { } previous }) yield break;
        yield return IdentityKey.Of(record.Workspace, IdentityKind.User, previous);
        yield return IdentityKey.Of(record.Workspace, IdentityKind.Anonymous, previous);
    }

    /// <summary>
    /// True where a command may change which ids lead to the people it finds, or end them: a call with two ids that do not
    /// lead to one person yet, an alias, an erasure. A new person's id alone concerns nobody else.
    /// </summary>
    public static bool MayChange(IRecordBody command) => command switch
    {
        Identify or Track or Group => Who(command) is { User: not null, Anonymous: not null },
        Alias or ForgetPerson => true,
        _ => false,
    };
}
