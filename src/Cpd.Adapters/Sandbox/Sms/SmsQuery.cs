using System.Globalization;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Sms;
using Microsoft.AspNetCore.Http;

namespace Cpd.Adapters.Sandbox.Sms;

/// <summary>A text message asked for by an address alone: <c>GET /sms/3/text/query</c>, and <c>/sms/1/text/query</c> as older clients call it.</summary>
internal sealed class SmsQuery(SandboxService sandbox)
{
    public async Task Send(HttpContext context)
    {
        if (!await SandboxGate.Open(context, sandbox)) return;

        var query = new QueryReader(context.Request.Query);
        var (to, sendAt) = (query.List("to"), query.Moment("sendAt") is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : (DateTimeOffset?)null);
        // Older clients say username and password here, too; nobody is let in by that.
        var message = new SmsMessage(
            query.Text("from"), [.. to.Select(one => new SmsDestination(one))],
            query.Text("text") is { } text ? new SmsContent(text, Transliteration: query.Text("transliteration"), Language: query.Text("languageCode") is { } code ? new SmsLanguage(code) : null) : null,
            new SmsMessageOptions(ValidityPeriod: Number(query, "validityPeriod") is { } minutes ? new SmsValidity(minutes, "MINUTES") : null, Flash: query.Flag("flash"), Regional: Regional(query)),
            new SmsWebhooks(
                query.Text("notifyUrl") is { } url ? new SmsDeliveryWebhook(url, query.Flag("intermediateReport")) : null, query.Text("notifyContentType"), query.Text("callbackData")));
        var request = new SmsRequest([message], new SmsRequestOptions(new SmsSchedule(query.Text("bulkId"), sendAt)));
        List<ApiViolation> wrong = [.. query.Wrong, .. SmsRules.Check(request, sandbox.Clock.GetUtcNow()).Select(one => one with { Property = Asked(one.Property!) })];
        if (wrong.Count > 0)
        {
            await SandboxGate.Refuse(context, 400, wrong);
            return;
        }

        var bulkId = query.Text("bulkId") ?? Guid.NewGuid().ToString();
        var messages = new Fates(sandbox.Mood, bulkId, sendAt, sandbox.Now).Of([message]);
        var withCount = query.Flag("includeSmsCountInResponse");
        if (context.Request.Path.Value!.EndsWith("/sms/1/text/query", StringComparison.Ordinal)) await OlderSmsEndpoints.Take(context, sandbox, messages, bulkId, withCount);
        else await sandbox.Take(context, messages, statuses => SandboxGate.Answer(context, SendCalls.Answer(Contracts.Channel.Sms, bulkId, messages, statuses, withCount), InfobipJson.Wire.SmsResponse));
    }

    private static SmsRegional? Regional(QueryReader query)
    {
        var india = query.Text("indiaDltPrincipalEntityId") is { } entity ? new SmsIndiaDlt(entity, query.Text("indiaDltContentTemplateId"), query.Text("indiaDltTelemarketerId")) : null;
        var turkey = query.Text("turkeyIysRecipientType") is { } type ? new SmsTurkeyIys(type, Number(query, "turkeyIysBrandCode")) : null;
        var korea = query.Text("southKoreaTitle") is { } title ? new SmsSouthKorea(title, Number(query, "southKoreaResellerCode")) : null;
        return india is null && turkey is null && korea is null ? null : new SmsRegional(india, turkey, korea);
    }

    private static int? Number(QueryReader query, string name)
    {
        if (query.Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)) return number;
        query.Wrong.Add(new ApiViolation(name, "must be a number"));
        return null;
    }

    /// <summary>What it is called in the address.</summary>
    private static string Asked(string path) => path.EndsWith(".destinations", StringComparison.Ordinal) ? "to"
        : path.EndsWith(".content", StringComparison.Ordinal) ? "text"
        : path.EndsWith("delivery.url", StringComparison.Ordinal) ? "notifyUrl"
        : path[(path.LastIndexOf('.') + 1)..];
}
