using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cpd.EventLog.Keeping;

internal static class KeepingModule
{
    /// <param name="runs">One role does it, so that it is not done three times.</param>
    public static IServiceCollection AddKeeping(this IServiceCollection services, IConfiguration configuration, bool runs)
    {
        services.AddOptions<KeepOptions>().Bind(configuration.GetSection(KeepOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KeepOptions>, Check>();
        services.AddSingleton<IAges, OldLetters>();
        return runs ? services.AddHostedService<Upkeep>() : services;
    }

    private sealed class Check : IValidateOptions<KeepOptions>
    {
        public ValidateOptionsResult Validate(string? name, KeepOptions options) =>
            options.Problems().ToArray() is { Length: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
