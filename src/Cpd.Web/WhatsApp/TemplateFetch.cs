using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Chat;
using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Templates.Chat;
using Cpd.EventLog;

namespace Cpd.Web.WhatsApp;

/// <summary>What came of fetching.</summary>
/// <param name="Templates">How many there are.</param>
/// <param name="Changed">How many of them were new or had changed.</param>
/// <param name="Refusal">Why some or all could not be fetched.</param>
public sealed record Fetched(int Templates, int Changed, Refusal? Refusal = null);

/// <summary>Asks Infobip for a workspace's WhatsApp templates and keeps what it says.</summary>
public sealed class TemplateFetch(WhatsAppSenders senders, AccountBook book, InfobipClients clients, TemplateMirror mirror, IEventLog log)
{
    public async Task<Fetched> Fetch(string workspace, CancellationToken ct)
    {
        var numbers = await senders.Of(workspace, ct);
        if (numbers.Count == 0) return new Fetched(0, 0, new Refusal("whatsapp.no-sender", "There is no WhatsApp number yet. Add one in Channels."));
        if (clients.For(book.Of(workspace).Account) is not { } client)
            return new Fetched(0, 0, new Refusal("infobip.no-key", "The account's key is missing or cannot be decrypted. Set it again in Channels."));

        var found = new Dictionary<(string Name, string Language), RemoteTemplate>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        string? why = null;
        foreach (var number in numbers)
        {
            var answer = await client.WhatsAppTemplates(string.Concat(number.Where(char.IsAsciiDigit)), ct);
            if (answer is not InfobipAnswer<WhatsAppTemplates>.Answered { Value.Templates: { } templates })
            {
                why ??= $"{number}: {Said(answer)}";
                continue;
            }
            asked.Add(number);
            foreach (var template in templates.Select(template => RemoteTemplates.Of(template, number)).OfType<RemoteTemplate>())
            {
                var key = (template.Name, template.Language);
                // Numbers of one business share their templates; what two businesses call the same is the first number's.
                found[key] = found.TryGetValue(key, out var known) ? known with { Senders = [.. known.Senders, number] } : template;
            }
        }

        var isWhole = asked.Count == numbers.Count;
        var changed = asked.Count == 0 ? 0 : await log.Write(
            transaction => mirror.Keep(transaction, workspace, Channel.WhatsApp, [.. found.Values], isWhole ? null : asked), ct);
        return new Fetched(
            found.Keys.DistinctBy(key => key.Name).Count(), changed,
            why is null ? null : new Refusal("whatsapp.not-fetched", $"The templates could not be fetched from Infobip for {why} Try again in a moment, or check the account in Channels."));
    }

    private static string Said(InfobipAnswer<WhatsAppTemplates> answer) => answer switch
    {
        InfobipAnswer<WhatsAppTemplates>.Refused refused => refused.Error.Sentence,
        InfobipAnswer<WhatsAppTemplates>.TooMany many => many.Error.Sentence,
        InfobipAnswer<WhatsAppTemplates>.NotSent nothing => nothing.Reason,
        InfobipAnswer<WhatsAppTemplates>.Unknown unknown => unknown.Reason,
        _ => "The answer was empty.",
    };
}
