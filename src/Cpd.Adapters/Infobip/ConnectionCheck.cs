using System.Net;
using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip.Sms;

namespace Cpd.Adapters.Infobip;

/// <summary>What came of trying an account out.</summary>
/// <param name="Code">Stable, for programs: <c>ok</c>, <c>busy</c>, or what is wrong.</param>
/// <param name="Sentence">What it is, and what to do about it. Never the key.</param>
public sealed record ConnectionResult(bool Works, string Code, string Sentence);

/// <summary>Asks Infobip for one line of its logs: shows that it is reached, and that the key may look up what became of messages.</summary>
public sealed class ConnectionCheck(InfobipClients clients, AccountBook book)
{
    /// <summary>An account that is not saved yet.</summary>
    public Task<ConnectionResult> Try(string baseUrl, string key, CancellationToken ct) => AccountKeeper.BaseUrl(baseUrl) is not { } address
        ? Task.FromResult(new ConnectionResult(false, "account.base-url", "Enter your account's base URL from Infobip's portal, for example https://abc123.api.infobip.com."))
        : Look(clients.For(address, key.Trim()), new Uri(address).Host, ct);

    /// <summary>The account a workspace sends through.</summary>
    /// <param name="installation">The address of the installation's account.</param>
    public async Task<ConnectionResult> Try(AccountRef through, string? installation, CancellationToken ct)
    {
        if (clients.For(through.Account) is not { } client)
            return new(false, "account.key-lost", "The key cannot be decrypted: this installation no longer has the keys it was encrypted with. Set it again.");

        // The book is in the database, which need not be there for the installation's account.
        var address = through.Account is AccountId.Installation ? installation : book.Find(through.Account)?.BaseUrl;
        return await Look(client, address is null ? "The sandbox" : new Uri(address).Host, ct);
    }

    private static async Task<ConnectionResult> Look(InfobipClient client, string host, CancellationToken ct) =>
        Read(await client.Logs(new LogQuery(Limit: 1), ct), host);

    /// <summary>Every answer in a sentence that says what to do.</summary>
    internal static ConnectionResult Read(InfobipAnswer<SmsLogs> answer, string host) => answer switch
    {
        InfobipAnswer<SmsLogs>.Answered => new(true, "ok", $"{host} accepts the key."),
        InfobipAnswer<SmsLogs>.TooMany => new(true, "busy", $"{host} accepts the key, but is rate limiting right now (429)."),
        InfobipAnswer<SmsLogs>.Refused { Error.Status: HttpStatusCode.Unauthorized } => new(
            false, "account.wrong-key", "Infobip rejected this key (401). Copy it from Infobip's portal again, and check there that it is not expired, revoked or limited to other IP addresses."),
        InfobipAnswer<SmsLogs>.Refused { Error.Status: HttpStatusCode.Forbidden } => new(
            false, "account.no-scope", "The key is valid but may not look up messages (403). Give it the scopes sms:message:send and sms:logs:read in Infobip's portal."),
        InfobipAnswer<SmsLogs>.Refused refused => new(
            false, "account.not-infobip", $"{host} answered {(int)refused.Error.Status}, which is not a response of Infobip. Copy your base URL from Infobip's portal; it ends with .api.infobip.com."),
        InfobipAnswer<SmsLogs>.NotSent { Kind: HttpRequestError.NameResolutionError } => new(
            false, "account.unknown-host", $"The host {host} does not exist. Copy your base URL from Infobip's portal."),
        InfobipAnswer<SmsLogs>.NotSent { Kind: HttpRequestError.SecureConnectionError } => new(
            false, "account.tls", $"No secure connection to {host}: its certificate is not trusted, or it does not support TLS. Check the address and any proxies."),
        InfobipAnswer<SmsLogs>.NotSent { Kind: HttpRequestError.ConnectionError } => new(
            false, "account.refused", $"{host} refused the connection. Check the address, the port and your firewall."),
        InfobipAnswer<SmsLogs>.NotSent => new(
            false, "account.timeout", $"The connection to {host} timed out. Check whether a firewall blocks outgoing connections."),
        InfobipAnswer<SmsLogs>.Unknown { IsAnswer: true } => new(
            false, "account.not-infobip", $"{host} answered, but not like Infobip. Copy your base URL from Infobip's portal; it ends with .api.infobip.com."),
        InfobipAnswer<SmsLogs>.Unknown unknown => new(
            false, "account.no-answer", $"{host} gave no usable response: {unknown.Reason} Try again in a moment; if this continues, check the address."),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
