using Cpd.EventLog;
using Cpd.EventLog.Storage;

namespace Cpd.Web.Access;

/// <summary>Somebody who signs in. What they may do is said by their membership of each workspace.</summary>
public sealed class Account
{
    /// <summary>Whoever sits at this machine and tries the product: has no password, and signs in from here only.</summary>
    public const string DemoId = "demo";

    public required string Id { get; init; }

    public required string Email { get; set; }

    /// <summary>As accounts are found; unique.</summary>
    public string NormalizedEmail { get; set; } = "";

    public required string Name { get; set; }

    /// <summary>Null: no password is right.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes with the password; whoever signed in under another one is signed out.</summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>Since the last good one.</summary>
    public int FailedTries { get; set; }

    /// <summary>Unix milliseconds; null or past while one may try.</summary>
    public long? LockedUntil { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>What is written in the same transaction as the account's next change. Not kept.</summary>
    internal List<Func<LogTransaction, CpdDb, Task>> Along { get; } = [];
}

/// <summary>One browser that is signed in. Its cookie is good as long as this is, whatever the cookie says.</summary>
internal sealed class SignInRow
{
    public required string Id { get; init; }

    public required string Account { get; init; }

    public long BeganAt { get; init; }

    public long? EndedAt { get; set; }
}

/// <summary>Somebody's place in a workspace.</summary>
internal sealed class MemberRow
{
    public required string Workspace { get; init; }

    public required string Account { get; init; }

    public MemberRole Role { get; set; }

    public long Since { get; init; }
}
