using Microsoft.Extensions.Options;

namespace Cpd.Web.Cli.Checks;

/// <summary>All options that validate themselves at the server's start.</summary>
internal static class ConfigurationCheck
{
    public static IEnumerable<string> Problems(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException wrong)
        {
            return wrong.Failures;
        }
        catch (AggregateException several)
        {
            return several.InnerExceptions.SelectMany(one => one is OptionsValidationException wrong ? wrong.Failures : [one.Message]);
        }
        catch (InvalidOperationException unreadable)
        {
            // A value that is no number, no time, no word of its list.
            return [unreadable.Message];
        }
    }
}
