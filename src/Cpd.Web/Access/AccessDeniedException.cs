namespace Cpd.Web.Access;

/// <summary>Somebody asked for what their role does not allow. The message is a sentence for them; nothing was changed.</summary>
public sealed class AccessDeniedException(string sentence) : Exception(sentence)
{
    /// <summary>Stable, for programs.</summary>
    public const string Code = "access.denied";

    internal static AccessDeniedException Of(Right right, MemberRole role) =>
        new($"You are {role.Word()} of this workspace and may not {Rights.Words(right)}. Ask {Rights.WhoMay(right)}.");

    internal static AccessDeniedException NotEverywhere(Right right) =>
        new($"This affects all workspaces of the installation, and you may not {Rights.Words(right)} in every one of them.");

    internal static AccessDeniedException NoMember() => new("You are signed out or no longer a member of this workspace. Sign in again.");
}
