using Cpd.Tests;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Tests;

/// <summary>A self-hosted product talks to nobody it was not told to talk to.</summary>
public sealed class NothingCallsHome : IDisposable
{
    private readonly TestDatabase _database = TestLog.NewDatabase();

    [Fact]
    public async Task MassTransit_reports_no_usage()
    {
        await using var log = await TestLog.Start(_database);

        Assert.False(log.Services.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled);
    }

    [Fact]
    public void It_would_if_it_were_not_told_otherwise()
    {
        using var services = new ServiceCollection().AddMassTransit(bus => bus.UsingInMemory()).BuildServiceProvider();

        Assert.True(services.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value.Enabled);
    }

    public void Dispose() => _database.Dispose();
}
