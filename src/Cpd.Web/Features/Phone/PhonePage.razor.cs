using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Phone;

public sealed partial class PhonePage(IEnumerable<IPhone> phones, NavigationManager navigation, ILogger<PhonePage> logger)
{
    private const int MostConversations = 60;
    private const int MostMessages = 60;

    /// <summary>Null where messages go to real phones.</summary>
    private readonly IPhone? _phone = phones.FirstOrDefault();

    private string _reply = "";
    private string? _refused;
    private bool _isSending;

    [SupplyParameterFromQuery]
    public string? Number { get; set; }

    /// <summary>Whom the number talks with.</summary>
    [SupplyParameterFromQuery]
    public string? With { get; set; }

    protected override object Subject => (Number, With);

    private NavigationManager Navigation => navigation;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        if (_phone is not { } phone) return new Shown([], null, [], Mischief.None);

        var talks = await phone.Conversations(MostConversations, ct);
        var open = talks.FirstOrDefault(talk => Number is null || (talk.Number == Number && (With is null || talk.Sender == With)));
        var messages = open is null ? [] : await phone.Messages(open.Number, open.Sender, MostMessages, ct);
        return new Shown(talks, open, messages, phone.Mischief);
    }

    protected override IDisposable? Watch(Func<Task> changed) => _phone?.Watch(changed);

    private async Task Reply()
    {
        var text = _reply.Trim();
        if (_phone is not { } phone || View?.Open is not { } open || text.Length == 0 || _isSending) return;

        _isSending = true;
        try
        {
            await phone.Reply(open.Number, open.Sender, text, CancellationToken.None);
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

    private Task Play(Mischief mischief)
    {
        _phone?.Play(mischief);
        return Reload();
    }

    private static string Address(PhoneConversation talk) =>
        $"/phone?number={Uri.EscapeDataString(talk.Number)}&with={Uri.EscapeDataString(talk.Sender)}";

    private static string Tick(PhoneStatus status) => status switch
    {
        PhoneStatus.Delivered => "good",
        PhoneStatus.Failed => "bad",
        _ => "",
    };

    public sealed record Shown(
        IReadOnlyList<PhoneConversation> Conversations, PhoneConversation? Open, IReadOnlyList<PhoneMessage> Messages, Mischief Mischief);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A reply from the phone page could not be sent")]
        public static partial void ReplyFailed(ILogger log, Exception problem);
    }
}
