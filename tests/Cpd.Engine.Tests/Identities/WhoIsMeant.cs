using Cpd.Contracts;
using Cpd.Engine.Identities;

namespace Cpd.Engine.Tests.Identities;

public class WhoIsMeant
{
    private static readonly PersonId Ana = Person("ana");
    private static readonly PersonId Visitor = Person("visitor");
    private static readonly GivenIds Both = new("ana", "browser");

    [Fact]
    public void Two_new_ids_together_are_one_new_person() =>
        Assert.Equal(new Resolution(null, LinkUser: true, LinkAnonymous: true), Resolve(Both));

    [Fact]
    public void A_new_user_id_alone_is_a_new_person() =>
        Assert.Equal(new Resolution(null, LinkUser: true), Resolve(new GivenIds("ana", null)));

    [Fact]
    public void A_new_browser_alone_is_a_new_person() =>
        Assert.Equal(new Resolution(null, LinkAnonymous: true), Resolve(new GivenIds(null, "browser")));

    [Fact]
    public void A_visitor_who_gives_a_new_user_id_stays_the_same_person() =>
        Assert.Equal(new Resolution(Visitor, LinkUser: true), Resolve(Both, byAnonymous: Visitor));

    [Fact]
    public void A_known_user_on_a_new_browser_owns_it() =>
        Assert.Equal(new Resolution(Ana, LinkAnonymous: true), Resolve(Both, byUser: Ana));

    [Fact]
    public void A_visitor_who_turns_out_to_be_a_known_user_is_merged_into_them() =>
        Assert.Equal(new Resolution(Ana, Absorbed: Visitor), Resolve(Both, Ana, Visitor));

    [Fact]
    public void A_browser_of_another_user_stays_theirs_when_a_known_user_comes_by() =>
        Assert.Equal(new Resolution(Ana), Resolve(Both, Ana, Visitor, identified: true));

    [Fact]
    public void A_browser_of_another_user_stays_theirs_when_a_new_user_comes_by() =>
        Assert.Equal(new Resolution(null, LinkUser: true), Resolve(Both, null, Visitor, identified: true));

    [Fact]
    public void What_is_known_already_changes_nothing() =>
        Assert.Equal(new Resolution(Ana), Resolve(Both, Ana, Ana, identified: true));

    [Fact]
    public void An_alias_takes_over_what_an_unknown_id_will_do()
    {
        var joining = IdentityRules.Join(Ana, new Known(null, null, false));

        Assert.Empty(joining.Absorbed);
        Assert.True(joining is { LinkUser: true, LinkAnonymous: true });
    }

    [Fact]
    public void An_alias_merges_a_visitor() =>
        Assert.Equal([Visitor], IdentityRules.Join(Ana, new Known(null, Visitor, false)).Absorbed);

    [Fact]
    public void An_alias_merges_a_former_user_id() =>
        Assert.Equal([Visitor], IdentityRules.Join(Ana, new Known(Visitor, null, false)).Absorbed);

    [Fact]
    public void An_alias_does_not_take_a_browser_in_which_somebody_else_identified() =>
        Assert.Same(Joining.BelongsToAnother, IdentityRules.Join(Ana, new Known(null, Visitor, true)));

    [Fact]
    public void An_alias_that_was_heard_before_changes_nothing() =>
        Assert.True(IdentityRules.Join(Ana, new Known(Ana, Ana, false)).ChangesNothing);

    private static Resolution Resolve(GivenIds who, PersonId? byUser = null, PersonId? byAnonymous = null, bool identified = false) =>
        IdentityRules.Resolve(who, new Known(byUser, byAnonymous, identified));

    private static PersonId Person(string name) => Ids.Derive<PersonId>(DateTimeOffset.UnixEpoch, "test", name);
}
