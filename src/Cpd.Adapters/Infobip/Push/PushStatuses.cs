using Cpd.Adapters.Infobip.Chat;
using static Cpd.Adapters.Infobip.InfobipStatuses;

namespace Cpd.Adapters.Infobip.Push;

/// <summary>
/// Statuses and errors of push notifications, as far as their names are published: what is not in here is judged by its group.
/// Which of them goes with which is not published, so nothing here reads more out of a pair than each of the two says.
/// </summary>
internal static class PushStatuses
{
    public const int Enroute = 7, NotDelivered = 9, NoDestination = 66;

    public const int AppUninstalled = 8001, NoRegistration = 8004;

    public static readonly InfobipStatus[] All =
    [
        .. ChatStatuses.All,
        new(NoDestination, Undeliverable, "UNDELIVERABLE_NO_DESTINATION", "No device of this person is registered", true),
    ];

    /// <summary>Groups: 1 the registration, 3 the service behind it. Whether they are permanent is not published; an app that is gone may be installed again.</summary>
    public static readonly InfobipFault[] Errors =
    [
        new(AppUninstalled, 1, "EC_DEVICE_APP_UNINSTALL", "The app was uninstalled from the device", true),
        new(NoRegistration, 1, "EC_NO_REGISTRATION_ID_FOUND", "The app is registered on no device of this person", true),
    ];
}
