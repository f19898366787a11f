using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Hosting;

/// <summary>
/// Puts into an empty installation what a newcomer finds there: the demo workspace with its key, and the ready journeys,
/// published as anybody would publish them. The program is ready once that is done.
/// </summary>
internal sealed partial class FirstStart(
    IEventLog log, ILogStatus state, Roles roles, WriteKeys keys, IJourneyLibrary journeys, IConfiguration configuration, TimeProvider clock,
    ILogger<FirstStart> logger) : BackgroundService
{
    private const string Author = "Cpd";

    /// <summary>Done when everything is there; faulted when it could not be put there.</summary>
    public Task Done => ExecuteTask ?? Task.Delay(Timeout.Infinite);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await state.Running.WaitAsync(stoppingToken);
        await Seed(stoppingToken);

        var missing = new List<LogRecord>();
        foreach (var journey in JourneyGallery.AtFirstStart)
            if (!await IsPublished(journey.Id, stoppingToken)) missing.Add(Publish(journey));
        if (missing.Count == 0) return;

        await log.Append(missing, stoppingToken);
        // Where others publish them, this process does not wait until somebody has.
        if (!roles.IsEngine) return;
        foreach (var journey in JourneyGallery.AtFirstStart)
            while (!await IsPublished(journey.Id, stoppingToken)) await Task.Delay(TimeSpan.FromMilliseconds(20), stoppingToken);
        Log.Seeded(logger, missing.Count);
    }

    private async Task Seed(CancellationToken ct)
    {
        var (withDemoKey, ownKey) = (configuration.GetValue("Cpd:DemoKey", true), configuration["Cpd:WriteKey"]);
        try
        {
            await DemoWorkspace.Seed(log, keys, withDemoKey, ownKey, ct);
        }
        catch (DbUpdateException) when (roles.IsShared)
        {
            // Another process starts at the same moment and was first: now it is there, and the rest is done again.
            await DemoWorkspace.Seed(log, keys, withDemoKey, ownKey, ct);
        }
    }

    private LogRecord Publish(ReadyJourney journey) => CommandRecords.Of(
        DemoWorkspace.Id,
        new PublishJourney($"first-start-{journey.Id}", journey.Id, RawJson.From(journey.Json), "Included with Cpd", Author),
        clock.GetUtcNow());

    private async Task<bool> IsPublished(string journey, CancellationToken ct) =>
        await journeys.Find(DemoWorkspace.Id, journey, ct) is not null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Published {Count} ready journeys in the demo workspace")]
        public static partial void Seeded(ILogger logger, int count);
    }
}
