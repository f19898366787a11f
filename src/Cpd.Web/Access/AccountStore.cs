using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Access;

/// <summary>
/// Accounts, as ASP.NET Core Identity keeps and finds them. Not Identity's own store: all writes pass the log's gate, and
/// what is said about a change is written with it (<see cref="Account.Along"/>).
/// </summary>
internal sealed class AccountStore(IEventLog log, IDbContextFactory<CpdDb> databases)
    : IUserPasswordStore<Account>, IUserEmailStore<Account>, IUserSecurityStampStore<Account>, IUserLockoutStore<Account>
{
    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        await log.Write(async transaction =>
        {
            await using var db = transaction.OpenDb();
            if (await db.Set<Account>().AnyAsync(row => row.NormalizedEmail == user.NormalizedEmail, cancellationToken)) throw new EmailIsTakenException();
            user.CreatedAt = transaction.Now.ToUnixTimeMilliseconds();
            db.Add(user);
            await SaveWithWhatGoesAlong(user, transaction, db);
        }, cancellationToken);
        user.Along.Clear();
        return IdentityResult.Success;
    }

    /// <summary>All but the failed tries, which are counted by themselves.</summary>
    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        await log.Write(async transaction =>
        {
            await using var db = transaction.OpenDb();
            var row = await db.Set<Account>().SingleAsync(it => it.Id == user.Id, cancellationToken);
            (row.Email, row.NormalizedEmail, row.Name) = (user.Email, user.NormalizedEmail, user.Name);
            (row.PasswordHash, row.SecurityStamp, row.LockedUntil) = (user.PasswordHash, user.SecurityStamp, user.LockedUntil);
            if (user.FailedTries == 0) row.FailedTries = 0;
            await SaveWithWhatGoesAlong(user, transaction, db);
        }, cancellationToken);
        user.Along.Clear();
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken)
    {
        await log.Write(async transaction =>
        {
            await using var db = transaction.OpenDb();
            await db.Set<Account>().Where(row => row.Id == user.Id).ExecuteDeleteAsync(cancellationToken);
            await SaveWithWhatGoesAlong(user, transaction, db);
        }, cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancellationToken);
    }

    public async Task<Account?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == normalizedEmail, cancellationToken);
    }

    /// <summary>Counted in the database, so that tries at the same moment are as many as they are.</summary>
    public async Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        user.FailedTries = await log.Write(async transaction =>
        {
            await using var db = transaction.OpenDb();
            await db.Set<Account>().Where(row => row.Id == user.Id).ExecuteUpdateAsync(row => row.SetProperty(it => it.FailedTries, it => it.FailedTries + 1), cancellationToken);
            await Audit.AddEverywhere(transaction, db, user, "sign-in.failed");
            await db.SaveChangesAsync(cancellationToken);
            return await db.Set<Account>().Where(row => row.Id == user.Id).Select(row => row.FailedTries).SingleAsync(cancellationToken);
        }, cancellationToken);

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Done(user.FailedTries = 0);

    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.FailedTries);

    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.LockedUntil is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : (DateTimeOffset?)null);

    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        user.LockedUntil = lockoutEnd?.ToUnixTimeMilliseconds();
        if (lockoutEnd is { } until) user.Along.Add((transaction, db) => Audit.AddEverywhere(transaction, db, user, "sign-in.locked", $"until {until:u}"));
        return Task.CompletedTask;
    }

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    /// <summary>People sign in with their email address; there is no other user name.</summary>
    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => Done(user.Email = userName ?? "");

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedEmail);

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => Done(user.NormalizedEmail = normalizedName ?? "");

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => FindByEmailAsync(normalizedUserName, cancellationToken);

    public Task SetEmailAsync(Account user, string? email, CancellationToken cancellationToken) => Done(user.Email = email ?? "");

    public Task<string?> GetEmailAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<bool> GetEmailConfirmedAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetEmailConfirmedAsync(Account user, bool confirmed, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetNormalizedEmailAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedEmail);

    public Task SetNormalizedEmailAsync(Account user, string? normalizedEmail, CancellationToken cancellationToken) => Done(user.NormalizedEmail = normalizedEmail ?? "");

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken) => Done(user.PasswordHash = passwordHash);

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) => Done(user.SecurityStamp = stamp);

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public void Dispose()
    {
        // Holds nothing.
    }

    private static async Task SaveWithWhatGoesAlong(Account user, LogTransaction transaction, CpdDb db)
    {
        foreach (var write in user.Along) await write(transaction, db);
        await db.SaveChangesAsync();
    }

    private static Task Done<T>(T change)
    {
        _ = change;
        return Task.CompletedTask;
    }
}

/// <summary>Two people took the same email address at the same moment.</summary>
internal sealed class EmailIsTakenException : Exception;
