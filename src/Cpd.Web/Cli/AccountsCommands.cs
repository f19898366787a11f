using System.CommandLine;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Web.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cpd.Web.Cli;

/// <summary><c>cpd accounts</c>: for whoever runs the server, when nobody can sign in who could help somebody else to.</summary>
internal static class AccountsCommands
{
    public static Command Make() => new("accounts", "Helps people who cannot sign in") { ResetLink() };

    private static Command ResetLink()
    {
        var email = new Argument<string>("email") { Description = "The e-mail address they sign in with" };
        var address = new Option<string?>("--url") { Description = "The start of the link: the server's address as they reach it; by default Cpd:PublicUrl, or this machine" };
        var command = new Command("reset-link", "Creates a link to set a new password; it works once, within a day; the server may be running") { email, address };
        Settings.AddTo(command);
        command.SetAction(async (given, ct) =>
        {
            var configuration = Settings.Read(given);
            await using var services = Parts(configuration);
            var path = await PathFor(services, given.GetValue(email)!.Trim(), ct);
            var url = Address(given.GetValue(address) ?? configuration["Cpd:PublicUrl"]);
            await given.InvocationConfiguration.Output.WriteLineAsync(url + path);
            return 0;
        });
        return command;
    }

    private static async Task<string> PathFor(ServiceProvider services, string email, CancellationToken ct)
    {
        if (services.GetRequiredService<Database>() is SqliteDatabase file && !File.Exists(Path.Combine(file.Folder, "cpd.db")))
            throw new CommandFailedException($"There is no database in {file.Folder}: set the server's data directory with --Cpd:DataDirectory=PATH.");

        try
        {
            await using var scope = services.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByEmailAsync(email) is { } account && account.Id != Account.DemoId)
                return await scope.ServiceProvider.GetRequiredService<PasswordResets>().PathFor(account);

            var owners = await Owners(services, ct);
            throw new CommandFailedException(owners.Count > 0
                ? $"There is no account for {email}. The owners are {string.Join(", ", owners)}."
                : $"There is no account for {email}, and the installation has no owner yet: open /setup.");
        }
        catch (Exception fault) when (services.GetRequiredService<Database>().IsOwn(fault))
        {
            throw new CommandFailedException($"The database cannot be read: {fault.Message} Run \"cpd check\" with the same settings for details.");
        }
    }

    private static async Task<IReadOnlyList<string>> Owners(ServiceProvider services, CancellationToken ct)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<CpdDb>>().CreateDbContextAsync(ct);
        return await db.Set<Account>().Where(account => account.Id != Account.DemoId && db.Set<MemberRow>().Any(member => member.Account == account.Id && member.Role == MemberRole.Owner))
            .OrderBy(account => account.Email).Select(account => account.Email).ToListAsync(ct);
    }

    private static string Address(string? given)
    {
        if (given is not { Length: > 0 }) return "http://127.0.0.1:5080";
        if (!Uri.TryCreate(given, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new CommandFailedException($"\"{given}\" is not a valid server address: use one such as https://cpd.example.com.", CommandLine.Misused);
        return given.TrimEnd('/');
    }

    /// <exception cref="CommandFailedException">The settings cannot work.</exception>
    private static ServiceProvider Parts(IConfiguration configuration)
    {
        try
        {
            return Settings.Parts(configuration, services => services.AddAccounts().AddSingleton<IEventLog, NothingIsWritten>());
        }
        catch (RolesException refused)
        {
            throw new CommandFailedException(refused.Message);
        }
    }

    /// <summary>The log belongs to the server. A link is signed and kept nowhere, so nothing has to be written for one.</summary>
    private sealed class NothingIsWritten : IEventLog
    {
        public int Partitions => throw new NotSupportedException();

        public Task Append(IReadOnlyList<LogRecord> records, CancellationToken ct) => throw new NotSupportedException();

        public Task<T> Write<T>(Func<LogTransaction, Task<T>> work, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<LogRecord>> Read(Topic topic, int partition, long from, int most, CancellationToken ct) => throw new NotSupportedException();
    }
}
