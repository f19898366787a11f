using Cpd.Adapters.Sandbox;

namespace Cpd.Adapters.Tests.Sandbox;

public class OldMessagesOfTheSandbox
{
    [Fact]
    public async Task Go_once_they_have_nothing_more_to_report_and_the_counts_stay()
    {
        var set = new List<SandboxOptions>();   // the host makes them more than once
        await using var sandbox = await RunningSandbox.Start(configure: set.Add);
        for (var i = 0; i < 3; i++) Assert.Equal(200, (await sandbox.Post("/sms/3/messages", Message(null))).Status);
        Assert.Equal(200, (await sandbox.Post("/sms/3/messages", Message("http://127.0.0.1:9/"))).Status);

        await sandbox.Upkeep.Sweep(default);
        Assert.Equal(4, (await sandbox.Received()).Count);

        foreach (var options in set) options.Keep = TimeSpan.FromHours(-1);   // even what came this moment is old
        await sandbox.Upkeep.Sweep(default);

        // Of the last one a report is still to be brought to somebody who does not answer.
        Assert.Single(await sandbox.Received());
        Assert.Equal(4, (await sandbox.Counts()).Received);
    }

    private static string Message(string? reportTo) =>
        $$"""{"messages":[{"sender":"Shop","destinations":[{"to":"385910000010"}],"content":{"text":"Hello"}{{(reportTo is null ? "" : $$""","webhooks":{"delivery":{"url":"{{reportTo}}"} }""")}} }]}""";
}
