using Cpd.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.EventLog;

/// <summary>Who takes windows of a topic: a name under which positions are kept, and a MassTransit consumer.</summary>
public sealed class LogGroup
{
    public required string Name { get; init; }

    public required Topic Topic { get; init; }

    /// <summary>The company's own topic it reads instead of one of ours; its <see cref="Topic"/> is then <see cref="ForeignTopic.Number"/>.</summary>
    public ForeignTopic? From { get; init; }

    /// <summary>The consumer of <see cref="RecordWindow"/>.</summary>
    public required Type Consumer { get; init; }

    /// <summary>Groups of one round take their windows in this order: the way of the data.</summary>
    public required int Order { get; init; }

    /// <summary>
    /// True for projections: they get larger windows in a transaction of their own, after everything that leaves the
    /// house was released.
    /// </summary>
    public bool Afterwards { get; init; }

    /// <summary>When this group next has work without a record, such as a timer that falls due; null when it has none.</summary>
    public Func<IServiceProvider, DateTimeOffset?>? NextWake { get; init; }
}

/// <summary>A topic that is not ours.</summary>
/// <param name="Name">As the broker knows it.</param>
/// <param name="Workspace">Whose its records are.</param>
public sealed record ForeignTopic(string Name, string Workspace)
{
    /// <summary>Stands where the number of a topic is kept; none of ours has it.</summary>
    public const Topic Number = 0;
}

public static class LogGroupRegistration
{
    /// <summary>Registers a group of the log; MassTransit gets its consumer when the log is added.</summary>
    public static IServiceCollection AddLogGroup<TConsumer>(
        this IServiceCollection services,
        string name,
        Topic topic,
        int order,
        bool afterwards = false,
        Func<IServiceProvider, DateTimeOffset?>? nextWake = null)
        where TConsumer : class, IConsumer<RecordWindow> =>
        services.AddSingleton(new LogGroup
        {
            Name = name,
            Topic = topic,
            Consumer = typeof(TConsumer),
            Order = order,
            Afterwards = afterwards,
            NextWake = nextWake,
        });
}
