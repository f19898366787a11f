using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Webhooks;
using Cpd.Contracts;
using Cpd.EventLog;
using MassTransit;

namespace Cpd.Adapters.Dispatch;

/// <summary>
/// Takes what has to leave the house: writes down the attempts, with the position, and lets the senders have them when
/// that is durable. Nothing outside is called in here.
/// </summary>
internal sealed class DispatchConsumer(
    CallIds ids, AdapterProcess process, CallQueue queue, WebhookQueue webhooks, AdapterMetrics metrics, AccountBook accounts, IMessageSender sender, IBlocklist blocklist, DispatchOptions options) : IConsumer<RecordWindow>
{
    public const string Group = "adapter";

    /// <summary>E-mails are long: a call of many stays one that is sent and read in time.</summary>
    private const int MostLettersPerCall = 2_000_000;

    public Task Consume(ConsumeContext<RecordWindow> context)
    {
        Take(context.Window());
        return Task.CompletedTask;
    }

    internal void Take(Window window)
    {
        var calls = new List<Call>();
        var webhookCalls = new List<WebhookCall>();
        var owner = window.Records.Count > 0 ? process.Confirm(window.Transaction) : default;
        var newest = blocklist.IsKept ? WebhookRows.Newest(window.Transaction, Blocks(window)) : null;
        var filling = new Dictionary<(string Workspace, Channel Channel, string? Sender), (Call Call, int Letters)>();
        foreach (var record in window.Records)
        {
            switch (record.Body)
            {
                case MessageRequested message when Refusal(record, message) is { } refusal:
                    Refuse(window.Transaction, record, message, refusal);
                    break;
                case MessageRequested message:
                    Add(window.Transaction, owner, record, message, calls, filling);
                    break;
                case WebhookRequested:
                    webhookCalls.Add(new WebhookCall(ids.Next(window.Transaction), owner, record.Partition, record.Position) { Record = record });
                    break;
                case BlockRequested block when newest is not null:
                    // The greatest of its address, also beside what a process with another clock wrote: the order of ids is the order of changes.
                    var subject = BlockSubject.Of(record.Workspace, block);
                    var id = ids.Next(window.Transaction, after: newest.GetValueOrDefault(subject));
                    webhookCalls.Add(new WebhookCall(id, owner, record.Partition, record.Position) { Record = record, Subject = subject });
                    break;
            }
        }

        if (webhookCalls.Count > 0) webhooks.Take(window.Transaction, webhookCalls);
        if (calls.Count == 0) return;

        CallRows.Insert(window.Transaction, calls);
        window.Transaction.OnCommitted(() => calls.ForEach(queue.Send));
    }

    private static IEnumerable<Guid> Blocks(Window window)
    {
        foreach (var record in window.Records)
            if (record.Body is BlockRequested block) yield return BlockSubject.Of(record.Workspace, block);
    }

    private void Add(
        LogTransaction transaction,
        Guid owner,
        LogRecord record,
        MessageRequested message,
        List<Call> calls,
        Dictionary<(string, Channel, string?), (Call Call, int Letters)> filling)
    {
        var to = (record.Workspace, message.Channel, message.Sender);
        var letters = message.Text.Length + (message.Parts?.Sum(part => part.Value.Length) ?? 0) + Attached(message);
        var (call, before) = filling.GetValueOrDefault(to);
        if (call is null || call.Open.Count >= options.MessagesPerCall || GoesAlone(message) || before + letters > MostLettersPerCall)
        {
            before = 0;
            call = new Call(ids.Next(transaction), owner, record.Workspace, accounts.Of(record.Workspace).Account,
                sender.TellsAfterwards(message.Channel) ? transaction.Now : Call.NotBegun, []);
            calls.Add(call);
        }
        if (!GoesAlone(message)) filling[to] = (call, before + letters);

        call.Open.Add(new CallItem
        {
            Slot = call.Open.Count,
            Message = message.Message,
            Person = Person(record)!.Value,
            Channel = message.Channel,
            Partition = record.Partition,
            Position = record.Position,
            Record = record,
        });
    }

    /// <summary>What attachments add to a call when they are put in: e-mails with large ones go alone.</summary>
    private static int Attached(MessageRequested message) =>
        message.Parts?.GetValueOrDefault(Attachment.Part) is { } list ? (int)Math.Min(int.MaxValue / 2, (Attachment.Read(list) ?? []).Sum(one => (long)one.Letters())) : 0;

    /// <summary>Of WhatsApp only templates are taken many at a time.</summary>
    private static bool GoesAlone(MessageRequested message) => message.Channel is Channel.WhatsApp && message.Parts?.ContainsKey("template") is not true;

    private void Refuse(LogTransaction transaction, LogRecord record, MessageRequested message, (string Code, string Reason) refusal)
    {
        var failed = new MessageFailed(message.Message, message.Channel, refusal.Code, refusal.Reason, Permanent: true, message.Place);
        transaction.Append(OutcomeRecord.Of(record, record.Workspace, record.Key, Person(record), message.Message, failed, transaction.Now));
        transaction.OnCommitted(() => metrics.Told(sent: 0, failed: 1));
    }

    private static (string Code, string Reason)? Refusal(LogRecord record, MessageRequested message) =>
        Person(record) is null ? ("message.no-person", "The message names no person, so its outcome could not be recorded.")
        : !Enum.IsDefined(message.Channel) ? ("message.unknown-channel", "This version does not know the message's channel. Upgrade it.")
        : string.IsNullOrWhiteSpace(message.To) ? ("message.no-address", $"The person has no address for {ChannelNames.Of(message.Channel)}. Add one.")
        : string.IsNullOrEmpty(message.Text) ? ("message.no-text", "The message has no text. Check its template.")
        : null;

    private static PersonId? Person(LogRecord record) =>
        record.Person ?? (Ids.TryParse(record.Key, out PersonId person) ? person : null);
}
