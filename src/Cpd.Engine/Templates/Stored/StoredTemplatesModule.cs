using Cpd.EventLog.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cpd.Engine.Templates.Stored;

public static class StoredTemplatesModule
{
    /// <summary>The templates' tables, who saves them and who lists them; <see cref="Journeys.Publishing.JourneyCatalogs"/> keeps them for the engine.</summary>
    public static IServiceCollection AddStoredTemplates(this IServiceCollection services) => services
        .AddSingleton<ITableMap, TemplateTables>()
        .AddSingleton<TemplateKeeper>()
        .AddSingleton<Chat.TemplateMirror>()
        .AddSingleton<SeenFields>()
        .AddSingleton<MessageTemplates>();
}
