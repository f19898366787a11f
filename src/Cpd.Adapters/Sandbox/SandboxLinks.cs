using System.Text.Json;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Sandbox.Email;
using Cpd.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cpd.Adapters.Sandbox;

/// <summary>
/// Links in messages as the people follow them who got these: each leads on to where it was written to, and is told about, as
/// Infobip's short links are. What the sandbox tells of the device it reads from the browser's own words; that a program
/// which only asks (<c>HEAD</c>) is not told about is the sandbox's policy.
/// </summary>
internal sealed class SandboxLinks(SandboxService sandbox)
{
    private const string Path = "/_links/{message}/{place:int}";

    private static readonly (string Sign, string Os)[] Systems = [("iPhone", "iOS"), ("iPad", "iOS"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];
    private static readonly string[] Browsers = ["Edg", "OPR", "Firefox", "Chrome", "Safari"];

    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)Follow);

    /// <summary>Where a phone's or a mailbox's page leads for the links of a message, but for the number of the link.</summary>
    public static string Of(string message) => $"{InfobipEndpoint.SandboxPath}/_links/{Uri.EscapeDataString(message)}/";

    /// <summary>An e-mail with the links in it that its reader finds.</summary>
    public static string? Tracked(string message, StoredMail mail) => mail is { ClicksTo: not null, Html: { } html }
        ? MessageUrls.Replace(html, (place, _) => FormattableString.Invariant($"{Of(message)}{place}"))
        : mail.Html;

    /// <summary>Somebody has an e-mail before their eyes; told once.</summary>
    public void Opened(string message, string device)
    {
        if (Find(message) is not ({ } about, { OpensTo: { } told }) || !sandbox.Opened.TryAdd(message, true)) return;
        sandbox.Tell(new Uri(told), Written(about, "OPENED", null, device));
    }

    private Task Follow(HttpContext context)
    {
        var message = context.GetRouteValue("message") as string ?? "";
        var place = int.Parse((string)context.GetRouteValue("place")!, System.Globalization.CultureInfo.InvariantCulture);
        if (Find(message) is not var (about, mail) || Urls(about, mail).ElementAtOrDefault(place) is not { } url) return SandboxGate.Refuse(context, StatusCodes.Status404NotFound);

        if (mail.ClicksTo is { } told && HttpMethods.IsGet(context.Request.Method)) sandbox.Tell(new Uri(told), Written(about, "CLICKED", url, context.Request.Headers.UserAgent.ToString()));
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(url);
        return Task.CompletedTask;
    }

    private static IEnumerable<string> Urls(StoredMessage message, StoredMail mail) =>
        message.Channel is Channel.Email ? MessageUrls.OfHtml(mail.Html ?? "") : MessageUrls.Of(message.Text).Select(found => found.Url);

    private (StoredMessage Message, StoredMail Mail)? Find(string id) => sandbox.Store.Read<(StoredMessage, StoredMail)?>(db =>
    {
        var row = db.Prepare($"SELECT {SandboxMessages.Columns}, mail FROM messages WHERE message_id = ?2 ORDER BY seq DESC LIMIT 1").Bind(1, sandbox.Now).Bind(2, id);
        (StoredMessage, StoredMail)? found = row.Step() ? (SandboxMessages.Read(row), SandboxMails.Read(SandboxMessages.Text(row, SandboxMessages.ColumnCount))) : null;
        row.Reset();
        return found;
    });

    private byte[] Written(StoredMessage message, string what, string? url, string device) => JsonSerializer.SerializeToUtf8Bytes(
        new LinkClick(what, message.To, url, sandbox.Now, message.Id, message.BulkId, message.CallbackData, Device(device)), InfobipJson.Wire.LinkClick);

    private static LinkDevice Device(string agent)
    {
        var words = agent.Split([' ', ';', '(', ')', '/', ','], StringSplitOptions.RemoveEmptyEntries);
        var bot = Array.Find(words, word => word.EndsWith("bot", StringComparison.OrdinalIgnoreCase));
        var os = Array.Find(Systems, system => agent.Contains(system.Sign, StringComparison.Ordinal)).Os;
        var name = bot ?? Array.Find(Browsers, browser => agent.Contains(browser + "/", StringComparison.Ordinal)) ?? (words.Length > 0 ? words[0] : null);
        return new LinkDevice(bot is not null ? "Bot" : os is "iOS" or "Android" ? "Phone" : "Computer", os, name);
    }
}
