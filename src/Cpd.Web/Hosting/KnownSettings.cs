using System.Reflection;
using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Infobip.Reports;
using Cpd.Adapters.Sandbox;
using Cpd.Adapters.Webhooks;
using Cpd.EventLog.Embedded;

namespace Cpd.Web.Hosting;

/// <summary>Every setting under <c>Cpd:</c> that this program reads, so that a mistyped one can be found.</summary>
internal static class KnownSettings
{
    private static readonly string[] Single =
    [
        "Cpd:Roles", "Cpd:Log", "Cpd:Database", "Cpd:MigrateAtStart", "Cpd:DataDirectory", "Cpd:WriteKey", "Cpd:DemoKey", "Cpd:PublicUrl",
        "Cpd:Embedded:Synchronous", "Cpd:Logging:Format", "Cpd:Telemetry:Endpoint",
        .. new[]
        {
            "BootstrapServers", "SecurityProtocol", "SaslMechanism", "ApiKey", "ApiSecret", "ApiSecretFile", "ClientId",
            "Compression", "TopicPrefix", "GroupPrefix", "Partitions", "ReplicationFactor", "CreateTopics",
        }.Select(name => "Cpd:Kafka:" + name),
    ];

    private static readonly (string Section, Type Options)[] Classes =
    [
        ("Cpd:Embedded", typeof(EmbeddedLogOptions)), (DispatchOptions.Section, typeof(DispatchOptions)), (WebhookOptions.Section, typeof(WebhookOptions)),
        (InfobipOptions.Section, typeof(InfobipOptions)), (InfobipWebhookOptions.Section, typeof(InfobipWebhookOptions)),
        (InboundOptions.Section, typeof(InboundOptions)), (SandboxOptions.Section, typeof(SandboxOptions)),
    ];

    private static readonly HashSet<string> Exact = new([.. Single, .. Classes.SelectMany(one => Names(one.Section, one.Options))], StringComparer.OrdinalIgnoreCase);

    /// <summary>Sections whose members have names of the administrator's own, or are options in options.</summary>
    private static readonly string[] Open = ["Cpd:Dispatch:Rates:", "Cpd:Infobip:Senders:", "Cpd:Sandbox:Behaviour:", "Cpd:Sandbox:Webhooks:", "Cpd:Kafka:Doors:"];

    public static bool Has(string setting) => Exact.Contains(setting) || Open.Any(section => setting.StartsWith(section, StringComparison.OrdinalIgnoreCase));

    /// <summary>The settings under <c>Cpd:</c> that nobody reads.</summary>
    public static IEnumerable<string> Unknown(IConfiguration configuration) =>
        configuration.AsEnumerable().Where(setting => setting.Value is not null && setting.Key.StartsWith("Cpd:", StringComparison.OrdinalIgnoreCase) && !Has(setting.Key)).Select(setting => setting.Key);

    private static IEnumerable<string> Names(string section, Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true }).Select(property => $"{section}:{property.Name}");
}
