namespace Cpd.EndToEnd.Tests;

/// <summary>The folder that becomes an image.</summary>
public sealed class WhatIsPublished
{
    [Fact]
    public void Holds_nothing_that_is_never_loaded()
    {
        // Whether a Kafka process finds its library without what is left out is for the tests that run one.
        if (Environment.GetEnvironmentVariable("CPD_PROGRAM") is not { Length: > 0 } program || !OperatingSystem.IsLinux()) return;

        var files = Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(program))!, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).ToList();

        Assert.Contains("Cpd.Web.dll", files);
        Assert.DoesNotContain(files, file => file.EndsWith(".xml", StringComparison.Ordinal) || file is "libmsalruntime.so" or "alpine-librdkafka.so");
        // One build of librdkafka: the plain one where there is no other.
        Assert.InRange(files.Count(file => file.EndsWith("librdkafka.so", StringComparison.Ordinal)), 0, 1);
    }
}
