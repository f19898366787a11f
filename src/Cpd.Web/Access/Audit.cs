using System.Globalization;
using System.Security.Cryptography;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <summary>One thing that somebody did to a workspace or an account. Written with the change itself and never changed; goes when it is old (<see cref="OldAudit"/>).</summary>
internal sealed class AuditRow
{
    /// <summary>In the order of time.</summary>
    public required string Id { get; init; }

    public required string Workspace { get; init; }

    public required long At { get; init; }

    /// <summary>Null: nobody who was signed in.</summary>
    public string? Account { get; init; }

    /// <summary>As they were called then.</summary>
    public required string Who { get; init; }

    /// <summary>Stable, such as <c>member.invited</c>.</summary>
    public required string Act { get; init; }

    /// <summary>What it was done to, by name.</summary>
    public required string Subject { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }
}

/// <summary>Says who did what, in the transaction that did it. No secret is ever among what changed.</summary>
internal static class Audit
{
    public const int Longest = 400;

    private static int _written;

    public static Task Add(LogTransaction transaction, Caller caller, string act, string subject, string? before = null, string? after = null) =>
        Add(transaction, caller.Workspace, caller.AccountId, caller.Name, act, subject, before, after);

    /// <summary>What a program did with a key.</summary>
    public static Task Add(LogTransaction transaction, WriteKey key, string act, string subject, string? before = null, string? after = null) =>
        Add(transaction, key.Workspace, account: null, NameOf(key), act, subject, before, after);

    /// <summary>As keys are called where people stand otherwise.</summary>
    public static string NameOf(WriteKey key) => $"the key {key.Name}";

    public static async Task Add(
        LogTransaction transaction, string workspace, string? account, string who, string act, string subject, string? before = null, string? after = null)
    {
        await using var db = transaction.OpenDb();
        db.Add(Row(transaction, workspace, account, who, act, subject, before, after));
        await db.SaveChangesAsync();
    }

    /// <summary>Something about an account, which its workspaces all hear of.</summary>
    public static async Task AddEverywhere(LogTransaction transaction, CpdDb db, Account account, string act, string? after = null)
    {
        foreach (var workspace in await db.Set<MemberRow>().Where(row => row.Account == account.Id).Select(row => row.Workspace).ToListAsync())
            db.Add(Row(transaction, workspace, account.Id, account.Name, act, account.Email, null, after));
    }

    private static AuditRow Row(
        LogTransaction transaction, string workspace, string? account, string who, string act, string subject, string? before, string? after) => new()
        {
            Id = NewId(transaction.Now),
            Workspace = workspace,
            At = transaction.Now.ToUnixTimeMilliseconds(),
            Account = account,
            Who = who,
            Act = act,
            Subject = Cut(subject)!,
            Before = Cut(before),
            After = Cut(after),
        };

    /// <summary>The moment, then what this process wrote when, then chance: in order, and nobody's twice.</summary>
    private static string NewId(DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture, $"{FirstId(now)}{(uint)Interlocked.Increment(ref _written):x8}{RandomNumberGenerator.GetHexString(12, lowercase: true)}");

    /// <summary>Smaller than every id of that millisecond.</summary>
    public static string FirstId(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture);

    private static string? Cut(string? text) => text is { Length: > Longest } ? text[..Longest] : text;
}
