namespace Cpd.Contracts;

/// <summary>Where people say by themselves what they agree to, as it stands in the proof. What comes as data names its own.</summary>
public static class ConsentSources
{
    /// <summary>They wrote STOP or START.</summary>
    public const string Reply = "reply";

    /// <summary>Their preference page.</summary>
    public const string PreferencePage = "preference page";

    /// <summary>The way out that an e-mail carries, by one click in the mailbox or on its page.</summary>
    public const string UnsubscribeLink = "unsubscribe link";

    /// <summary>The provider's do-not-contact list, which the provider changed by itself.</summary>
    public const string Blocklist = "provider's blocklist";
}
