namespace Cpd.Web.WhatsApp;

public static class WhatsAppModule
{
    /// <param name="refreshes">Whether this process looks again by itself: the one that talks to the provider anyway.</param>
    public static IServiceCollection AddTemplateFetch(this IServiceCollection services, bool refreshes)
    {
        services.AddSingleton<TemplateFetch>();
        return refreshes ? services.AddHostedService<TemplateRefresh>() : services;
    }
}
