using Cpd.Engine.Commands;
using Cpd.Web.Access;
using Cpd.Web.WhatsApp;

namespace Cpd.Web.Features.Templates;

/// <summary>Lets Infobip say at once which WhatsApp templates there are.</summary>
public sealed partial class MirrorActions(TemplateFetch fetch, Caller caller, ILogger<MirrorActions> logger)
{
    public async Task<Fetched> FetchNow()
    {
        try
        {
            await caller.Require(Right.EditTemplates);
            return await fetch.Fetch(caller.Workspace, CancellationToken.None);
        }
        catch (AccessDeniedException denial)
        {
            return new Fetched(0, 0, new Refusal(AccessDeniedException.Code, denial.Message));
        }
        catch (Exception problem)
        {
            Log.NotFetched(logger, problem);
            return new Fetched(0, 0, new Refusal("whatsapp.not-fetched", "The templates could not be fetched. Try again in a moment."));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "WhatsApp templates could not be fetched")]
        public static partial void NotFetched(ILogger logger, Exception problem);
    }
}
