using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Engine.UserView;
using Cpd.Web.Access;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Phone;

public sealed partial class InboxPage(SandboxPhone phone, PeopleSearch people, CurrentWorkspace workspace, Caller caller, TimeProvider clock)
{
    private const int MostMailboxes = 60;
    private const int MostMails = 40;

    private string? _kept;
    private (string Address, string? Newest, PersonSummary? Person)? _owner;
    private string? _refused;

    /// <summary>Whose mailbox is open; where none is named, the one that got mail last when the page came up.</summary>
    [SupplyParameterFromQuery]
    public string? Address { get; set; }

    /// <summary>Which mail is open, by its message id; else the newest.</summary>
    [SupplyParameterFromQuery]
    public string? Mail { get; set; }

    protected override object? Subject => Address;

    private SandboxPhone Phone => phone;

    /// <summary>Not while the page is only drawn for the first time: nobody looks at that yet.</summary>
    protected override void OnAfterRender(bool firstRender)
    {
        base.OnAfterRender(firstRender);
        if (View is not null && caller.May(Right.UsePhone) && Open is { } open) phone.Open(open, "Computer");
    }

    private PhoneMail? Open => View!.Mails.FirstOrDefault(mail => mail.Key == Mail) ?? (View.Mails.Count > 0 ? View.Mails[0] : null);

    protected override async Task<Shown> Ask(CancellationToken ct)
    {
        var boxes = await phone.Mailboxes(MostMailboxes, ct);
        // It stays open while mail comes to others.
        _kept = Address?.Trim().ToLowerInvariant() ?? _kept ?? (boxes.Count == 0 ? null : boxes[0].Address);
        if (_kept is not { } address) return new Shown(boxes, null, null, [], phone.Behaviour);

        var mails = await phone.Mails(address, MostMails, ct);
        return new Shown(boxes, address, await Owner(address, mails.Count > 0 ? mails[0].Key : null, ct), mails, phone.Behaviour);
    }

    protected override IDisposable Watch(Func<Task> changed) => new PhoneWatch(phone, clock, changed);

    /// <summary>Looked up once, for it is a search through everybody; whom nobody knew yet is looked for again when mail comes.</summary>
    private async Task<PersonSummary?> Owner(string address, string? newest, CancellationToken ct)
    {
        if (_owner is { } known && known.Address == address && (known.Person is not null || known.Newest == newest)) return known.Person;

        var found = await people.Search(workspace.Id, address, 5, ct);
        var person = found.FirstOrDefault(one => string.Equals(one.Email, address, StringComparison.OrdinalIgnoreCase));
        _owner = (address, newest, person);
        return person;
    }

    private async Task Behave(SandboxBehaviour behaviour)
    {
        await caller.RequireEverywhere(Right.UsePhone);
        _refused = await phone.Behave(behaviour);
        await Reload();
    }

    private static string At(string address, string? mail = null) =>
        $"/phone/inbox?address={Uri.EscapeDataString(address)}{(mail is null ? "" : $"&mail={Uri.EscapeDataString(mail)}")}";

    private static bool IsDelivered(PhoneMail mail) => mail.Status.StartsWith("DELIVERED", StringComparison.Ordinal);

    /// <param name="Address">Whose mailbox is open; null where there is none.</param>
    /// <param name="Owner">Whose address it is, where we know it.</param>
    public sealed record Shown(
        IReadOnlyList<PhoneMailbox> Mailboxes, string? Address, PersonSummary? Owner, IReadOnlyList<PhoneMail> Mails, SandboxBehaviour Behaviour);
}
