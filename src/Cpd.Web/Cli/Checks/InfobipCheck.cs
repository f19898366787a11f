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
            yield return CheckLine.Note(Part, "No account is set for the installation: messages of workspaces without one go to the sandbox in the product, and nowhere else.");
            yield break;
        }

        var result = await services.GetRequiredService<ConnectionCheck>().Try(new AccountRef("", AccountId.Installation), account.BaseUrl, ct);
        yield return result.Works
            ? CheckLine.Fine(Part, result.Sentence)
            : CheckLine.Wrong(Part, $"{result.Sentence} The settings are Cpd:Infobip:BaseUrl and ApiKey.");

        if (string.IsNullOrWhiteSpace(account.PublicUrl))
            yield return CheckLine.Note(Part, "Cpd:PublicUrl is not set: Infobip cannot reach this installation with reports and replies. It is the address that the world has for it.");
    }
}
