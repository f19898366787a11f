using Cpd.Adapters.Accounts;
using Cpd.Contracts;
using Cpd.Engine.Templates.Stored;

namespace Cpd.Web.WhatsApp;

/// <summary>
/// Looks again and again what Infobip says of the templates of workspaces that have some, or numbers of their own: what was
/// taken back there is not sent for long.
/// </summary>
internal sealed partial class TemplateRefresh(TemplateFetch fetch, WhatsAppSenders senders, MessageTemplates templates, TimeProvider clock, ILogger<TemplateRefresh> logger) : BackgroundService
{
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>After the start, when everything listens.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = First; ; pause = Pause)
        {
            await Task.Delay(pause, clock, stoppingToken);
            try
            {
                var workspaces = (await senders.Workspaces(stoppingToken)).Union(await templates.Workspaces(Channel.WhatsApp, stoppingToken), StringComparer.Ordinal);
                foreach (var workspace in workspaces) await Refresh(workspace, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotLooked(logger, fault);
            }
        }
    }

    private async Task Refresh(string workspace, CancellationToken ct)
    {
        try
        {
            var fetched = await fetch.Fetch(workspace, ct);
            if (fetched.Refusal is { } refusal) Log.NotFetched(logger, workspace, refusal.Code);
            else if (fetched.Changed > 0) Log.Changed(logger, fetched.Changed, workspace);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            Log.Failed(logger, workspace, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Which workspaces have WhatsApp templates could not be read; it is tried again")]
        public static partial void NotLooked(ILogger logger, Exception fault);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The WhatsApp templates of workspace {Workspace} could not be fetched ({Code}); what was known goes on")]
        public static partial void NotFetched(ILogger logger, string workspace, string code);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The WhatsApp templates of workspace {Workspace} could not be fetched; what was known goes on")]
        public static partial void Failed(ILogger logger, string workspace, Exception fault);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Templates} WhatsApp templates of workspace {Workspace} are new or have changed")]
        public static partial void Changed(ILogger logger, int templates, string workspace);
    }
}
