using Cpd.Adapters.Accounts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip;

/// <summary>A client for each account, all on one line.</summary>
public sealed class InfobipClients(InfobipClient installation, InfobipEndpoint endpoint, AccountBook book, InfobipLine line, IOptions<InfobipOptions> options, TimeProvider clock)
{
    /// <summary>Null where the account is gone, or its key cannot be opened here.</summary>
    public InfobipClient? For(long account) => account switch
    {
        AccountId.Installation => installation,
        AccountId.Sandbox => new InfobipClient(line.Http, new ChosenSandbox(endpoint), clock),
        _ => book.Find(account) is { } own ? For(own.BaseUrl, own.Key) : null,
    };

    /// <summary>For an account that is only tried out.</summary>
    internal InfobipClient For(string baseUrl, string key) => new(line.Http, new OwnEndpoint(baseUrl, key, options.Value.Timeout), clock);

    /// <summary>All that something of a workspace may have gone through.</summary>
    internal IEnumerable<InfobipClient> All(string workspace) =>
        [For(AccountId.Installation)!, .. book.AllOf(workspace).Select(own => For(own.BaseUrl, own.Key))];
}

/// <summary>The connections of this process to Infobip, whosever account they serve.</summary>
public sealed class InfobipLine(HttpClient http) : IDisposable
{
    internal HttpClient Http => http;

    public void Dispose() => http.Dispose();
}
