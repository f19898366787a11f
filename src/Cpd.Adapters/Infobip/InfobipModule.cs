using Cpd.Adapters.Infobip.Chat;
using Cpd.Adapters.Infobip.Email;
using Cpd.Adapters.Infobip.Mms;
using Cpd.Adapters.Infobip.Push;
using Cpd.Adapters.Infobip.Sms;
using Cpd.Adapters.Infobip.Voice;
using Cpd.Adapters.Preferences;
using Cpd.Adapters.Unsubscribing;
using Cpd.EventLog;
using Cpd.EventLog.Keeping;
using Cpd.EventLog.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip;

public static class InfobipModule
{
    /// <summary>The client, and the channels over it. Needs a <see cref="TimeProvider"/>, and an <see cref="IOwnAddress"/> for the sandbox.</summary>
    public static IServiceCollection AddInfobip(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<InfobipOptions>()
            .Bind(configuration.GetSection(InfobipOptions.Section))
            .PostConfigure(options =>
            {
                if (string.IsNullOrWhiteSpace(options.PublicUrl)) options.PublicUrl = configuration["Cpd:PublicUrl"];
                if (options.IsSandbox && string.IsNullOrWhiteSpace(options.Sender)) options.Sender = InfobipOptions.AnySender;
                if (options.IsSandbox && string.IsNullOrWhiteSpace(options.EmailSender)) options.EmailSender = InfobipOptions.AnyEmailSender;
                if (options.IsSandbox && string.IsNullOrWhiteSpace(options.WhatsAppSender)) options.WhatsAppSender = InfobipOptions.AnyWhatsAppSender;
                if (options.IsSandbox && string.IsNullOrWhiteSpace(options.ViberSender)) options.ViberSender = InfobipOptions.AnySender;
                if (options.IsSandbox && string.IsNullOrWhiteSpace(options.RcsSender)) options.RcsSender = InfobipOptions.AnySender;
                if (options.IsSandbox && string.IsNullOrWhiteSpace(options.MmsSender)) options.MmsSender = InfobipOptions.AnyMmsSender;
                if (options.IsSandbox && string.IsNullOrWhiteSpace(options.PushSender)) options.PushSender = InfobipOptions.AnyPushSender;
                if (options.IsSandbox && string.IsNullOrWhiteSpace(options.VoiceSender)) options.VoiceSender = InfobipOptions.AnyVoiceSender;
            })
            .ValidateOnStart();
        services.AddOptions<InfobipWebhookOptions>().Bind(configuration.GetSection(InfobipWebhookOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<InfobipOptions>>(new Validation<InfobipOptions>(options => options.Problems()));
        services.AddSingleton<IValidateOptions<InfobipWebhookOptions>>(new Validation<InfobipWebhookOptions>(options =>
            [.. options.Problems(InfobipWebhookOptions.Section), .. options.ProblemsAmongSeveral(Roles.From(configuration))]));

        services.TryAddSingleton(new DataFolder(configuration));
        services.AddSingleton<InfobipEndpoint>();
        services.AddSingleton<InfobipWebhooks>();
        services.TryAddSingleton(_ => new InfobipLine(Line()));
        services.AddSingleton(provider => new InfobipClient(
            provider.GetRequiredService<InfobipLine>().Http, provider.GetRequiredService<InfobipEndpoint>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<UnsubscribeLinks>().AddPreferences();
        services.AddSingleton<IBlocklist, InfobipBlocklist>();
        services.AddSingleton<InfobipClients>();
        services.AddSingleton<ConnectionCheck>();
        services.AddSingleton<ITableMap, RcsCapabilityTables>().AddSingleton<IAges, OldRcsCapabilities>().AddSingleton<RcsCapabilities>();
        services.AddSingleton<ITableMap, AddressCheckTables>().AddSingleton<IAges, OldAddressChecks>().AddSingleton<CheckedAddresses>().AddSingleton<AddressChecks>();
        return services.AddSingleton<InfobipSmsSender>().AddSingleton<MailFiles>().AddSingleton<InfobipEmailSender>().AddSingleton<InfobipVoiceSender>().AddSingleton<InfobipWhatsAppSender>().AddSingleton<InfobipViberSender>().AddSingleton<InfobipRcsSender>()
            .AddSingleton<InfobipMmsSender>().AddSingleton<InfobipPushSender>().AddSingleton<IMessageSender, InfobipSender>();
    }

    /// <summary>One client for the life of the process. The time-out is the call's own, so the client's is off; a redirect would send a key elsewhere.</summary>
    /// <param name="connectTimeout">How long a connection may take to open; 5 s where nothing is said.</param>
    internal static HttpClient Line(TimeSpan? connectTimeout = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Lists all problems at once.</summary>
    internal sealed class Validation<T>(Func<T, IEnumerable<string>> problems) : IValidateOptions<T> where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var found = problems(options).ToList();
            return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
        }
    }
}
