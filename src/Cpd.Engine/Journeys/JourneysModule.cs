using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Journeys.Drafts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Journeys.Running;
using Cpd.Engine.Messages.Sending;
using Cpd.Engine.People;
using Cpd.Engine.Templates.Stored;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Engine.Journeys;

public static class JourneysModule
{
    /// <summary>The platform: who is published, who stands where, and who is due.</summary>
    public static IServiceCollection AddJourneys(this IServiceCollection services) => services
        .AddSingleton<ITableMap, JourneyTables>()
        .AddSingleton<ITableMap, EngineTables>()
        .AddStoredTemplates()
        .AddSendingRules()
        .AddSingleton<ITableMap, DraftTables>()
        .AddSingleton<DraftWatchers>()
        .AddSingleton<IJourneyDrafts, JourneyDrafts>()
        .AddSingleton<JourneyCatalogs>()
        .AddSingleton<IJourneyDirectory>(provider => provider.GetRequiredService<JourneyCatalogs>())
        .AddSingleton<IJourneyCommands, JourneyCommands>()
        .AddSingleton<IJourneyLibrary, JourneyLibrary>()
        .AddHostedService<JourneyCheck>()
        .AddSingleton<IPeopleStore, PeopleReader>()
        .AddSingleton<IWaitingPeople, WaitingPeople>();

    public static IServiceCollection RunJourneys(this IServiceCollection services) => services
        .AddSingleton<WakeClock>()
        .AddSingleton<RunSweep>()
        .AddLogGroup<JourneyConsumer>(
            JourneyConsumer.Group, Topic.Events, order: 20, nextWake: provider => provider.GetRequiredService<WakeClock>().Next);
}
