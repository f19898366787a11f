using Cpd.Contracts;

namespace Cpd.Engine.Identities;

/// <summary>Who is meant by the ids that came in, as pure rules.</summary>
internal static class IdentityRules
{
    /// <summary>
    /// The company's own id decides. A browser's id is drawn to it as long as that browser belongs to nobody else: a second
    /// user of a shared tablet does not become the first.
    /// </summary>
    public static Resolution Resolve(GivenIds who, Known known) => (who, known) switch
    {
        ({ User: null }, { ByAnonymous: var person }) =>
            new(person, LinkAnonymous: person is null),

        ({ Anonymous: null }, { ByUser: var person }) =>
            new(person, LinkUser: person is null),

        (_, { ByUser: null, ByAnonymous: null }) =>
            new(null, LinkUser: true, LinkAnonymous: true),

        // Somebody we followed as a visitor signs up.
        (_, { ByUser: null, ByAnonymous: { } visitor, AnonymousIsIdentified: false }) =>
            new(visitor, LinkUser: true),

        (_, { ByUser: null }) =>
            new(null, LinkUser: true),

        (_, { ByUser: { } user, ByAnonymous: null }) =>
            new(user, LinkAnonymous: true),

        // Somebody we know signs in where we followed a visitor.
        (_, { ByUser: { } user, ByAnonymous: { } visitor, AnonymousIsIdentified: false }) when user != visitor =>
            new(user, Absorbed: visitor),

        (_, { ByUser: { } user }) =>
            new(user),
    };

    /// <summary>
    /// What an alias does once <paramref name="person"/> is known by their own id. The previous id may be a browser's or one
    /// of the company's; the second is merged even where it was identified: that is what an alias says.
    /// </summary>
    public static Joining Join(PersonId person, Known previous)
    {
        if (previous.ByAnonymous is { } visitor && visitor != person && visitor != previous.ByUser && previous.AnonymousIsIdentified)
            return Joining.BelongsToAnother;

        var absorbed = new List<PersonId>(2);
        if (previous.ByUser is { } user && user != person) absorbed.Add(user);
        if (previous.ByAnonymous is { } other && other != person && other != previous.ByUser) absorbed.Add(other);

        return new Joining(absorbed, LinkUser: previous.ByUser is null, LinkAnonymous: previous.ByAnonymous is null);
    }
}

/// <summary>What is stored about the two ids of a call.</summary>
/// <param name="AnonymousIsIdentified">True where the person behind the anonymous id also has a user id.</param>
internal readonly record struct Known(PersonId? ByUser, PersonId? ByAnonymous, bool AnonymousIsIdentified);

/// <param name="Person">Null: somebody new.</param>
/// <param name="LinkUser">The user id leads to them from now on.</param>
/// <param name="Absorbed">Turned out to be the same person and goes over to them.</param>
internal readonly record struct Resolution(PersonId? Person, bool LinkUser = false, bool LinkAnonymous = false, PersonId? Absorbed = null);

/// <param name="LinkUser">The previous id, taken as a user id, leads to the person from now on; nobody had it.</param>
internal sealed record Joining(IReadOnlyList<PersonId> Absorbed, bool LinkUser, bool LinkAnonymous)
{
    /// <summary>The previous id is a browser's that somebody else identified in: nothing is joined.</summary>
    public static readonly Joining BelongsToAnother = new([], false, false);

    public bool ChangesNothing => Absorbed.Count == 0 && !LinkUser && !LinkAnonymous;
}
