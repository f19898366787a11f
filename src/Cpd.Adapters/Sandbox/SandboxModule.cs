using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox.Chat;
using Cpd.Adapters.Sandbox.Email;
using Cpd.Adapters.Sandbox.Mms;
using Cpd.Adapters.Sandbox.Phone;
using Cpd.Adapters.Sandbox.Push;
using Cpd.Adapters.Sandbox.Reports;
using Cpd.Adapters.Sandbox.Sms;
using Cpd.Adapters.Sandbox.Voice;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Sandbox;

public static class SandboxModule
{
    /// <summary>The server that stands in for Infobip, and its phone. On where no account is configured, unless <c>Cpd:Sandbox:Enabled</c> says otherwise.</summary>
    public static IServiceCollection AddInfobipSandbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SandboxOptions>()
            .Configure<IServiceProvider>((options, provider) =>
            {
                // First as the receivers in this process expect it, then what is set for the sandbox itself.
                configuration.GetSection(InfobipWebhookOptions.Section).Bind(options.Webhooks);
                configuration.GetSection(SandboxOptions.Section).Bind(options);
                options.Enabled ??= string.IsNullOrWhiteSpace(configuration[$"{InfobipOptions.Section}:{nameof(InfobipOptions.BaseUrl)}"]);
                options.OwnInboundUrl = () => provider.GetService<InfobipWebhooks>()?.InboundUrl();
                options.OwnMmsUrl = () => provider.GetService<InfobipWebhooks>()?.MmsUrl();
                options.OwnRcsUrl = () => provider.GetService<InfobipWebhooks>()?.RcsUrl();
                options.OwnViberUrl = () => provider.GetService<InfobipWebhooks>()?.ViberUrl();
                options.OwnWhatsAppUrl = () => provider.GetService<InfobipWebhooks>()?.WhatsAppUrl();
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SandboxOptions>>(new InfobipModule.Validation<SandboxOptions>(Problems));

        services.TryAddSingleton(new DataFolder(configuration));
        services.AddSingleton<SandboxService>();
        services.AddSingleton(provider => new SandboxPhone(provider.GetRequiredService<SandboxService>()));
        return services.AddHostedService<WebhookPusher>().AddSingleton<SandboxUpkeep>().AddHostedService(provider => provider.GetRequiredService<SandboxUpkeep>());
    }

    /// <summary>Answers under <paramref name="basePath"/> as Infobip does under its host; nothing where the sandbox is off.</summary>
    public static IEndpointRouteBuilder MapInfobipSandbox(this IEndpointRouteBuilder routes, string basePath = InfobipEndpoint.SandboxPath)
    {
        var sandbox = routes.ServiceProvider.GetRequiredService<SandboxService>();
        if (!sandbox.IsOn) return routes;

        // A browser's form cannot reach it anyway: it speaks JSON and wants a key.
        var group = routes.MapGroup(basePath).DisableAntiforgery();
        new SmsEndpoints(sandbox).Map(group);
        new EmailEndpoints(sandbox).Map(group);
        new WhatsAppEndpoints(sandbox).Map(group);
        new ViberEndpoints(sandbox).Map(group);
        new RcsEndpoints(sandbox).Map(group);
        new MmsEndpoints(sandbox).Map(group);
        new PushEndpoints(sandbox).Map(group);
        new VoiceEndpoints(sandbox).Map(group);
        new ControlEndpoints(sandbox).Map(group);
        new OlderSmsEndpoints(sandbox).Map(group);
        new BulkEndpoints(sandbox).Map(group);
        new AccountEndpoints(sandbox).Map(group);
        new OlderEmailEndpoints(sandbox).Map(group);
        new EmailValidation(sandbox).Map(group);
        new Suppressions(sandbox).Map(group);
        new EmailDomains(sandbox).Map(group);
        new SubscriptionEndpoints(sandbox).Map(group);
        new ChatControl(sandbox).Map(group);
        new SandboxLinks(sandbox).Map(group);
        new BlocklistEndpoints(sandbox).Map(group);
        // Never a page: clients of Infobip read every answer as JSON.
        group.Map("/{**rest}", (RequestDelegate)(context => SandboxGate.Refuse(context, StatusCodes.Status404NotFound)));
        return routes;
    }

    private static IEnumerable<string> Problems(SandboxOptions options)
    {
        if (options.Keep < TimeSpan.FromHours(1)) yield return $"{SandboxOptions.Section}:Keep must be at least an hour.";
        foreach (var problem in options.Behaviour.Problems()) yield return $"{SandboxOptions.Section}:Behaviour: {problem.Property} {problem.Violation}.";
        foreach (var problem in options.Webhooks.Problems($"{SandboxOptions.Section}:Webhooks")) yield return problem;
        if (options.InboundUrl is { Length: > 0 } url && !Uri.TryCreate(url, UriKind.Absolute, out _))
            yield return $"{SandboxOptions.Section}:InboundUrl must be an absolute address, or empty for this installation's own.";
    }
}
