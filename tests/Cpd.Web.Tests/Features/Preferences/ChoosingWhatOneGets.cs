using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Cpd.Web.Features.Preferences;

namespace Cpd.Web.Tests.Features.Preferences;

/// <summary>What becomes of a preference page that somebody filled in.</summary>
public sealed class ChoosingWhatOneGets
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly IReadOnlyList<ConsentPurpose> Purposes =
    [
        new("news", [Channel.Sms, Channel.Email, Channel.Push], [new("", "News")]),
        new("offers", [Channel.Sms], [new("", "Offers"), new("hr", "Ponude")]),
    ];

    [Fact]
    public void One_is_asked_about_the_channels_on_which_one_is_reached() =>
        Assert.Equal("news/Sms+ news/Email+ offers/Sms+", Shown(Ana()));

    [Fact]
    public void Who_has_a_user_id_is_reached_by_the_app_too() =>
        Assert.Equal("news/Sms+ news/Email+ news/Push+ offers/Sms+", Shown(Ana().Fold(new PersonIdentified(new GivenIds("ana", "browser-1"), Now, RawJson.EmptyObject), Now)));

    [Fact]
    public void What_was_refused_is_off_and_STOP_puts_the_whole_channel_off()
    {
        Assert.Equal("news/Sms+ news/Email- offers/Sms+", Shown(Ana(("news", Channel.Email, false))));
        Assert.Equal("news/Sms- news/Email+ offers/Sms-", Shown(Ana(("*", Channel.Sms, false))));
    }

    [Fact]
    public void Nothing_is_said_of_what_was_left_alone() => Assert.Empty(Said(Ana(), on: "news/Sms news/Email offers/Sms", was: "news/Sms news/Email offers/Sms"));

    [Fact]
    public void What_was_changed_is_said() =>
        Assert.Equal(["news by Email: False"], Said(Ana(), on: "news/Sms offers/Sms", was: "news/Sms news/Email offers/Sms"));

    [Fact]
    public void Who_wants_one_thing_after_STOP_gets_that_and_not_the_rest() =>
        Assert.Equal(["* by Sms: True", "news by Sms: False", "offers by Sms: True"], Said(Ana(("*", Channel.Sms, false)), on: "news/Email offers/Sms", was: "news/Email"));

    [Fact]
    public void A_STOP_that_came_while_the_page_was_open_is_not_undone_by_what_was_left_alone() =>
        Assert.Equal(["news by Email: False"], Said(Ana(("*", Channel.Sms, false)), on: "news/Sms offers/Sms", was: "news/Sms news/Email offers/Sms"));

    [Fact]
    public void What_is_chosen_again_before_the_end_of_all_has_arrived_takes_the_end_back() =>
        Assert.Equal(["* by Email: True", "news by Email: True"], Said(Ana(), on: "news/Email", was: "", stopped: [.. Enum.GetValues<Channel>()]));

    [Fact]
    public void No_more_of_anything_ends_every_channel() => Assert.Equal(["* by all: False"], Said(Ana(), on: "news/Sms", was: "news/Sms", all: true));

    [Fact]
    public void What_was_chosen_is_what_is_shown_the_next_time()
    {
        var person = Ana(("*", Channel.Sms, false));
        foreach (var word in Words(person, new PersonalForm(Set("news/Email offers/Sms"), Set("news/Email"), new HashSet<Channel>(), false)))
            person = person.Fold(new ConsentHeard(word.Purpose, word.Channel, word.Granted, ConsentSources.PreferencePage, null, Now.AddHours(1)), Now);

        Assert.Equal("news/Sms- news/Email+ offers/Sms+", Shown(person));
    }

    [Fact]
    public void An_address_that_was_unsubscribed_is_off_and_is_written_to_again_when_it_is_chosen()
    {
        var person = Ana().Fold(new AddressSuppressed(Channel.Email, "Ana@Example.com", SuppressionReason.Unsubscribed, Now), Now);
        Assert.Equal("news/Sms+ news/Email- offers/Sms+", Shown(person));

        foreach (var word in Words(person, new PersonalForm(Set("news/Sms news/Email offers/Sms"), Set("news/Sms offers/Sms"), new HashSet<Channel>(), false)))
            person = person.Fold(new ConsentHeard(word.Purpose, word.Channel, word.Granted, ConsentSources.PreferencePage, null, Now.AddHours(1)), Now);

        Assert.Equal("news/Sms+ news/Email+ offers/Sms+", Shown(person));
    }

    [Theory]
    [InlineData(null, "hr-HR", "de,en;q=0.5", "hr")]
    [InlineData("it", "hr", null, "it")]
    [InlineData(null, "ja", "pt-BR, fr-CA;q=0.8, en;q=0.5", "fr")]
    [InlineData("xx", null, null, "en")]
    [InlineData(null, null, ";;,,\0", "en")]
    public void The_language_is_the_chosen_one_the_persons_or_the_browsers(string? chosen, string? person, string? accepted, string language) =>
        Assert.Equal(language, PreferenceWords.Of(chosen, person, accepted).Language);

    [Fact]
    public void Every_language_says_everything_with_the_same_places_to_fill_in()
    {
        string Places(PreferenceWords words) => string.Join(' ', typeof(PreferenceWords).GetProperties().Where(one => one.PropertyType == typeof(string)).OrderBy(one => one.Name)
            .Select(one => $"{one.Name}:{(string)one.GetValue(words)! switch { "" => "empty", var text => text.Contains("{0}", StringComparison.Ordinal) }}"));

        Assert.All(PreferenceWords.All, words => Assert.Equal(Places(PreferenceWords.All[0]), Places(words)));
        Assert.Equal(PreferenceWords.All.Select(words => words.Language), Keywords.Languages);
    }

    private static Profile Ana(params (string Purpose, Channel Channel, bool Granted)[] words) => words.Aggregate(
        Profile.New(default, "demo", Now).Fold(new PersonIdentified(new GivenIds(null, "browser-1"), Now, RawJson.From("""{"phone":"385911234567","email":"ana@example.com"}""")), Now),
        (person, word) => person.Fold(new ConsentHeard(word.Purpose, word.Channel, word.Granted, ConsentSources.Reply, "STOP", Now), Now));

    private static string Shown(Profile person) =>
        string.Join(' ', PersonalChoices.Of(person, Purposes).Select(choice => choice.Key + (choice.IsOn ? "+" : "-")));

    private static IEnumerable<string> Said(Profile person, string on, string was, HashSet<Channel>? stopped = null, bool all = false) =>
        Words(person, new PersonalForm(Set(on), Set(was), stopped ?? [], all)).Select(word => $"{word.Purpose} by {word.Channel?.ToString() ?? "all"}: {word.Granted}");

    private static IReadOnlyList<ChosenWord> Words(Profile person, PersonalForm form) => PersonalChoices.Words(person, PersonalChoices.Of(person, Purposes), form);

    private static HashSet<string> Set(string keys) => keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
}
