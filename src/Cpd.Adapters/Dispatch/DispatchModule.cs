using Cpd.Adapters.Accounts;
using Cpd.Adapters.Infobip.Reports;
using Cpd.Adapters.Webhooks;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Dispatch;

public static class DispatchModule
{
    /// <summary>The adapter between the log and an <see cref="IMessageSender"/>, which somebody else registers; and webhook steps.</summary>
    public static IServiceCollection AddDispatch(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<DispatchOptions>(configuration.GetSection(DispatchOptions.Section), options => options.Problems());
        services.AddChecked<WebhookOptions>(configuration.GetSection(WebhookOptions.Section), options => options.Problems());
        services.AddChecked<InboundOptions>(configuration.GetSection(InboundOptions.Section), options => options.Problems());

        services.AddSingleton<ITableMap, CallTables>();
        services.AddSingleton<ITableMap, WebhookTables>();

        services.AddAccounts();
        services.AddSingleton<CallIds>();
        services.AddSingleton<AdapterProcess>();
        services.AddSingleton<CallQueue>();
        services.AddSingleton<ITakesNoMore>(provider => provider.GetRequiredService<CallQueue>());
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton<AdapterMetrics>();
        services.AddSingleton<Throttle>();
        services.AddSingleton<AccountCircuits>();
        services.AddSingleton<AccountNames>();
        services.AddSingleton<AccountSilence>();
        services.AddSingleton<CallAnswers>();
        services.AddSingleton<CallAttempts>();
        services.AddSingleton<LookUps>();
        services.AddSingleton<WebhookHttp>();
        services.AddSingleton<WebhookGuard>();
        services.AddSingleton(provider => new DispatchStatus(
            provider.GetRequiredService<CallQueue>(), provider.GetRequiredService<WebhookQueue>(), provider.GetRequiredService<GroupCommit>()));
        services.AddSingleton<GroupCommit>();
        return services;
    }

    public static IServiceCollection RunDispatch(this IServiceCollection services)
    {
        services.AddLogGroup<DispatchConsumer>(DispatchConsumer.Group, Topic.Dispatches, order: 30);
        services.AddHealthChecks().AddCheck<DispatchHealth>("sender");

        // Stopped in the opposite order: what the senders still learn is written by the one that stands first.
        services.AddHostedService<AdapterLease>();
        services.AddHostedService(provider => provider.GetRequiredService<GroupCommit>());
        services.AddHostedService<CallSender>();
        services.AddHostedService<WebhookSender>();
        services.AddHostedService<DispatchGauges>();
        return services;
    }

    /// <summary>Options that say themselves what is wrong with them, before anything starts.</summary>
    private static void AddChecked<TOptions>(this IServiceCollection services, IConfigurationSection section, Func<TOptions, IEnumerable<string>> problems)
        where TOptions : class
    {
        services.AddOptions<TOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new Check<TOptions>(problems));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
    }

    private sealed class Check<TOptions>(Func<TOptions, IEnumerable<string>> problems) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            problems(options).ToArray() is { Length: > 0 } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;
    }
}
