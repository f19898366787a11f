using System.Globalization;
using System.Text;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Drafts;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Journeys;

/// <summary>What people do with drafts of journeys.</summary>
public sealed partial class DraftActions(IJourneyDrafts drafts, IJourneyLibrary library, Caller caller, ILogger<DraftActions> logger)
{
    private const int LongestId = 64;

    /// <summary>Keeps a draft; null where that was not possible just now.</summary>
    /// <exception cref="AccessDeniedException">Whoever asks may not.</exception>
    public async Task<DraftSaving?> Save(Journey journey, int seen, int basedOn)
    {
        await caller.Require(Right.EditJourneys);
        try
        {
            return await drafts.Save(caller.Workspace, journey, seen, basedOn, caller.Name, CancellationToken.None);
        }
        catch (Exception problem)
        {
            // The page keeps what was drawn and tries again.
            Log.NotSaved(logger, journey.Id, problem);
            return null;
        }
    }

    /// <summary>A new journey with a draft of its own, under an id that no other has; null where it could not be saved.</summary>
    /// <param name="journey">Its id is a wish.</param>
    public async Task<string?> Begin(Journey journey)
    {
        var id = await FreeId(journey.Id.Length > 0 ? journey.Id : IdOf(journey.Name));
        return await Save(journey with { Id = id }, seen: 0, basedOn: 0) is { IsSaved: true } ? id : null;
    }

    /// <exception cref="AccessDeniedException">Whoever asks may not.</exception>
    public async Task<bool> Discard(string journey, int revision)
    {
        await caller.Require(Right.EditJourneys);
        return await drafts.Discard(caller.Workspace, journey, revision, CancellationToken.None);
    }

    /// <summary>What was published is no draft any more.</summary>
    public Task Published(string journey, int revision, int version) =>
        drafts.Published(caller.Workspace, journey, revision, version, CancellationToken.None);

    /// <summary><c>Abandoned cart!</c> as <c>abandoned-cart</c>.</summary>
    public static string IdOf(string name)
    {
        var id = new StringBuilder();
        foreach (var sign in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(sign)) id.Append(char.ToLowerInvariant(sign));
            else if (CharUnicodeInfo.GetUnicodeCategory(sign) is not UnicodeCategory.NonSpacingMark && id.Length > 0 && id[^1] != '-') id.Append('-');
        }
        var cut = id.ToString().Trim('-');
        return cut.Length == 0 ? "journey" : cut[..Math.Min(cut.Length, LongestId - 8)].Trim('-');
    }

    private async Task<string> FreeId(string wish)
    {
        wish = IdOf(wish);
        for (var number = 1; ; number++)
        {
            var id = number == 1 ? wish : string.Create(CultureInfo.InvariantCulture, $"{wish}-{number}");
            if (await library.Find(caller.Workspace, id, CancellationToken.None) is null && await drafts.Find(caller.Workspace, id, CancellationToken.None) is null) return id;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The draft of journey {Journey} could not be saved")]
        public static partial void NotSaved(ILogger log, string journey, Exception problem);
    }
}
