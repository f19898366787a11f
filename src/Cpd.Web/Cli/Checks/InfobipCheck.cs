using Cpd.Adapters;
using Cpd.Adapters.Accounts;
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
            yield return CheckLine.Note(Part, "The installation has no account: messages of workspaces without their own account go to the built-in sandbox only.");
            yield break;
        }

        var result = await services.GetRequiredService<ConnectionCheck>().Try(new AccountRef("", AccountId.Installation), account.BaseUrl, ct);
        yield return result.Works
            ? CheckLine.Fine(Part, result.Sentence)
            : CheckLine.Wrong(Part, $"{result.Sentence} The settings are Cpd:Infobip:BaseUrl and ApiKey.");

        if (string.IsNullOrWhiteSpace(account.PublicUrl))
            yield return CheckLine.Note(Part, "Cpd:PublicUrl is not set: Infobip cannot send reports and replies to this installation. It is the public address of this installation.");
    }
}
