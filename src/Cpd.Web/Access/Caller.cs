using System.Security.Claims;

namespace Cpd.Web.Access;

/// <summary>
/// Who asks, in which workspace, and as what: one for each request, and one for each open page, which keeps its workspace
/// as long as it is open.
/// </summary>
/// <remarks>Pages hide by <see cref="May"/> what one may not do. What counts is <see cref="Require"/>, first in every command.</remarks>
public sealed class Caller(Memberships memberships, SignIns signIns)
{
    private ClaimsPrincipal? _user;
    private Membership? _membership;
    private IReadOnlySet<Right> _everywhere = new HashSet<Right>();

    public bool IsSignedIn => _membership is not null;

    internal Membership Membership => _membership ?? throw AccessDeniedException.NoMember();

    public string AccountId => Membership.Account;

    /// <summary>How the team calls them; what a published version is "by".</summary>
    public string Name => Membership.Name;

    public string Email => Membership.Email;

    public MemberRole Role => Membership.Role;

    public string Workspace => Membership.Workspace;

    public string WorkspaceName => Membership.WorkspaceName;

    /// <summary>As it was known a moment ago; to show or hide.</summary>
    public bool May(Right right) => _membership is { } known && known.Role.May(right);

    /// <summary>The same in every workspace there is: for what the whole installation shares.</summary>
    public bool MayEverywhere(Right right) => IsSignedIn && _everywhere.Contains(right);

    /// <summary>Asks the database: a role that was taken away a moment ago counts no more.</summary>
    /// <exception cref="AccessDeniedException">Not allowed, signed out, or no longer a member.</exception>
    public async Task Require(Right right, CancellationToken ct = default)
    {
        if (!await Refresh(ct)) throw AccessDeniedException.NoMember();
        if (!May(right)) throw AccessDeniedException.Of(right, Role);
    }

    /// <summary>The same in every workspace there is.</summary>
    /// <exception cref="AccessDeniedException">Not allowed in one of them, signed out, or no longer a member.</exception>
    public async Task RequireEverywhere(Right right, CancellationToken ct = default)
    {
        await Require(right, ct);
        if (!MayEverywhere(right)) throw AccessDeniedException.NotEverywhere(right);
    }

    /// <summary>Becomes whoever signed in, in that workspace, or in the one they were first in; false where they are no member.</summary>
    internal async Task<bool> Become(ClaimsPrincipal user, string? workspace, CancellationToken ct)
    {
        _user = user;
        _membership = SignIns.AccountOf(user) is { } account ? await memberships.Find(account, workspace, ct) : null;
        await Look(ct);
        return IsSignedIn;
    }

    /// <summary>False where what was true when it began is no longer: signed out, another password, taken out of the workspace.</summary>
    internal async Task<bool> Refresh(CancellationToken ct)
    {
        if (_user is null || _membership is not { } known) return false;
        _membership = await signIns.IsGood(_user, ct) ? await memberships.Of(known.Account, known.Workspace, ct) : null;
        await Look(ct);
        return IsSignedIn;
    }

    private async Task Look(CancellationToken ct)
    {
        if (_membership is { } known) _everywhere = await memberships.Everywhere(known.Account, ct);
    }
}
