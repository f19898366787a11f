namespace Cpd.EndToEnd.Tests;

/// <summary>The folder that becomes an image.</summary>
public sealed class WhatIsPublished
{
    [PublishedFact]
    public void Holds_nothing_that_is_never_loaded()
    {
        var files = Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(PublishedFactAttribute.Program!))!, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).ToList();

        Assert.Contains("Cpd.Web.dll", files);
        Assert.DoesNotContain(files, file => (file.EndsWith(".xml", StringComparison.Ordinal) && file is not "Cpd.Contracts.xml") || file is "libmsalruntime.so" or "alpine-librdkafka.so");
        // One build of librdkafka: the plain one where there is no other. That it is one that loads is for the tests that run on Kafka.
        Assert.InRange(files.Count(file => file.EndsWith("librdkafka.so", StringComparison.Ordinal)), 0, 1);
    }

    private sealed class PublishedFactAttribute : FactAttribute
    {
        public static readonly string? Program = Environment.GetEnvironmentVariable("CPD_PROGRAM");

        public override string? Skip => Program is { Length: > 0 } && OperatingSystem.IsLinux() ? null : "CPD_PROGRAM names no program that was published for Linux; test.sh makes one.";
    }
}
