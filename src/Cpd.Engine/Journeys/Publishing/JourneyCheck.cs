using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Cpd.Engine.Journeys.Publishing;

/// <summary>
/// Reads everything that is published before the first record is handled. A version that this program cannot use would make
/// every record a dead letter, or take people out of their journeys; not to start harms nobody.
/// </summary>
internal sealed class JourneyCheck(IDbContextFactory<CpdDb> databases) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await foreach (var row in db.Set<JourneyVersionRow>().AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var compilation = CompiledJourney.ReadPublished(row.Definition);
            if (compilation.Journey is null)
                throw new InvalidDataException(
                    $"Version {row.Version} of journey {row.Journey} in workspace {row.Workspace} was published, but this version of Cpd cannot use it. "
                    + $"Start the version that published it. {JourneyCommands.Sentence(compilation.Problems)}");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
