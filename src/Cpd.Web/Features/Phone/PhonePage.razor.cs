using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Contracts;
using Cpd.Engine.UserView;
using Cpd.Web.Access;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Cpd.Web.Features.Phone;

public sealed partial class PhonePage(
    SandboxPhone phone, PeopleSearch people, CurrentWorkspace workspace, Caller caller, TimeProvider clock, ILogger<PhonePage> logger)
{
    private const int MostConversations = 60;
    private const int MostMessages = 60;

    private string _reply = "";
    private string _media = "";
    private string? _refused;
    private (string Number, string Partner, PhoneButton Button)? _form;
    private (string Number, Channel Channel)? _kept;
    private (string Number, Channel Channel, int Messages, PersonSummary? Person)? _owner;

    /// <summary>Whose conversation is open, in digits; where none is named, the one that was the newest when the page came up.</summary>
    [SupplyParameterFromQuery]
    public string? Number { get; set; }

    /// <summary>By which channel; where none is named, by which they talked last.</summary>
    [SupplyParameterFromQuery]
    public string? Channel { get; set; }

    protected override object? Subject => (Number, Channel);

    private SandboxPhone Phone => phone;

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var talks = await phone.Conversations(MostConversations, ct);
        // It stays open while others come in: nobody should find their words at somebody else's.
        _kept = Number is { } named ? (named, Enum.TryParse<Channel>(Channel, ignoreCase: true, out var by) ? AsText(by) : talks.FirstOrDefault(talk => talk.Number == named)?.Channel ?? Cpd.Contracts.Channel.Sms)
            : _kept ?? (talks.Count == 0 ? null : (talks[0].Number, talks[0].Channel));
        var ringing = (await phone.Ringing(ct)).ToHashSet(StringComparer.Ordinal);
        if (_kept is not var (number, channel)) return new Shown(talks, null, null, [], phone.Behaviour, [], ringing);

        var messages = await phone.Messages(number, MostMessages, channel, ct);
        // Calls stand among the text messages; but whatever is open, one hears that it rings.
        List<PhoneCall> calls = channel is Cpd.Contracts.Channel.Push ? [] : (await phone.Calls(number, MostMessages, ct)).Where(call => call.IsRinging || call.IsTalking || !channel.IsRich()).ToList();
        var open = talks.FirstOrDefault(talk => talk.Number == number && talk.Channel == channel) ?? Open(number, channel, messages);
        return new Shown(talks, open, open is null ? null : await Owner(number, channel, messages.Count + calls.Count, ct), messages, phone.Behaviour, calls, ringing);
    }

    /// <summary>Calls stand among the text messages.</summary>
    private static Channel AsText(Channel channel) => channel is Cpd.Contracts.Channel.Voice ? Cpd.Contracts.Channel.Sms : channel;

    /// <summary>A conversation too long ago for the list.</summary>
    private static PhoneConversation? Open(string number, Channel channel, IReadOnlyList<PhoneMessage> messages) =>
        messages.Count == 0 ? null : new(number, messages[^1].Partner, messages[^1].Text, messages[^1].FromPerson, messages[^1].At, Channel: channel);

    private static string Called(PhoneConversation talk) => talk.Channel is Cpd.Contracts.Channel.Push ? talk.Number : $"+{talk.Number}";

    private static string Address(PhoneConversation talk) =>
        $"/phone?number={Uri.EscapeDataString(talk.Number)}&channel={talk.Channel.ToString().ToLowerInvariant()}";

    /// <summary>Looked up once, for it is a search through everybody; whom nobody knew yet is looked for again when a message comes.</summary>
    private async Task<PersonSummary?> Owner(string number, Channel channel, int messages, CancellationToken ct)
    {
        if (_owner is { } known && known.Number == number && known.Channel == channel && (known.Person is not null || known.Messages == messages)) return known.Person;

        var found = await people.Search(workspace.Id, number, 5, ct);
        var person = channel is Cpd.Contracts.Channel.Push ? found.FirstOrDefault(one => one.UserId == number) : found.FirstOrDefault(one => one.Phone is { } phone && string.Concat(phone.Where(char.IsAsciiDigit)) == number);
        _owner = (number, channel, messages, person);
        return person;
    }

    protected override IDisposable Watch(Func<Task> changed) => new PhoneWatch(phone, clock, changed);

    private async Task Reply()
    {
        if (View?.Open is not { } open) return;
        var (text, media) = (_reply.Trim(), open.Channel is Cpd.Contracts.Channel.Mms && _media.Trim() is { Length: > 0 } typed ? typed : null);
        if (text.Length == 0 && media is null) return;

        await caller.RequireEverywhere(Right.UsePhone);
        if (media is not null && !(Uri.TryCreate(media, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            _refused = "Enter the full URL of the picture, starting with https://.";
            return;
        }
        // Empty at once: the next words are typed while these are on their way.
        (_reply, _media, _refused) = ("", "", null);
        try
        {
            await phone.Reply(open.Number, open.Partner, text, open.Channel, mediaUrl: media);
        }
        catch (Exception problem)
        {
            // The text comes back into the field, so that one can try again.
            if (_reply.Length == 0) (_reply, _media) = (text, media ?? "");
            Log.ReplyFailed(logger, problem);
            _refused = "The reply could not be sent. Try again in a moment.";
        }
        await Reload();
    }

    private async Task Press(PhoneConversation open, PhoneMessage message, PhoneButton button)
    {
        await caller.RequireEverywhere(Right.UsePhone);
        if (button.Answer is { OfForm: true })
        {
            _form = (open.Number, message.Partner, button);
            return;
        }
        await phone.Press(open.Channel, open.Number, message.Partner, button.Title, button.Answer!);
        await Reload();
    }

    private async Task FillIn((string Number, string Partner, PhoneButton Button) form, IReadOnlyDictionary<string, string> answers)
    {
        await caller.RequireEverywhere(Right.UsePhone);
        _form = null;
        await phone.FillIn(form.Number, form.Partner, form.Button.Answer!, answers);
        await Reload();
    }

    /// <summary>What is written in the field goes below it.</summary>
    private async Task SendFile(PhoneConversation open, InputFileChangeEventArgs change)
    {
        await caller.RequireEverywhere(Right.UsePhone);
        _refused = null;
        if (change.File.Size is 0 or > SentMedia.MostBytes)
        {
            _refused = "A file may have at most 5 MB here. Choose another one.";
            return;
        }
        var bytes = new MemoryStream();
        await using (var file = change.File.OpenReadStream(SentMedia.MostBytes)) await file.CopyToAsync(bytes);
        var type = change.File.ContentType is { Length: > 0 and <= 100 } told ? told : "application/octet-stream";
        var text = _reply.Trim();
        _reply = "";
        await phone.Send(open.Number, open.Partner, new SentMedia(SentMedia.KindOf(type), type, bytes.ToArray()), text);
        await Reload();
    }

    private async Task Read(PhoneConversation open)
    {
        await caller.RequireEverywhere(Right.UsePhone);
        await phone.Read(open.Channel, open.Number);
        await Reload();
    }

    private async Task Take(string number, CallFate does)
    {
        await caller.RequireEverywhere(Right.UsePhone);
        _refused = await phone.Take(number, does) ? null : "The call is no longer ringing.";
        await Reload();
    }

    private async Task PressKey(string number, char? key)
    {
        await caller.RequireEverywhere(Right.UsePhone);
        _refused = await phone.PressKey(number, key) ? null : "The call has ended.";
        await Reload();
    }

    private async Task Behave(SandboxBehaviour behaviour)
    {
        await caller.RequireEverywhere(Right.UsePhone);
        _refused = await phone.Behave(behaviour);
        await Reload();
    }

    private bool HasUnread => View!.Messages.Any(message => message is { Chat.Seen: false } && IsDelivered(message));

    private static bool IsDelivered(PhoneMessage message) => message.Status?.StartsWith("DELIVERED", StringComparison.Ordinal) is true;

    /// <param name="Owner">Whose number it is, where we know it.</param>
    public sealed record Shown(
        IReadOnlyList<PhoneConversation> Conversations, PhoneConversation? Open, PersonSummary? Owner, IReadOnlyList<PhoneMessage> Messages,
        SandboxBehaviour Behaviour, IReadOnlyList<PhoneCall> Calls, IReadOnlySet<string> Ringing)
    {
        /// <summary>Messages and calls as they came.</summary>
        public IEnumerable<(PhoneMessage? Message, PhoneCall? Call)> Roll => Messages.Select(message => (message.At, Message: (PhoneMessage?)message, Call: (PhoneCall?)null))
            .Concat(Calls.Select(call => (call.At, Message: (PhoneMessage?)null, Call: (PhoneCall?)call)))
            .OrderBy(entry => entry.At).Select(entry => (entry.Message, entry.Call));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A reply from the phone page could not be sent")]
        public static partial void ReplyFailed(ILogger log, Exception problem);
    }
}
