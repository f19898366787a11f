using System.Globalization;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Dispatch;

/// <summary>How figures and sentences call an account: <c>infobip</c> or <c>sandbox</c>, and <c>own-7</c> where it is a workspace's own.</summary>
internal sealed class AccountNames(IOptions<InfobipOptions> installation)
{
    public string Of(long account) => account switch
    {
        AccountId.Installation => installation.Value.IsSandbox ? "sandbox" : "infobip",
        AccountId.Sandbox => "sandbox",
        _ => string.Create(CultureInfo.InvariantCulture, $"own-{account}"),
    };
}
