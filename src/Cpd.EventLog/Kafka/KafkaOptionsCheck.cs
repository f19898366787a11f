using System.Globalization;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Kafka;

/// <summary>Says all that is wrong with the settings at once, before anything is connected.</summary>
internal sealed class KafkaOptionsCheck : IValidateOptions<KafkaOptions>
{
    private static readonly string[] Ours =
    [
        "bootstrap.servers", "metadata.broker.list", "security.protocol", "sasl.mechanism", "sasl.mechanisms", "sasl.username", "sasl.password",
        "client.id", "compression.codec", "compression.type", "group.id", "acks", "request.required.acks", "enable.idempotence", "enable.gapless.guarantee", "linger.ms",
        "queue.buffering.max.ms", "message.timeout.ms", "delivery.timeout.ms", "enable.auto.commit", "enable.auto.offset.store",
        "auto.offset.reset", "partition.assignment.strategy", "session.timeout.ms", "heartbeat.interval.ms", "fetch.wait.max.ms", "transactional.id",
        // What readers and writers rest on.
        "statistics.interval.ms", "enable.partition.eof", "allow.auto.create.topics", "group.instance.id", "group.protocol", "group.remote.assignor", "isolation.level",
        "retries", "message.send.max.retries", "max.in.flight", "max.in.flight.requests.per.connection", "auto.commit.enable", "delivery.report.only.error",
    ];

    /// <summary>A take-over holds up the group's thread for up to four minutes; who does not poll for this long is put out of the group.</summary>
    private const int ShortestPoll = 300_000;

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(KafkaOptions options) => [.. Place(options), .. Credentials(options), .. Topics(options), .. Times(options)];

    private static IEnumerable<string> Place(KafkaOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.BootstrapServers))
        {
            yield return "Cpd:Kafka:BootstrapServers is empty: say where Kafka is, as host:port, several with commas between them.";
            yield break;
        }

        foreach (var server in options.BootstrapServers.Split(',', StringSplitOptions.TrimEntries))
        {
            var at = server.LastIndexOf(':');
            if (at < 1 || !ushort.TryParse(server.AsSpan(at + 1), out var port) || port == 0)
                yield return $"Cpd:Kafka:BootstrapServers names \"{server}\", which is not host:port.";
        }

        foreach (var (setting, value) in options.ClientSettings)
        {
            if (Ours.Contains(setting, StringComparer.OrdinalIgnoreCase) || setting.StartsWith("dotnet.", StringComparison.OrdinalIgnoreCase))
                yield return $"Cpd:Kafka:Client:{setting} is not yours to set there: see the other settings of Cpd:Kafka.";
            if (setting.Equals("max.poll.interval.ms", StringComparison.OrdinalIgnoreCase) && !(int.TryParse(value, CultureInfo.InvariantCulture, out var time) && time >= ShortestPoll))
                yield return $"Cpd:Kafka:Client:max.poll.interval.ms must be at least {ShortestPoll}: taking over partitions may take four minutes.";
        }
    }

    private static IEnumerable<string> Credentials(KafkaOptions options)
    {
        var hasSecret = options.ApiSecret is not "" || options.ApiSecretFile is not "";
        if (options.ApiSecret is not "" && options.ApiSecretFile is not "")
            yield return "Cpd:Kafka:ApiSecret and Cpd:Kafka:ApiSecretFile are both set: keep one.";
        if (options.ApiKey is not "" && !hasSecret)
            yield return "Cpd:Kafka:ApiKey has no secret: set Cpd:Kafka:ApiSecret, or Cpd:Kafka:ApiSecretFile to a file that holds it.";
        if (options.ApiKey is "" && hasSecret)
            yield return "Cpd:Kafka has a secret and no key: set Cpd:Kafka:ApiKey.";
        if (KafkaWord<KafkaSasl>.Problem("Cpd:Kafka:SaslMechanism", options.SaslMechanism) is { } mechanism) yield return mechanism;
        if (options.SecurityProtocol is { } protocol && KafkaWord<KafkaSecurity>.Problem("Cpd:Kafka:SecurityProtocol", protocol) is { } unknown)
        {
            yield return unknown;
            yield break;
        }
        if (options.ApiKey is "" && options.UsesSasl)
            yield return $"Cpd:Kafka:SecurityProtocol is {options.Security}: that needs Cpd:Kafka:ApiKey and its secret.";
        if (options.ApiKey is not "" && !options.UsesSasl)
            yield return $"Cpd:Kafka:SecurityProtocol is {options.Security}, which sends no key: take Cpd:Kafka:ApiKey away, or use SaslSsl.";
        if (options.ApiSecretFile is not "" && SecretFile(options) is { } problem) yield return problem;
    }

    private static string? SecretFile(KafkaOptions options)
    {
        try
        {
            return options.ReadSecret() is "" ? $"The file {options.ApiSecretFile} (Cpd:Kafka:ApiSecretFile) is empty: put the secret in." : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"The file {options.ApiSecretFile} (Cpd:Kafka:ApiSecretFile) cannot be read: see that it is there and that this process may read it.";
        }
    }

    private static IEnumerable<string> Topics(KafkaOptions options)
    {
        if (KafkaWord<KafkaCompression>.Problem("Cpd:Kafka:Compression", options.Compression) is { } compression) yield return compression;
        if (options.Partitions is < 1 or > 1024) yield return "Cpd:Kafka:Partitions must be between 1 and 1024.";
        if (options.ReplicationFactor is 0 or < -1) yield return "Cpd:Kafka:ReplicationFactor is a number of brokers, or -1 for what the cluster was told to use.";
        if (options.TopicPrefix.Any(IsNoNameCharacter) || options.TopicPrefix.Length > 200)
            yield return "Cpd:Kafka:TopicPrefix may have letters, digits, \".\", \"_\" and \"-\", at most 200.";
        if (options.GroupPrefix?.Any(char.IsControl) == true) yield return "Cpd:Kafka:GroupPrefix may not have control characters.";
    }

    private static bool IsNoNameCharacter(char character) => !char.IsAsciiLetterOrDigit(character) && character is not ('.' or '_' or '-');

    private static IEnumerable<string> Times(KafkaOptions options)
    {
        if (options.Linger < TimeSpan.Zero || options.Linger > TimeSpan.FromSeconds(1)) yield return "Cpd:Kafka:Linger must be between 0 and 1 second.";
        if (options.DeliveryTimeout <= options.Linger || options.DeliveryTimeout > TimeSpan.FromMinutes(5))
            yield return "Cpd:Kafka:DeliveryTimeout must be longer than Cpd:Kafka:Linger and at most 5 minutes.";
        if (options.RequestTimeout < TimeSpan.FromMilliseconds(500) || options.RequestTimeout > TimeSpan.FromMinutes(2))
            yield return "Cpd:Kafka:RequestTimeout must be between half a second and 2 minutes.";
        if (options.SessionTimeout < TimeSpan.FromSeconds(2) || options.SessionTimeout > TimeSpan.FromMinutes(5))
            yield return "Cpd:Kafka:SessionTimeout must be between 2 seconds and 5 minutes.";
        if (options.FetchWait < TimeSpan.FromMilliseconds(1) || options.FetchWait > TimeSpan.FromSeconds(5))
            yield return "Cpd:Kafka:FetchWait must be between 1 millisecond and 5 seconds.";
    }
}
