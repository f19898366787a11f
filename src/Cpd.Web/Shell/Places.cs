using System.Reflection;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Web.Access;
using Cpd.Web.Features.Access;
using Cpd.Web.Features.Channels;
using Cpd.Web.Features.Events;
using Cpd.Web.Features.Journeys;
using Cpd.Web.Features.Journeys.Gallery;
using Cpd.Web.Features.Live;
using Cpd.Web.Features.Operations;
using Cpd.Web.Features.Overview;
using Cpd.Web.Features.People;
using Cpd.Web.Features.Phone;
using Cpd.Web.Features.Settings;
using Cpd.Web.Features.Templates;

namespace Cpd.Web.Shell;

/// <summary>A page with an address that is always the same.</summary>
/// <param name="Page">Says by its attribute whom it is for.</param>
/// <param name="Within">The page of the rail it belongs to; null for those that stand there themselves.</param>
public sealed record Place(string Path, string Icon, string Name, Type Page, string? Within = null);

/// <summary>The pages that whoever asks may go to: all of them for the command palette, those of their own for the rail.</summary>
public sealed class Places(Caller caller, SandboxPhone phone)
{
    private static readonly Place[] Known =
    [
        new("/", "overview", "Overview", typeof(OverviewPage)),
        new("/live", "live", "Live", typeof(LivePage)),
        new("/people", "people", "People", typeof(PeoplePage)),
        new("/events", "events", "Events", typeof(EventsPage)),
        new("/journeys", "journeys", "Journeys", typeof(JourneysPage)),
        new("/journeys/gallery", "journeys", "Journey templates", typeof(GalleryPage), "Journeys"),
        new("/templates", "templates", "Templates", typeof(TemplatesPage)),
        new("/channels", "channels", "Channels", typeof(Features.Channels.ChannelsPage)),
        new("/channels/rules", "channels", "Sending rules", typeof(RulesPage), "Channels"),
        new("/reports/channels", "reports", "Reports", typeof(Features.Reports.ChannelsPage)),
        new("/phone", "phone", "Phone", typeof(PhonePage)),
        new("/phone/inbox", "mail", "Inbox", typeof(InboxPage), "Phone"),
        new("/operations", "operations", "Operations", typeof(OperationsPage)),
        new("/settings", "settings", "Settings", typeof(GeneralPage)),
        new("/settings/members", "settings", "Members", typeof(MembersPage), "Settings"),
        new("/settings/keys", "settings", "Keys", typeof(KeysPage), "Settings"),
        new("/settings/audit", "settings", "Audit", typeof(AuditPage), "Settings"),
        new("/account", "person", "Password", typeof(AccountPage), "Account"),
    ];

    public IEnumerable<Place> All => Known.Where(IsFor);

    public IEnumerable<Place> OfRail => All.Where(place => place.Within is null);

    private bool IsFor(Place place) =>
        place.Page.GetCustomAttribute<NeedsAttribute>()?.Allows(caller) is not false
        && (phone.IsOn || place is not { Path: "/phone" } and not { Within: "Phone" })
        && (caller.AccountId != Account.DemoId || place.Path != "/account");
}
