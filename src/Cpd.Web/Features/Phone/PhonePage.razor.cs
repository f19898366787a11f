using Cpd.Adapters.Sandbox;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Phone;

public sealed partial class PhonePage(SandboxPhone phone, TimeProvider clock, NavigationManager navigation, ILogger<PhonePage> logger)
{
    private const int MostConversations = 60;
    private const int MostMessages = 60;

    private string _reply = "";
    private string? _refused;
    private bool _isSending;

    /// <summary>Whose conversation is open, in digits; the newest where none is named.</summary>
    [SupplyParameterFromQuery]
    public string? Number { get; set; }

    protected override object? Subject => Number;

    private SandboxPhone Phone => phone;

    private NavigationManager Navigation => navigation;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var talks = await phone.Conversations(MostConversations, ct);
        var open = talks.FirstOrDefault(talk => Number is null || talk.Number == Number);
        var messages = open is null ? [] : await phone.Messages(open.Number, MostMessages, ct);
        return new Shown(talks, open, messages, phone.Behaviour);
    }

    protected override IDisposable Watch(Func<Task> changed) => new PhoneWatch(phone, clock, changed);

    private async Task Reply()
    {
        var text = _reply.Trim();
        if (View?.Open is not { } open || text.Length == 0 || _isSending) return;

        _isSending = true;
        try
        {
            await phone.Reply(open.Number, open.Partner, text);
            (_reply, _refused) = ("", null);
        }
        catch (Exception problem)
        {
            // The text stays in the field, so that one can try again.
            Log.ReplyFailed(logger, problem);
            _refused = "The reply could not be sent. Try again in a moment.";
        }
        _isSending = false;
        await Reload();
    }

    private async Task Behave(SandboxBehaviour behaviour)
    {
        _refused = await phone.Behave(behaviour);
        await Reload();
    }

    private static bool IsDelivered(PhoneMessage message) => message.Status?.StartsWith("DELIVERED", StringComparison.Ordinal) is true;

    public sealed record Shown(
        IReadOnlyList<PhoneConversation> Conversations, PhoneConversation? Open, IReadOnlyList<PhoneMessage> Messages, SandboxBehaviour Behaviour);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A reply from the phone page could not be sent")]
        public static partial void ReplyFailed(ILogger log, Exception problem);
    }
}
