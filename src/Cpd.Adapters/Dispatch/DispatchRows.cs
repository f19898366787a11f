using Cpd.Adapters.Webhooks;
using Cpd.EventLog;

namespace Cpd.Adapters.Dispatch;

/// <summary>The rows that the senders' findings change, in the transaction that writes them down.</summary>
internal sealed class DispatchRows(LogTransaction transaction)
{
    public LogTransaction Transaction => transaction;

    public CallRows Calls { get; } = new(transaction);

    public WebhookRows Webhooks { get; } = new(transaction);

    public void Flush()
    {
        Calls.Flush();
        Webhooks.Flush();
    }
}
