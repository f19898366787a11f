using Cpd.Adapters.Webhooks;
using Cpd.EventLog;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Settings;

/// <summary>The secret that a workspace's webhook calls are signed with, for those who may manage keys. No audit line has it.</summary>
internal sealed class SigningActions(IEventLog log, WebhookSigning signing, Caller caller)
{
    private const string Subject = "Webhook steps";

    public async Task<SigningState> State(CancellationToken ct)
    {
        await caller.Require(Right.ManageKeys, ct);
        return await signing.Of(caller.Workspace, ct);
    }

    /// <summary>The secret, seen this once.</summary>
    public async Task<string> Make(CancellationToken ct)
    {
        await caller.Require(Right.ManageKeys, ct);
        return await log.Write(async transaction =>
        {
            var secret = await signing.Make(transaction, caller.Workspace);
            await Audit.Add(transaction, caller, "signing.secret-made", Subject);
            return secret;
        }, ct);
    }

    public Task EndFormer(CancellationToken ct) => Change("signing.former-ended", transaction => signing.EndFormer(transaction, caller.Workspace), ct);

    public Task Stop(CancellationToken ct) => Change("signing.stopped", transaction => signing.Stop(transaction, caller.Workspace), ct);

    private async Task Change(string act, Func<LogTransaction, Task> change, CancellationToken ct)
    {
        await caller.Require(Right.ManageKeys, ct);
        await log.Write(async transaction =>
        {
            await change(transaction);
            await Audit.Add(transaction, caller, act, Subject);
        }, ct);
    }
}
