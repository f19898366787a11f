using Cpd.Adapters.Infobip;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Cli.Checks;

/// <summary>Asks Infobip for one line of its logs: shows that it can be reached and that the key may look messages up.</summary>
internal static class InfobipCheck
{
    private const string Part = "infobip";

    public static async IAsyncEnumerable<CheckLine> Look(IServiceProvider services, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var account = services.GetRequiredService<IOptions<InfobipOptions>>().Value;
        if (account.IsSandbox)
        {
            yield return CheckLine.Note(Part, "No account is set: messages go to the sandbox in the product, and nowhere else.");
            yield break;
        }

        var answer = await services.GetRequiredService<InfobipClient>().Logs(new SmsLogQuery(Limit: 1), ct);
        yield return answer switch
        {
            InfobipAnswer<SmsLogs>.Answered => CheckLine.Fine(Part, $"{account.BaseUrl} takes the key."),
            InfobipAnswer<SmsLogs>.TooMany => CheckLine.Fine(Part, $"{account.BaseUrl} takes the key; it is asked very often just now."),
            InfobipAnswer<SmsLogs>.Refused refused => CheckLine.Wrong(
                Part, $"{refused.Error.Sentence} Look at Cpd:Infobip:BaseUrl and ApiKey; the key needs the scopes sms:message:send and sms:logs:read."),
            InfobipAnswer<SmsLogs>.NotSent silent => CheckLine.Wrong(
                Part, $"{account.BaseUrl} cannot be reached: {silent.Reason} Look at Cpd:Infobip:BaseUrl, and whether this machine may call out."),
            InfobipAnswer<SmsLogs>.Unknown unknown => CheckLine.Wrong(
                Part, $"{account.BaseUrl} gave no usable answer: {unknown.Reason} Try again; if it stays so, look at Cpd:Infobip:BaseUrl."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        if (string.IsNullOrWhiteSpace(account.PublicUrl))
            yield return CheckLine.Note(Part, "Cpd:Infobip:PublicUrl is not set: Infobip cannot reach this installation with reports and replies.");
    }
}
