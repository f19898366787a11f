using Cpd.EventLog.Kafka;
using Cpd.Tests;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Tests.Kafka;

public sealed class WhatTheSettingsSay : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Confluent_cloud_needs_an_address_a_key_and_a_secret()
    {
        var options = new KafkaOptions { BootstrapServers = "pkc-1.eu-central-1.aws.confluent.cloud:9092", ApiKey = "KEY", ApiSecret = "secret" };

        Assert.Empty(Problems(options));
        Assert.Equal(KafkaSecurity.SaslSsl, options.Security);
    }

    [Fact]
    public void Whose_topics_are_called_otherwise_has_groups_of_its_own_unless_it_says_which()
    {
        Assert.Equal("cpd.", new KafkaOptions().GroupsBeginWith);
        Assert.Equal("north.cpd.", new KafkaOptions { TopicPrefix = "north." }.GroupsBeginWith);
        Assert.Equal("mine.", new KafkaOptions { TopicPrefix = "north.", GroupPrefix = "mine." }.GroupsBeginWith);
    }

    [Fact]
    public void A_secret_may_lie_in_a_file()
    {
        File.WriteAllText(_folder.File("secret"), "from the file\n");
        var options = new KafkaOptions { BootstrapServers = "kafka:9092", ApiKey = "KEY", ApiSecretFile = _folder.File("secret") };

        Assert.Empty(Problems(options));
        Assert.Equal("from the file", options.ReadSecret());
    }

    [Theory]
    [InlineData("", "Cpd:Kafka:BootstrapServers is empty")]
    [InlineData("kafka", "\"kafka\", which is not host:port")]
    [InlineData("kafka:9092,other:port", "\"other:port\", which is not host:port")]
    public void Where_it_is_must_be_said(string servers, string says) =>
        Assert.Contains(says, Assert.Single(Problems(new KafkaOptions { BootstrapServers = servers })), StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var options = new KafkaOptions
        {
            BootstrapServers = "kafka:9092",
            ApiKey = "KEY",
            SecurityProtocol = KafkaSecurity.Plaintext,
            Partitions = 0,
            ReplicationFactor = 0,
            TopicPrefix = "a b",
            Linger = TimeSpan.FromSeconds(2),
            SessionTimeout = TimeSpan.FromSeconds(1),
            Client = { ["enable.idempotence"] = "false", ["ssl.ca.location"] = "/etc/ca.pem" },
        };

        var problems = Problems(options);

        string[] said = ["ApiKey has no secret", "which sends no key", "Partitions must", "ReplicationFactor is", "TopicPrefix may", "Linger must", "SessionTimeout must", "Client:enable.idempotence is not yours"];
        Assert.All(said, part => Assert.Contains(problems, problem => problem.Contains(part, StringComparison.Ordinal)));
        Assert.Equal(said.Length, problems.Count);
    }

    [Fact]
    public void A_file_without_the_secret_is_named_and_a_secret_never()
    {
        File.WriteAllText(_folder.File("empty"), "");

        var empty = Assert.Single(Problems(new KafkaOptions { BootstrapServers = "kafka:9092", ApiKey = "KEY", ApiSecretFile = _folder.File("empty") }));
        var missing = Assert.Single(Problems(new KafkaOptions { BootstrapServers = "kafka:9092", ApiKey = "KEY", ApiSecretFile = _folder.File("missing") }));
        var both = Assert.Single(Problems(new KafkaOptions { BootstrapServers = "kafka:9092", ApiKey = "KEY", ApiSecret = "s3cr3t", ApiSecretFile = SecretFile() }));

        Assert.Contains("is empty", empty, StringComparison.Ordinal);
        Assert.Contains("cannot be read", missing, StringComparison.Ordinal);
        Assert.Contains("both set", both, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", both, StringComparison.Ordinal);
    }

    [Fact]
    public void They_come_from_the_section_and_are_checked_at_the_start()
    {
        var services = new ServiceCollection().AddKafka(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Cpd:Kafka:BootstrapServers"] = "one:9092, two:9092",
            ["Cpd:Kafka:ApiKey"] = "KEY",
            ["Cpd:Kafka:SaslMechanism"] = "ScramSha512",
            ["Cpd:Kafka:Compression"] = "Zstd",
            ["Cpd:Kafka:Linger"] = "00:00:00.005",
            ["Cpd:Kafka:Client:ssl.ca.location"] = "/etc/ca.pem",
        }).Build()).BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("ApiKey has no secret", Assert.Single(refusal.Failures), StringComparison.Ordinal);
        var options = new KafkaOptions();
        services.GetRequiredService<IEnumerable<IConfigureOptions<KafkaOptions>>>().ToList().ForEach(configure => configure.Configure(options));
        Assert.Equal(
            ("one:9092, two:9092", KafkaSasl.ScramSha512, KafkaCompression.Zstd, TimeSpan.FromMilliseconds(5), "/etc/ca.pem"),
            (options.BootstrapServers, options.SaslMechanism, options.Compression, options.Linger, options.Client["ssl.ca.location"]));
    }

    [Theory]
    [InlineData("SASL_SSL", "SCRAM-SHA-512", "zstd", KafkaSecurity.SaslSsl, KafkaSasl.ScramSha512, KafkaCompression.Zstd)]
    [InlineData("saslplaintext", "scram-sha-256", "LZ4", KafkaSecurity.SaslPlaintext, KafkaSasl.ScramSha256, KafkaCompression.Lz4)]
    [InlineData("SSL", "PLAIN", "None", KafkaSecurity.Ssl, KafkaSasl.Plain, KafkaCompression.None)]
    public void Words_may_be_spelt_as_kafka_does(string protocol, string mechanism, string compression, KafkaSecurity security, KafkaSasl sasl, KafkaCompression means)
    {
        var options = Bound(("SecurityProtocol", protocol), ("SaslMechanism", mechanism), ("Compression", compression));

        Assert.Equal((security, sasl, means), (options.SecurityProtocol, options.SaslMechanism, options.Compression));
    }

    [Fact]
    public void Words_that_nobody_knows_are_refused_with_those_there_are()
    {
        var problems = Problems(Bound(("BootstrapServers", "kafka:9092"), ("SecurityProtocol", "TLS"), ("SaslMechanism", "GSSAPI"), ("Compression", "7")));

        Assert.Equal(3, problems.Count);
        Assert.Contains("Cpd:Kafka:SecurityProtocol is none of Plaintext, Ssl, SaslPlaintext, SaslSsl: say one of these, or it as Kafka spells it.", problems);
        Assert.Contains(problems, problem => problem.StartsWith("Cpd:Kafka:SaslMechanism is none of Plain, ScramSha256, ScramSha512", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("Cpd:Kafka:Compression is none of None, Gzip", StringComparison.Ordinal));
    }

    [Fact]
    public void The_clients_own_settings_may_have_underscores_where_it_has_dots()
    {
        var options = Bound(("Client:ssl_ca_location", "/etc/ca.pem"), ("Client:log_level", "3"), ("Client:debug", "cgrp"));

        Assert.Equal([("debug", "cgrp"), ("log_level", "3"), ("ssl.ca.location", "/etc/ca.pem")], options.ClientSettings.OrderBy(setting => setting.Name, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("isolation.level", "read_uncommitted", false)]
    [InlineData("enable_partition_eof", "false", false)]
    [InlineData("statistics.interval.ms", "0", false)]
    [InlineData("group.protocol", "consumer", false)]
    [InlineData("dotnet.producer.enable.delivery.reports", "false", false)]
    [InlineData("max.poll.interval.ms", "60000", false)]
    [InlineData("max.poll.interval.ms", "600000", true)]
    [InlineData("topic.metadata.refresh.interval.ms", "1000", true)]
    public void What_correctness_rests_on_is_not_the_clients_to_be_told(string setting, string value, bool isGood) =>
        Assert.Equal(isGood ? 0 : 1, Problems(new KafkaOptions { BootstrapServers = "kafka:9092", Client = { [setting] = value } }).Count);

    [Needs(Part.Kafka)]
    public void A_setting_that_the_client_does_not_know_is_refused_with_its_name()
    {
        var clients = TestKafka.ClientsOf(new KafkaOptions { BootstrapServers = "127.0.0.1:1", Client = { ["no.such.setting"] = "1" } });

        var refusal = Assert.Throws<KafkaRefusedException>(() => clients.Admin(_ => { }));

        Assert.Equal("kafka.setting", Assert.Single(refusal.Problems).Code);
        Assert.Contains("no.such.setting", refusal.Message, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public void A_library_on_which_a_consumer_would_hang_is_refused_with_what_to_do()
    {
        Assert.Null(NativeKafka.Objection(Parts.LibRdKafka));
        Assert.Equal("kafka.library-missing", NativeKafka.Objection(0)!.Code);

        var tooOld = NativeKafka.Objection(System.Runtime.InteropServices.NativeLibrary.GetMainProgramHandle())!;
        Assert.Equal("kafka.library-too-old", tooOld.Code);
        Assert.Contains("eng/librdkafka-shim.c", tooOld.Message, StringComparison.Ordinal);

        Assert.Null(NativeKafka.Objection((string?)null));
        Assert.Equal("kafka.library-not-loaded", NativeKafka.Objection("/no/such/librdkafka.so")!.Code);
    }

    public void Dispose() => _folder.Dispose();

    private static KafkaOptions Bound(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(setting => "Cpd:Kafka:" + setting.Name, setting => (string?)setting.Value)).Build()
        .GetSection(KafkaOptions.Section).Get<KafkaOptions>()!;

    private string SecretFile()
    {
        File.WriteAllText(_folder.File("secret"), "another");
        return _folder.File("secret");
    }

    private static IReadOnlyList<string> Problems(KafkaOptions options) => [.. new KafkaOptionsCheck().Validate(null, options).Failures ?? []];
}
