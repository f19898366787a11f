using System.Reflection;
using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Reports;
using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Webhooks;
using Cpd.EventLog.Embedded;
using Cpd.EventLog.Kafka;
using Cpd.EventLog.Keeping;
using Cpd.Web.Access.Oidc;
using Cpd.Web.Doors;
using Cpd.Web.Hosting.Keys;

namespace Cpd.Web.Hosting;

/// <summary>Every setting under <c>Cpd:</c> that this program reads, so that a mistyped one can be found.</summary>
internal static class KnownSettings
{
    private static readonly string[] Single =
    [
        "Cpd:Roles", "Cpd:Log", "Cpd:Database", "Cpd:MigrateAtStart", "Cpd:DataDirectory", "Cpd:WriteKey", "Cpd:DemoKey", "Cpd:DemoSignIn", "Cpd:PublicUrl", "Cpd:Proxies",
        "Cpd:Embedded:Synchronous", "Cpd:Logging:Format", "Cpd:Telemetry:Endpoint", StopPause.Setting,
    ];

    private static readonly (string Section, Type Options)[] Classes =
    [
        ("Cpd:Embedded", typeof(EmbeddedLogOptions)), (KafkaOptions.Section, typeof(KafkaOptions)), (KeepOptions.Section, typeof(KeepOptions)), (KeysOptions.Section, typeof(KeysOptions)), (OidcOptions.Section, typeof(OidcOptions)), (DispatchOptions.Section, typeof(DispatchOptions)), (WebhookOptions.Section, typeof(WebhookOptions)),
        (InfobipOptions.Section, typeof(InfobipOptions)), (InfobipWebhookOptions.Section, typeof(InfobipWebhookOptions)),
        (InboundOptions.Section, typeof(InboundOptions)), (SandboxOptions.Section, typeof(SandboxOptions)),
    ];

    private static readonly HashSet<string> Exact = new([.. Single, .. Classes.SelectMany(one => Names(one.Section, one.Options))], StringComparer.OrdinalIgnoreCase);

    /// <summary>Sections whose members have names of the administrator's own, or are options in options.</summary>
    private static readonly string[] Open = ["Cpd:Dispatch:Rates:", "Cpd:Infobip:Senders:", "Cpd:Sandbox:Behaviour:", "Cpd:Sandbox:Webhooks:", "Cpd:Kafka:Client:"];

    /// <summary>What one entry of the list of doors may have.</summary>
    private static readonly HashSet<string> OfDoors = new(Names("", typeof(DoorOptions)).Select(name => name[1..]), StringComparer.OrdinalIgnoreCase);

    public static bool Has(string setting) =>
        Exact.Contains(setting) || Open.Any(section => setting.StartsWith(section, StringComparison.OrdinalIgnoreCase)) || IsOfADoor(setting);

    /// <summary><c>Cpd:Kafka:Doors:0:Topic</c>.</summary>
    private static bool IsOfADoor(string setting) =>
        setting.StartsWith(DoorOptions.Section + ":", StringComparison.OrdinalIgnoreCase)
        && setting[(DoorOptions.Section.Length + 1)..].Split(':') is [var index, var name] && int.TryParse(index, out _) && OfDoors.Contains(name);

    /// <summary>The settings under <c>Cpd:</c> that nobody reads.</summary>
    public static IEnumerable<string> Unknown(IConfiguration configuration) =>
        configuration.AsEnumerable().Where(setting => setting.Value is not null && setting.Key.StartsWith("Cpd:", StringComparison.OrdinalIgnoreCase) && !Has(setting.Key)).Select(setting => setting.Key);

    private static IEnumerable<string> Names(string section, Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true }).Select(property => $"{section}:{property.Name}");
}
