using System.Text;
using Cpd.Contracts;
using Cpd.Engine.People;
using static Cpd.Engine.Tests.People.Given;

namespace Cpd.Engine.Tests.People;

public class FoldingAProfile
{
    [Fact]
    public void Identify_sets_the_ids_and_the_traits()
    {
        var ana = Person("""{"firstName":"Ana","address":{"city":"Pula"}}""");

        Assert.Equal("ana", ana.UserId);
        Assert.Equal(["phone-1"], ana.AnonymousIds);
        Assert.Equal("Ana", ana.Attribute("firstName")?.GetString());
        Assert.Equal("Pula", ana.Attribute("address.city")?.GetString());
        Assert.Null(ana.Attribute("address.street"));
        Assert.Null(ana.Attribute("firstName.length"));
    }

    [Fact]
    public void Traits_are_merged_member_by_member_and_null_takes_one_away()
    {
        var ana = Person("""{"a":1,"b":2,"address":{"city":"Pula","zip":"52100"}}""")
            .Fold(Identified("""{"b":null,"c":3,"address":{"zip":null,"street":"Kandlerova"}}"""), Now);

        Assert.Equal("""{"a":1,"address":{"city":"Pula","street":"Kandlerova"},"c":3}""", ana.Attributes.GetRawText());
    }

    [Fact]
    public void Of_a_member_that_comes_twice_the_last_one_counts() =>
        Assert.Equal("""{"a":2}""", Person("""{"a":1,"a":2}""").Attributes.GetRawText());

    [Fact]
    public void Traits_that_are_no_object_change_nothing() =>
        Assert.Equal(Person(), Person().Fold(Identified("[1,2]"), Now));

    [Fact]
    public void A_journey_changes_attributes_like_an_identify()
    {
        var ana = Person("""{"tier":"new","score":1}""").Fold(new ProfileChanged(RawJson.From("""{"tier":"gold","score":null}"""), Place), Now);

        Assert.Equal("gold", ana.Attribute("tier")?.GetString());
        Assert.Null(ana.Attribute("score"));
    }

    [Fact]
    public void A_groups_traits_lie_under_the_groups_id()
    {
        var ana = Person().Fold(new GroupJoined("acme", Now, RawJson.From("""{"plan":"pro"}"""), null), Now);

        Assert.Equal("pro", ana.Attribute("groups.acme.plan")?.GetString());
    }

    [Fact]
    public void An_event_moves_only_when_they_were_seen_and_the_ids_they_are_known_by()
    {
        var later = Now.AddHours(1);
        var ana = Person("""{"a":1}""").Fold(new EventTracked("Viewed", later, RawJson.From("""{"a":2}"""), new GivenIds(null, "laptop-2")), later);

        Assert.Equal(later, ana.SeenAt);
        Assert.Equal(Now, ana.CreatedAt);
        Assert.Equal(["phone-1", "laptop-2"], ana.AnonymousIds);
        Assert.Equal(1, ana.Attribute("a")?.GetInt32());
    }

    [Fact]
    public void A_record_that_comes_late_does_not_turn_back_when_they_were_seen() =>
        Assert.Equal(Now, Person().Fold(Tracked("Viewed"), Now.AddDays(-1)).SeenAt);

    [Fact]
    public void Their_own_ids_can_be_asked_for_like_attributes()
    {
        Assert.Equal(AnaId.ToString(), Person().Attribute("id")?.GetString());
        Assert.Equal("ana", Person().Attribute("userId")?.GetString());
        Assert.Null(Profile.New(AnaId, "shop", Now).Attribute("userId"));
    }

    [Theory]
    [InlineData("""{"phone":"+38591"}""", Channel.Sms, "+38591")]
    [InlineData("""{"phone":"+38591"}""", Channel.WhatsApp, "+38591")]
    [InlineData("""{"phone":38591}""", Channel.Voice, "38591")]
    [InlineData("""{"phone":" +38591 "}""", Channel.Mms, "+38591")]
    [InlineData("""{"phone":"+38591","addresses":{"viber":"+38592"}}""", Channel.Viber, "+38592")]
    [InlineData("""{"phone":"+38591","addresses":{"WhatsApp":" "}}""", Channel.WhatsApp, "+38591")]
    [InlineData("""{"phone":"+38591","email":"a@example.com"}""", Channel.Email, "a@example.com")]
    [InlineData("""{"phone":"+38591"}""", Channel.Email, null)]
    [InlineData("""{"phone":"+38591"}""", Channel.Push, "ana")]
    [InlineData("""{"addresses":{"push":"shop-17"}}""", Channel.Push, "shop-17")]
    [InlineData("""{"phone":"  "}""", Channel.Sms, null)]
    [InlineData("""{"phone":{"no":"text"}}""", Channel.Rcs, null)]
    public void A_channels_address_comes_from_the_traits(string traits, Channel channel, string? address) =>
        Assert.Equal(address, Person(traits).Address(channel));

    [Fact]
    public void Who_is_anonymous_is_known_to_no_app() => Assert.Null(Profile.New(AnaId, "shop", Now).Address(Channel.Push));

    [Theory]
    [InlineData("""{"timezone":"Europe/Zagreb"}""", "Europe/Zagreb")]
    [InlineData("""{"timeZone":"America/New_York"}""", "America/New_York")]
    [InlineData("""{"timezone":"Etc/GMT+3"}""", "Etc/GMT+3")]
    [InlineData("""{"timezone":"Nowhere/Land"}""", "UTC")]
    [InlineData("""{"timezone":"/dev/zero"}""", "UTC")]
    [InlineData("""{"timezone":"../../etc/passwd"}""", "UTC")]
    [InlineData("""{"timezone":5}""", "UTC")]
    [InlineData("{}", "UTC")]
    public void The_zone_comes_from_the_traits_and_is_UTC_where_unknown(string traits, string zone) =>
        Assert.Equal(zone, Person(traits).TimeZone.Id);

    [Theory]
    [InlineData("""{"locale":"hr-HR"}""", "hr-HR")]
    [InlineData("""{"locale":"de_AT"}""", "de-AT")]
    [InlineData("""{"language":"hr"}""", "hr")]
    [InlineData("""{"locale":"no such language"}""", "en")]
    [InlineData("{}", "en")]
    public void The_language_comes_from_the_traits_and_is_English_where_unknown(string traits, string culture) =>
        Assert.Equal(culture, Person(traits).Culture.Name);

    [Fact]
    public void Of_two_people_who_are_one_the_own_values_win_and_gaps_are_filled()
    {
        var known = Person("""{"firstName":"Ana","address":{"city":"Pula"}}""");
        var visitor = Profile.New(PersonId.From(Guid.NewGuid()), "shop", Now.AddDays(-3))
            .Fold(new PersonIdentified(new GivenIds(null, "laptop-9"), Now, RawJson.From("""{"firstName":"A.","phone":"+38591","address":{"zip":"1"}}""")), Now.AddDays(1));

        var ana = known.Absorb(visitor);

        Assert.Equal("Ana", ana.Attribute("firstName")?.GetString());
        Assert.Equal("+38591", ana.Address(Channel.Sms));
        Assert.Equal("Pula", ana.Attribute("address.city")?.GetString());
        Assert.Equal("1", ana.Attribute("address.zip")?.GetString());
        Assert.Equal(["laptop-9", "phone-1"], ana.AnonymousIds);
        Assert.Equal((known.Id, "ana", Now.AddDays(-3), Now.AddDays(1)), (ana.Id, ana.UserId, ana.CreatedAt, ana.SeenAt));
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var ana = Person("""{"ime":"Željka \u0022Ž\u0022","n":1.50,"list":[1,{"a":null}],"consent":{"marketing":{"sms":true,"email":{"granted":false,"source":"kiosk","text":"May we?"}}}}""");

        var read = Profile.Read(ana.Id, "shop", ana.ToBytes());

        Assert.Equal(ana, read);
        Assert.Equal(ana.Consents, read.Consents);
        Assert.Equal("Željka \"Ž\"", read.Attribute("ime")?.GetString());
    }

    [Fact]
    public void What_a_later_version_wrote_beside_is_passed_over() =>
        Assert.Equal("ana", Profile.Read(AnaId, "shop", """{"u":"ana","z":{"new":[1]},"c":1,"s":2}"""u8).UserId);

    [Fact]
    public void The_stored_form_is_short() =>
        Assert.Equal(
            """{"u":"ana","a":["phone-1"],"c":1893499200000,"s":1893499200000,"t":{"phone":"+38591"}}""",
            Encoding.UTF8.GetString(Person("""{"phone":"+38591"}""").ToBytes()));
}
