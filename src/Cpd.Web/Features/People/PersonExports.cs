using Cpd.Contracts;
using Cpd.Engine.People;
using Cpd.EventLog;
using Cpd.Web.Access;
using Cpd.Web.Api;

namespace Cpd.Web.Features.People;

/// <summary><c>GET /people/{id}/export</c>: all that is kept of a person as a file, for those who may; a line of the audit log says who took it.</summary>
internal static class PersonExports
{
    public static readonly ApiProblem Unknown = new(404, "person.unknown", "There is no such person: they were erased, or never existed.");

    private static readonly ApiProblem NotAllowed = new(403, AccessDeniedException.Code, $"This is for {Rights.WhoMay(Right.GovernPeople)}.");

    public static string At(PersonId person) => $"/people/{person}/export";

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/people/{id}/export", Answer);

    private static async Task Answer(string id, HttpContext http, Caller caller, PersonFile file, IEventLog log)
    {
        if (!caller.May(Right.GovernPeople))
        {
            await ApiDoor.Refuse(http, NotAllowed);
            return;
        }
        if (!Ids.TryParse<PersonId>(id, out var person) || await file.Find(caller.Workspace, person, http.RequestAborted) is not { } known)
        {
            await ApiDoor.Refuse(http, Unknown);
            return;
        }
        // Before the first byte: whoever breaks it off has seen some of it, too.
        await log.Write(transaction => Audit.Add(transaction, caller, "person.exported", known.Profile.Id.ToString()), CancellationToken.None);
        Head(http, known.Profile.Id);
        await Write(http, file, known);
    }

    /// <summary>Half a file must not look like a whole one, nor have an answer behind it: the connection is cut.</summary>
    public static async Task Write(HttpContext http, PersonFile file, PersonState person)
    {
        try
        {
            await file.WriteAll(person, http.Response.BodyWriter, http.RequestAborted);
        }
        catch
        {
            http.Abort();
            throw;
        }
    }

    /// <summary>A file to be kept, and nowhere else.</summary>
    public static void Head(HttpContext http, PersonId person)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"person-{person}.json\"";
    }
}
