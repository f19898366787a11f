namespace Cpd.EndToEnd.Tests;

public sealed class WithoutKafka
{
    [Fact]
    public async Task On_the_embedded_log_neither_kafkas_client_nor_its_library_is_loaded()
    {
        await using var app = await RunningApp.Start();

        var files = await app.MappedFiles();

        Assert.Contains("Cpd.EventLog.dll", files, StringComparison.Ordinal);
        Assert.DoesNotContain("Confluent.Kafka", files, StringComparison.Ordinal);
        Assert.DoesNotContain("librdkafka", files, StringComparison.Ordinal);
    }
}
