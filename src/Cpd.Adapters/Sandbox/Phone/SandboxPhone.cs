using System.Text.Json;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Email;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Adapters.Sandbox.Voice;
using Cpd.Contracts;

namespace Cpd.Adapters.Sandbox.Phone;

/// <summary>
/// The telephones of everybody the sandbox ever sent to, for a page: who got what, and a way to answer. It asks the file
/// each time, so it shows what a real service would know and nothing of the product's own.
/// </summary>
public sealed class SandboxPhone
{
    private readonly SandboxService _sandbox;

    internal SandboxPhone(SandboxService sandbox) => _sandbox = sandbox;

    /// <summary>False where a real account is used: then there is nothing to show.</summary>
    public bool IsOn => _sandbox.IsOn;

    /// <summary>Something came or was reported. Rings after every commit, on the writer's task, so only note it; ask again at leisure.</summary>
    public event Action? Changed
    {
        add { if (IsOn) _sandbox.Store.Committed += value; }
        remove { if (IsOn) _sandbox.Store.Committed -= value; }
    }

    public SandboxBehaviour Behaviour => IsOn ? _sandbox.Mood.Now : new SandboxBehaviour();

    /// <summary>The last told first; of the numbers that the last some thousand messages went to.</summary>
    public Task<IReadOnlyList<PhoneConversation>> Conversations(int most = 50, CancellationToken ct = default) =>
        Ask<PhoneConversation>(_ => _sandbox.Store.Read(db => PhoneQueries.Conversations(db, most)), ct);

    /// <summary>The last <paramref name="most"/> messages to and from one number, oldest first.</summary>
    public Task<IReadOnlyList<PhoneMessage>> Messages(string number, int most = 200, Channel channel = Channel.Sms, CancellationToken ct = default) =>
        Ask<PhoneMessage>(now => _sandbox.Store.Read(db => PhoneQueries.Messages(db, channel, SandboxMessages.Place(channel, number), most, now)), ct);

    /// <summary>The mailboxes that got mail last; of the last some thousand mails.</summary>
    public Task<IReadOnlyList<PhoneMailbox>> Mailboxes(int most = 50, CancellationToken ct = default) =>
        Ask<PhoneMailbox>(_ => _sandbox.Store.Read(db => SandboxMails.Mailboxes(db, most)), ct);

    /// <summary>The last <paramref name="most"/> mails to one address, the newest first.</summary>
    public Task<IReadOnlyList<PhoneMail>> Mails(string address, int most = 50, CancellationToken ct = default) =>
        Ask<PhoneMail>(now => _sandbox.Store.Read(db => SandboxMails.Mails(db, address, most, now)), ct);

    /// <summary>An attachment of a mail, by its place among them; null where there is none.</summary>
    public Task<(Attachment About, byte[] Content)?> File(string mail, int number, CancellationToken ct = default) =>
        IsOn ? Task.Run(() => _sandbox.Store.Read(db => SandboxFiles.Find(db, mail, number)), ct) : Task.FromResult<(Attachment, byte[])?>(null);

    /// <summary>Whoever has the mailbox looks at this mail: it is told to who wants to know, once.</summary>
    /// <param name="device">What they read it with.</param>
    public void Open(PhoneMail mail, string device)
    {
        if (IsOn) new SandboxLinks(_sandbox).Opened(mail.Key, device);
    }

    /// <summary>The last <paramref name="most"/> calls to one number, oldest first.</summary>
    public Task<IReadOnlyList<PhoneCall>> Calls(string number, int most = 50, CancellationToken ct = default) =>
        Ask<PhoneCall>(now => _sandbox.Store.Read(db => SandboxCalls.Calls(db, SmsNumber.Digits(number), most, now)), ct);

    /// <summary>The numbers whose phones ring now.</summary>
    public Task<IReadOnlyList<string>> Ringing(CancellationToken ct = default) =>
        Ask<string>(now => _sandbox.Store.Read(db => SandboxCalls.Ringing(db, now)), ct);

    /// <summary>Who has the phone with <paramref name="number"/> does this about what rings. False where nothing rings any more.</summary>
    public async Task<bool> Take(string number, CallFate does, CancellationToken ct = default)
    {
        var taken = await _sandbox.Store.Write(db => SandboxCalls.TakeAll(db, SmsNumber.Digits(number), does, Behaviour.ReportDelayMs, _sandbox.Now), ct);
        if (taken > 0) _sandbox.Wake(_sandbox.Now);
        return taken > 0;
    }

    /// <summary>Who took the phone presses a key of it. False where no call waits for one any more.</summary>
    /// <param name="key">A digit, * or #; null where they hang up.</param>
    public async Task<bool> PressKey(string number, char? key, CancellationToken ct = default)
    {
        var pressed = await _sandbox.Store.Write(db => SandboxCalls.Press(db, SmsNumber.Digits(number), key, Behaviour.ReportDelayMs, _sandbox.Now), ct);
        if (pressed) _sandbox.Wake(_sandbox.Now);
        return pressed;
    }

    /// <summary>The person with <paramref name="from"/> writes to <paramref name="to"/>.</summary>
    /// <param name="mediaUrl">By MMS: the address of a picture or film that goes with it.</param>
    public Task Reply(string from, string to, string text, Channel channel = Channel.Sms, string? mediaUrl = null, CancellationToken ct = default) =>
        _sandbox.Reply(from, to, text, ct, channel, mediaUrl: mediaUrl);

    /// <summary>The person sends a file by WhatsApp, with words below it where they like.</summary>
    public Task Send(string from, string to, SentMedia media, string text, CancellationToken ct = default) => _sandbox.Reply(from, to, text, ct, Channel.WhatsApp, media: media);

    /// <summary>The person presses a button of a message they got.</summary>
    public Task Press(Channel channel, string from, string to, string words, PhoneAnswer answer, CancellationToken ct = default) => _sandbox.Reply(from, to, words, ct, channel, answer);

    /// <summary>The person fills in the form that a message opens.</summary>
    public Task FillIn(string from, string to, PhoneAnswer form, IReadOnlyDictionary<string, string> answers, CancellationToken ct = default) =>
        _sandbox.FillIn(from, to, form, JsonSerializer.SerializeToElement(answers, SandboxJson.Default.IReadOnlyDictionaryStringString), ct);

    /// <summary>The person opens a chat and reads what has arrived in it.</summary>
    public Task Read(Channel channel, string number, CancellationToken ct = default) => _sandbox.Read(channel, number, ct);

    /// <summary>Null where it was taken, else what is wrong with it.</summary>
    public async Task<string?> Behave(SandboxBehaviour behaviour, CancellationToken ct = default)
    {
        var problems = string.Join("; ", behaviour.Problems().Select(one => $"{one.Property} {one.Violation}"));
        if (problems.Length > 0) return problems;
        await _sandbox.Mood.Set(behaviour, ct);
        return null;
    }

    /// <summary>Forgets all messages and behaves as usual again.</summary>
    public Task Reset(CancellationToken ct = default) => _sandbox.Reset(ct);

    /// <summary>Off the caller's thread: a page must not wait for a disk.</summary>
    private Task<IReadOnlyList<T>> Ask<T>(Func<long, IReadOnlyList<T>> question, CancellationToken ct) =>
        IsOn ? Task.Run(() => question(_sandbox.Now), ct) : Task.FromResult<IReadOnlyList<T>>([]);
}

/// <param name="Number">Digits only; by push the user id.</param>
/// <param name="Partner">Whom the person talks to: the sender of the last message, and where an answer goes.</param>
/// <param name="FromPerson">The last word is the person's.</param>
/// <param name="IsCall">The last was a call.</param>
/// <param name="Channel">Calls stand among the text messages.</param>
public sealed record PhoneConversation(
    string Number, string Partner, string LastText, bool FromPerson, DateTimeOffset LastAt, bool IsCall = false, Channel Channel = Channel.Sms);

/// <param name="Key">Tells messages apart within a conversation.</param>
/// <param name="Status">The name of where it stands, such as DELIVERED_TO_HANDSET; null for what the person wrote.</param>
/// <param name="Problem">Why it did not arrive; null where it did, or may yet.</param>
/// <param name="Parts">How many short messages it takes.</param>
/// <param name="Chat">What a message has beside its text: on channels that have more to show; null on the others.</param>
/// <param name="Links">Where its links lead, but for their number; null where nobody is told about them.</param>
public sealed record PhoneMessage(string Key, bool FromPerson, string Partner, string Text, DateTimeOffset At, string? Status, string? Problem, int Parts,
    PhoneChat? Chat = null, string? Links = null);

/// <param name="Key">Its message id.</param>
/// <param name="Text">What is said.</param>
/// <param name="Voice">A voice's name or gender; null for the language's own.</param>
/// <param name="Ended">Null while nothing is known yet, and where it never came to a call.</param>
/// <param name="Problem">Why it was not heard; null where it was, or may yet be.</param>
/// <param name="AsksFor">How many keys it waits for.</param>
/// <param name="Pressed">Those that were pressed.</param>
/// <param name="IsTalking">It was taken and waits for keys.</param>
public sealed record PhoneCall(
    string Key, string From, string Text, string Language, string? Voice, DateTimeOffset At, bool IsRinging, CallFate? Ended, string? Problem,
    int AsksFor = 0, string Pressed = "", bool IsTalking = false);

/// <param name="Address">In small letters.</param>
/// <param name="Mails">How many of the last ones are in it.</param>
public sealed record PhoneMailbox(string Address, string LastSender, string LastSubject, int Mails, DateTimeOffset LastAt);

/// <param name="Key">Its message id.</param>
/// <param name="Unsubscribe">Where one unsubscribes, as mailboxes show it beside the sender; null where the mail says nothing of it.</param>
/// <param name="Html">Null where it was sent as a text alone.</param>
/// <param name="Status">The name of where it stands, such as DELIVERED_TO_HANDSET.</param>
/// <param name="Problem">Why it did not arrive; null where it did, or may yet.</param>
public sealed record PhoneMail(
    string Key, string Sender, string Subject, string? Html, string Text, string? ReplyTo, DateTimeOffset At, string Status, string? Problem,
    string? Unsubscribe)
{
    /// <summary>Its attachments.</summary>
    public IReadOnlyList<Attachment> Files { get; init; } = [];
}
