using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;

namespace Cpd.Web.Features.Preferences;

/// <summary>One box on a preference page.</summary>
/// <param name="IsOn">Whether such messages go out now: the person refused neither the purpose nor the channel. That nobody asked them refuses nothing.</param>
public sealed record PersonalChoice(ConsentPurpose Purpose, Channel Channel, bool IsOn)
{
    /// <summary>As the form names it.</summary>
    public string Key => $"{Purpose.Id}/{Channel}";
}

/// <summary>What came back from the page.</summary>
/// <param name="Was">The boxes that were ticked when it was shown.</param>
/// <param name="Stopped">The channels that were ended as a whole then.</param>
internal sealed record PersonalForm(IReadOnlySet<string> On, IReadOnlySet<string> Was, IReadOnlySet<Channel> Stopped, bool StopAll);

/// <summary>One word that follows from a choice.</summary>
/// <param name="Channel">Null for every channel.</param>
internal sealed record ChosenWord(string Purpose, Channel? Channel, bool Granted);

/// <summary>
/// What a person may choose, and what their choice says. Only what they changed is said: a box that was ticked because
/// nobody had asked is no consent for being left alone.
/// </summary>
internal static class PersonalChoices
{
    /// <summary>On the channels on which the person can be reached; on all of them where that is none.</summary>
    public static IReadOnlyList<PersonalChoice> Of(Profile person, IReadOnlyList<ConsentPurpose> purposes)
    {
        PersonalChoice[] all = [.. purposes.SelectMany(purpose => purpose.Channels.Select(channel => new PersonalChoice(purpose, channel, IsOn(person, purpose.Id, channel))))];
        PersonalChoice[] reached = [.. all.Where(choice => person.Address(choice.Channel) is not null)];
        return reached.Length > 0 ? reached : all;
    }

    /// <summary>The channels that the person has ended as a whole.</summary>
    public static IReadOnlySet<Channel> Stopped(Profile person) => Enum.GetValues<Channel>().Where(channel => IsStopped(person, channel)).ToHashSet();

    public static IReadOnlyList<ChosenWord> Words(Profile person, IReadOnlyList<PersonalChoice> choices, PersonalForm form)
    {
        if (form.StopAll) return [new ChosenWord(RulesOfSending.Everything, null, false)];

        var words = new List<ChosenWord>();
        foreach (var channel in choices.GroupBy(choice => choice.Channel))
        {
            PersonalChoice[] changed = [.. channel.Where(choice => form.On.Contains(choice.Key) != form.Was.Contains(choice.Key))];
            var opens = changed.Any(choice => form.On.Contains(choice.Key)) && (form.Stopped.Contains(channel.Key) || IsStopped(person, channel.Key));
            if (opens) words.Add(new(RulesOfSending.Everything, channel.Key, true));
            foreach (var choice in channel)
            {
                // The channel's end had hidden what they think of the others: those stay off by a word of their own.
                var staysOff = opens && !form.On.Contains(choice.Key) && person.Consent(choice.Purpose.Id, channel.Key) is not false;
                if (staysOff || changed.Contains(choice)) words.Add(new(choice.Purpose.Id, channel.Key, form.On.Contains(choice.Key)));
            }
        }
        return words;
    }

    /// <summary>As the page is shown after it was saved; what was saved is on its way to the profile.</summary>
    public static IReadOnlyList<PersonalChoice> After(IReadOnlyList<PersonalChoice> choices, PersonalForm form) =>
        [.. choices.Select(choice => choice with { IsOn = !form.StopAll && form.On.Contains(choice.Key) })];

    private static bool IsOn(Profile person, string purpose, Channel channel) => person.Consent(purpose, channel) is not false && !IsStopped(person, channel);

    private static bool IsStopped(Profile person, Channel channel) =>
        person.Consent(RulesOfSending.Everything, channel) is false
        || person.Address(channel) is { } address && person.Suppressed.Of(channel, address) is { Reason: SuppressionReason.Unsubscribed };
}
