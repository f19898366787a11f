using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Workspaces;
using Cpd.EventLog.Embedded;

namespace Cpd.Web.Hosting;

/// <summary>
/// Puts into an empty installation what a newcomer finds there: the demo workspace with its key, and the ready journeys,
/// published as anybody would publish them. The program is ready once that is done.
/// </summary>
internal sealed partial class FirstStart(
    EmbeddedEventLog log, WriteKeys keys, IJourneyLibrary journeys, IConfiguration configuration, TimeProvider clock, ILogger<FirstStart> logger) : BackgroundService
{
    private const string Author = "Cpd";

    /// <summary>Done when everything is there; faulted when it could not be put there.</summary>
    public Task Done => ExecuteTask ?? Task.Delay(Timeout.Infinite);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await log.Running.WaitAsync(stoppingToken);
        await DemoWorkspace.Seed(
            log, keys, configuration.GetValue("Cpd:DemoKey", true), configuration["Cpd:WriteKey"], stoppingToken);

        var missing = new List<LogRecord>();
        foreach (var journey in JourneyGallery.All)
            if (!await IsPublished(journey.Id, stoppingToken)) missing.Add(Publish(journey));
        if (missing.Count == 0) return;

        await log.Append(missing, stoppingToken);
        foreach (var journey in JourneyGallery.All)
            while (!await IsPublished(journey.Id, stoppingToken)) await Task.Delay(TimeSpan.FromMilliseconds(20), stoppingToken);
        Log.Seeded(logger, missing.Count);
    }

    private LogRecord Publish(ReadyJourney journey) => CommandRecords.Of(
        DemoWorkspace.Id,
        new PublishJourney($"first-start-{journey.Id}", journey.Id, RawJson.From(journey.Json), "Came with the product", Author),
        clock.GetUtcNow());

    private async Task<bool> IsPublished(string journey, CancellationToken ct) =>
        await journeys.Find(DemoWorkspace.Id, journey, ct) is not null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Published {Count} ready journeys in the demo workspace")]
        public static partial void Seeded(ILogger logger, int count);
    }
}
