namespace Cpd.Web.Features.Preferences;

/// <summary>What came of a visit to a preference page.</summary>
public enum PreferenceOutcome
{
    /// <summary>It was only looked at.</summary>
    None,
    Saved,
    StoppedAll,

    /// <summary>The log is away: what was chosen stands on the page and has to be saved once more.</summary>
    NotNoted,
}
