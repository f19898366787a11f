using Cpd.EventLog;
using Cpd.EventLog.Kafka;
using Cpd.Tests;
using Cpd.Web.Cli.Checks;
using Cpd.Web.Doors;
using Cpd.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Tests.Cli;

public sealed class CheckingKafka
{
    [Needs(Part.Kafka)]
    public async Task Brokers_that_answer_and_have_our_topics_are_one_good_line()
    {
        using var cluster = new MockCluster();
        foreach (var topic in Contracts.Topics.All) cluster.CreateTopic(Contracts.Topics.Name(topic), 4);

        var lines = await Look(("BootstrapServers", cluster.Servers), ("Partitions", "4"));

        var line = Assert.Single(lines, line => line.State is not CheckState.Note);
        Assert.Equal((CheckState.Fine, "kafka"), (line.State, line.Part));
        Assert.StartsWith("There is 1 replica of a partition", Assert.Single(lines, line => line.State is CheckState.Note).Sentence, StringComparison.Ordinal);
        Assert.Contains($"Kafka answers at {cluster.Servers}, 1 broker. The 3 topics are there with 4 partitions each.", line.Sentence, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public async Task Each_thing_that_is_wrong_is_a_line_of_its_own_and_what_was_seen_is_a_note()
    {
        using var cluster = new MockCluster();
        cluster.CreateTopic("cpd.commands", 4);
        cluster.CreateTopic("cpd.events", 3);

        var lines = await Look(("BootstrapServers", cluster.Servers), ("Partitions", "4"), ("CreateTopics", "false"));

        Assert.Equal([CheckState.Note, CheckState.Note, CheckState.Wrong, CheckState.Wrong], lines.Select(line => line.State));
        Assert.Contains("The topic cpd.events has 3 partitions", lines[2].Sentence, StringComparison.Ordinal);
        Assert.EndsWith("(kafka.topic-missing)", lines[3].Sentence, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public async Task Nobody_at_the_address_is_said_with_what_to_look_at()
    {
        var line = Assert.Single(await Look(("BootstrapServers", "127.0.0.1:1"), ("RequestTimeout", "00:00:01")));

        Assert.Equal(CheckState.Wrong, line.State);
        Assert.StartsWith("Nobody answers at 127.0.0.1:1: check that Kafka runs there", line.Sentence, StringComparison.Ordinal);
    }

    [Needs(Part.Kafka)]
    public async Task Each_door_is_a_line_and_one_whose_topic_is_missing_says_what_to_do()
    {
        using var cluster = new MockCluster();
        foreach (var topic in Contracts.Topics.All) cluster.CreateTopic(Contracts.Topics.Name(topic), 4);
        cluster.CreateTopic("shop.orders", 3);
        (string, string)[] settings = [("BootstrapServers", cluster.Servers), ("Partitions", "4"), .. Door(0, "shop.orders"), .. Door(1, "shop.returns")];

        var lines = await Look(settings);

        Assert.Equal([CheckState.Note, CheckState.Note, CheckState.Fine, CheckState.Wrong], lines.Select(line => line.State));
        Assert.Equal("A door reads shop.orders (3 partitions); its records become events of the workspace demo.", lines[2].Sentence);
        Assert.StartsWith("The topic shop.returns, which a door of Cpd:Kafka:Doors reads, is not there", lines[3].Sentence, StringComparison.Ordinal);

        cluster.CreateTopic("shop.returns", 1);
        Assert.Equal([CheckState.Fine, CheckState.Note, CheckState.Fine, CheckState.Fine], (await Look(settings)).Select(line => line.State));
    }

    private static (string, string)[] Door(int number, string topic) =>
        [($"Doors:{number}:Topic", topic), ($"Doors:{number}:Workspace", "demo"), ($"Doors:{number}:UserId", "id"), ($"Doors:{number}:EventName", "Ordered")];

    [Fact]
    public void Doors_that_cannot_work_are_refused_before_anything_starts()
    {
        using var services = Services(
            ("BootstrapServers", "kafka:9092"), ("TopicPrefix", "north."),
            ("Doors:0:Topic", "north.cpd.events"), ("Doors:0:Workspace", "demo"), ("Doors:0:UserId", "id"), ("Doors:0:EventName", "Ordered"),
            ("Doors:1:Topic", "orders"), ("Doors:1:Workspace", "demo"), ("Doors:1:UserId", "a..b"), ("Doors:1:EventName", "Ordered"));

        Assert.Equal(
            ["Cpd:Kafka:Doors:0 reads north.cpd.events, which is Cpd's own log: name another topic.", "Cpd:Kafka:Doors:1 has a \"UserId\" that is not a valid path: a..b"],
            ConfigurationCheck.Problems(services));
    }

    [Fact]
    public void Every_setting_of_kafka_and_its_doors_is_known_and_no_other()
    {
        foreach (var known in (string[])["Cpd:Kafka:BootstrapServers", "Cpd:Kafka:Linger", "Cpd:Kafka:SessionTimeout", "Cpd:Kafka:Client:ssl.ca.location", "Cpd:Kafka:Doors:0:Topic", "cpd:kafka:doors:12:userid"])
            Assert.True(KnownSettings.Has(known), known);
        foreach (var mistyped in (string[])["Cpd:Kafka:Bootstrap", "Cpd:Kafka:Doors:0:Topics", "Cpd:Kafka:Doors:Topic", "Cpd:Kafka:Doors:0:GroupName"])
            Assert.False(KnownSettings.Has(mistyped), mistyped);
    }

    [Fact]
    public void What_those_who_run_it_can_mend_is_a_sentence_and_everything_else_is_not()
    {
        var kafka = new KafkaRefusedException(new KafkaProblem("kafka.tls", "No TLS."), new KafkaProblem("kafka.topic-missing", "No topic."));
        var settings = new OptionsValidationException("", typeof(object), ["One.", "Two."]);

        Assert.Equal($"No TLS. (kafka.tls){Environment.NewLine}No topic. (kafka.topic-missing)", StartRefusal.Of(kafka));
        Assert.Equal($"One.{Environment.NewLine}Two.", StartRefusal.Of(settings));
        Assert.Equal($"No roles.{Environment.NewLine}One.{Environment.NewLine}Two.", StartRefusal.Of(new AggregateException(new RolesException("No roles."), settings)));
        Assert.Null(StartRefusal.Of(new InvalidOperationException("Ours.")));
        Assert.Null(StartRefusal.Of(new AggregateException(settings, new InvalidOperationException("Ours."))));
    }

    private static async Task<IReadOnlyList<CheckLine>> Look(params (string Name, string Value)[] settings)
    {
        using var services = Services(settings);
        return await services.GetRequiredService<IConnectionCheck>().Look(default);
    }

    private static ServiceProvider Services(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => new KeyValuePair<string, string?>("Cpd:Kafka:" + one.Name, one.Value))).Build();
        return new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddKafkaConnection(configuration).BuildServiceProvider();
    }
}
