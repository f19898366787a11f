using Cpd.Adapters.Preferences;
using Cpd.Adapters.Unsubscribing;
using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;

namespace Cpd.Web.Features.Preferences;

/// <summary>
/// The pages that messages lead to. Who they are for stands in the link; what is chosen there becomes consent, with what was
/// shown as its proof. Nobody changes anything by looking: programs that read messages follow links, too.
/// </summary>
internal static class PreferenceEndpoints
{
    private const string OneClick = "List-Unsubscribe=One-Click";

    public static IEndpointRouteBuilder MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(PreferenceLinks.Pattern, Show);
        routes.MapPost(PreferenceLinks.Pattern, Choose);
        routes.MapGet(MailLogos.Pattern, Logo);
        routes.MapGet(UnsubscribeLinks.Pattern, Ask);
        routes.MapPost(UnsubscribeLinks.Pattern, Unsubscribe);
        return routes;
    }

    private static async Task<IResult> Show(string workspace, string token, HttpContext http, PersonalPages pages, PreferenceLinks links)
    {
        if (await Person(workspace, token, http, pages, links) is not { } person) return Bad(http);

        var choices = PersonalChoices.Of(person, await pages.Purposes(workspace, http.RequestAborted));
        return await Page(http, pages, person, Words(http, person), choices, choices, PersonalChoices.Stopped(person), PreferenceOutcome.None);
    }

    private static async Task<IResult> Choose(string workspace, string token, HttpContext http, PersonalPages pages, PreferenceLinks links)
    {
        if (await Person(workspace, token, http, pages, links) is not { } person) return Bad(http);

        var form = Read(await Form(http));
        var (words, before) = (Words(http, person), PersonalChoices.Of(person, await pages.Purposes(workspace, http.RequestAborted)));
        var (after, now) = (PersonalChoices.After(before, form), pages.Now);
        var said = PersonalChoices.Words(person, before, form).Select(word => (person.Id, (ICommand)new RecordConsent(
            person.Id, word.Purpose, word.Channel, word.Granted, ConsentSources.PreferencePage, Proof(word, before, words), now), $"{word.Purpose}\n{word.Channel}"));
        var noted = await pages.Say(workspace, said);
        var opened = after.Where(choice => choice.IsOn).Select(choice => choice.Channel).ToHashSet();
        var stopped = form.StopAll ? [.. Enum.GetValues<Channel>()] : PersonalChoices.Stopped(person).Union(form.Stopped).Except(opened).ToHashSet();
        return noted
            ? await Page(http, pages, person, words, after, after, stopped, form.StopAll ? PreferenceOutcome.StoppedAll : PreferenceOutcome.Saved)
            : await Page(http, pages, person, words, after, before, PersonalChoices.Stopped(person), PreferenceOutcome.NotNoted);
    }

    private static async Task<IResult> Logo(string workspace, HttpContext http, MailLogos logos)
    {
        if (await logos.Read(workspace, http.RequestAborted) is not { } logo) return Results.NotFound();

        http.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.Bytes(logo.Picture, logo.Type);
    }

    private static async Task<IResult> Ask(string token, HttpContext http, PersonalPages pages, PreferenceLinks preferences, UnsubscribeLinks links) =>
        links.Read(token) is { } whom ? await UnsubscribePageOf(whom, http, pages, preferences, await WordsOf(whom, http, pages), PreferenceOutcome.None) : Bad(http);

    private static async Task<IResult> Unsubscribe(string token, HttpContext http, PersonalPages pages, PreferenceLinks preferences, UnsubscribeLinks links)
    {
        if (links.Read(token) is not { } whom) return Bad(http);

        var words = await WordsOf(whom, http, pages);
        var shown = (await Form(http)).ContainsKey("page") ? string.Format(null, words.UnsubscribeAsk, whom.Address) + " " + words.Unsubscribe : OneClick;
        var now = pages.Now;
        var noted = await pages.Say(whom.Workspace,
        [
            (whom.Person, new RecordConsent(whom.Person, RulesOfSending.Everything, whom.Channel, false, ConsentSources.UnsubscribeLink, shown, now), $"{whom.Channel}"),
            (whom.Person, new SuppressAddress(whom.Person, whom.Channel, whom.Address, SuppressionReason.Unsubscribed, now), whom.Address),
        ]);
        return await UnsubscribePageOf(whom, http, pages, preferences, words, noted ? PreferenceOutcome.Saved : PreferenceOutcome.NotNoted);
    }

    private static async Task<Profile?> Person(string workspace, string token, HttpContext http, PersonalPages pages, PreferenceLinks links) =>
        await links.Read(workspace, token, http.RequestAborted) is { } id ? await pages.Person(workspace, id, http.RequestAborted) : null;

    private static async Task<IResult> Page(
        HttpContext http, PersonalPages pages, Profile person, PreferenceWords words, IReadOnlyList<PersonalChoice> choices, IReadOnlyList<PersonalChoice> before,
        IReadOnlySet<Channel> stopped, PreferenceOutcome said) => Component<PreferencePage>(http, said, new()
        {
            [nameof(PreferencePage.Owner)] = await pages.Owner(person.Workspace, http.RequestAborted),
            [nameof(PreferencePage.Words)] = words,
            [nameof(PreferencePage.Person)] = person,
            [nameof(PreferencePage.Choices)] = choices,
            [nameof(PreferencePage.Before)] = before,
            [nameof(PreferencePage.Stopped)] = stopped,
            [nameof(PreferencePage.Said)] = said,
        });

    private static async Task<IResult> UnsubscribePageOf(
        Unsubscriber whom, HttpContext http, PersonalPages pages, PreferenceLinks preferences, PreferenceWords words, PreferenceOutcome said) => Component<UnsubscribePage>(http, said, new()
        {
            [nameof(UnsubscribePage.Owner)] = await pages.Owner(whom.Workspace, http.RequestAborted),
            [nameof(UnsubscribePage.Words)] = words,
            [nameof(UnsubscribePage.Address)] = whom.Address,
            [nameof(UnsubscribePage.Preferences)] = (await preferences.Of(whom.Workspace, whom.Person, http.RequestAborted)).PathAndQuery,
            [nameof(UnsubscribePage.Said)] = said,
        });

    private static RazorComponentResult Bad(HttpContext http)
    {
        var result = Component<BadLinkPage>(http, PreferenceOutcome.None, new() { [nameof(BadLinkPage.Words)] = Words(http, null) });
        result.StatusCode = StatusCodes.Status404NotFound;
        http.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodePagesFeature>()?.Enabled = false;   // it is a page already
        return result;
    }

    private static RazorComponentResult Component<T>(HttpContext http, PreferenceOutcome said, Dictionary<string, object?> parameters)
    {
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult(typeof(T), parameters) { StatusCode = said is PreferenceOutcome.NotNoted ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK };
    }

    private static async Task<PreferenceWords> WordsOf(Unsubscriber whom, HttpContext http, PersonalPages pages) =>
        Words(http, await pages.Person(whom.Workspace, whom.Person, http.RequestAborted));

    private static PreferenceWords Words(HttpContext http, Profile? person) =>
        PreferenceWords.Of(http.Request.Query["lang"], person is { KnowsLanguage: true } ? person.Culture.Name : null, http.Request.Headers.AcceptLanguage);

    private static async Task<IFormCollection> Form(HttpContext http) =>
        http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;

    private static PersonalForm Read(IFormCollection form) => new(
        Texts(form["on"]), Texts(form["was"]), form["stopped"].Where(name => Enum.TryParse<Channel>(name, out _)).Select(name => Enum.Parse<Channel>(name!)).ToHashSet(), form.ContainsKey("all"));

    private static HashSet<string> Texts(StringValues values) => values.OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>What they read, and what they made of it.</summary>
    private static string Proof(ChosenWord word, IReadOnlyList<PersonalChoice> choices, PreferenceWords words)
    {
        if (word.Channel is not { } channel) return words.StopAll;
        var answer = $"{words.Of(channel)}: {(word.Granted ? words.Yes : words.No)}";
        return choices.FirstOrDefault(choice => choice.Purpose.Id == word.Purpose)?.Purpose.In(words.Language) is { } text
            ? $"{text.Name}{(text.Description is null ? "" : $" ({text.Description})")}; {answer}"
            : answer;
    }
}
