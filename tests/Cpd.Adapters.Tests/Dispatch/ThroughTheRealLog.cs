using Cpd.Adapters.Dispatch;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Tests.Accounts;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cpd.Adapters.Tests.Dispatch;

public sealed class ThroughTheRealLog : IDisposable
{
    private readonly TestDatabase _database = TestDatabase.Empty();
    private readonly Provider _provider = new(TimeProvider.System);

    [Fact]
    public async Task Requests_on_the_log_become_outcomes_on_the_log()
    {
        const int Messages = 3_000;
        using var host = await Started();
        var log = host.Services.GetRequiredService<IEventLog>();
        var status = host.Services.GetRequiredService<DispatchStatus>();

        foreach (var batch in Enumerable.Range(0, Messages).Select(number => Request(number)).Chunk(500)) await log.Append(batch, default);
        await Adapter.Until(() => _provider.Accepted.Count == Messages && status.IsDrained);

        Assert.Equal(Messages, _provider.Accepted.Distinct().Count());
        Assert.Equal(Messages, (await Outcomes(log)).OfType<MessageSent>().Select(sent => sent.Message).Distinct().Count());
        Assert.Equal(Messages, (await Outcomes(log)).Count);
        Assert.True(_provider.Calls.Count < Messages / 10, $"{_provider.Calls.Count} calls");
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync();
        Assert.Empty(await db.Set<CallRow>().ToListAsync());
        Assert.Equal(HealthStatus.Healthy, (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_stop_waits_for_the_answers_that_are_under_way()
    {
        var isOpen = new ManualResetEventSlim();
        _provider.Then(messages =>
        {
            isOpen.Wait(Patience.Limit);
            return _provider.Accept(messages);
        });
        using (var host = await Started())
        {
            await host.Services.GetRequiredService<IEventLog>().Append([Request(1)], default);
            await Adapter.Until(() => _provider.Calls.Count == 1);
            var stopping = host.StopAsync();
            Assert.False(stopping.IsCompleted);
            isOpen.Set();
            await stopping;
        }

        using var next = await Started();
        Assert.IsType<MessageSent>(Assert.Single(await Outcomes(next.Services.GetRequiredService<IEventLog>())));
        await Adapter.Until(() => next.Services.GetRequiredService<DispatchStatus>().IsDrained);
        await next.StopAsync();
        Assert.Empty(_provider.LookUps);
    }

    private static LogRecord Request(int number)
    {
        var request = Adapter.Request(number);
        return new LogRecord { Id = request.Id, Workspace = "demo", Key = request.Key, Person = request.Person, At = TimeProvider.System.GetUtcNow(), Body = request.Body };
    }

    private static async Task<List<IRecordBody>> Outcomes(IEventLog log)
    {
        var outcomes = new List<IRecordBody>();
        for (var partition = 0; partition < log.Partitions; partition++)
            outcomes.AddRange((await log.Read(Topic.Events, partition, 0, 10_000, default)).Select(record => record.Body));
        return outcomes;
    }

    private async Task<IHost> Started()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(_database.Settings);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IMessageSender>(new Line(_provider, _ => Task.CompletedTask))
            .AddSingleton<IBlocklist>(new BlocklistOfTests())
            .AddSingleton(AccountsOfTests.Keys)
            .AddDispatch(builder.Configuration)
            .RunDispatch()
            .AddEventLog(builder.Configuration);
        var host = builder.Build();
        // What is under way ends when the test lets it; a machine that stands still meanwhile is no reason to cut it off.
        foreach (var service in host.Services.GetServices<IHostedService>().OfType<SendingService>()) service.LongestStop = Patience.Limit;
        await using (var db = await host.Services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync())
            await db.Database.EnsureCreatedAsync();
        await host.StartAsync();
        return host;
    }

    public void Dispose() => _database.Dispose();
}
