using Cpd.Contracts;
using Cpd.Engine.Dashboards;
using Cpd.Engine.UserView.Seen;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.EventLog.Keeping;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Engine.UserView;

public static class UserViewModule
{
    /// <summary>The tables people look at, who fills them, and the questions pages may ask.</summary>
    public static IServiceCollection AddUserView(this IServiceCollection services) =>
        services
            .AddSingleton<ITableMap, UserViewTables>()
            .AddSingleton<IAges, OldLines>()
            .AddSingleton<IAges, OldMessages>()
            .AddSingleton<IAges, OldRuns>()
            .AddSingleton<LiveFeed>()
            .AddSingleton<PageNews>()
            .AddSingleton<UserTimelines>()
            .AddSingleton<RunStories>()
            .AddSingleton<PersonRecords>()
            .AddSingleton<EnrolmentOutcomes>()
            .AddSingleton<LiveEvents>()
            .AddSingleton<Refusals>()
            .AddSingleton<PeopleSearch>()
            .AddSingleton<SeenCatalog>()
            .AddSingleton<JourneyCounts>()
            .AddSingleton<WorkspaceFigures>()
            .AddSingleton<SharedAnswers>()
            .AddSingleton<WorkspaceReports>()
            .AddSingleton<JourneyReports>()
            .AddSingleton<UserViewRebuild>()
            .AddHostedService<SharedChanges>();

    public static IServiceCollection RunUserView(this IServiceCollection services) =>
        services
            .AddLogGroup<UserViewConsumer>(UserViewConsumer.Group, Topic.Events, order: 90, afterwards: true)
            .AddSingleton<ChangesPruning>()
            .AddSingleton<FigurePruning>()
            .AddSingleton<SeenMemory>()
            .AddHostedService<UserViewRebuilding>();
}
