using System.Security.Cryptography;
using Cpd.Adapters.Accounts;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip;

/// <summary>The addresses under which Infobip reports to us; the receivers are mapped on the same patterns.</summary>
public sealed class InfobipWebhooks(
    IOptions<InfobipWebhookOptions> options, IOptions<InfobipOptions> account, InfobipEndpoint endpoint, DataFolder folder, AccountBook book)
{
    /// <summary>Delivery reports of what we sent.</summary>
    public const string ReportsPattern = "/hooks/infobip/{secret}/reports";

    /// <summary>Delivery reports of e-mails, and what happened to them afterwards.</summary>
    public const string EmailPattern = "/hooks/infobip/{secret}/email";

    /// <summary>What people write to us.</summary>
    public const string InboundPattern = "/hooks/infobip/{secret}/inbound";

    private readonly Lazy<string> _secret = new(() => options.Value.Secret is { Length: > 0 } given ? given : Kept(folder.File("webhook-secret")));

    /// <summary>The piece of the path that only Infobip and we know.</summary>
    public string Secret => _secret.Value;

    /// <summary>False where nobody outside of this machine's network can be told an address.</summary>
    public bool ArePublic => account.Value.PublicUrl is { Length: > 0 };

    public Uri ReportsUrl() => At(ReportsPattern, Secret);

    public Uri InboundUrl() => At(InboundPattern, Secret);

    /// <summary>A workspace's own address where it has an account of its own.</summary>
    public Uri ReportsUrl(AccountRef through) => At(ReportsPattern, SecretOf(through));

    public Uri EmailUrl(AccountRef through) => At(EmailPattern, SecretOf(through));

    public Uri InboundUrl(AccountRef through) => At(InboundPattern, SecretOf(through));

    private string SecretOf(AccountRef through) =>
        through.Account is AccountId.Installation or AccountId.Sandbox ? Secret : book.Of(through.Workspace).Secret ?? Secret;

    private Uri At(string pattern, string secret) => At(pattern.Replace("{secret}", secret, StringComparison.Ordinal));

    /// <summary>Something of this installation, as it is reached from outside.</summary>
    internal Uri At(string path)
    {
        var host = account.Value.PublicUrl is { Length: > 0 } url ? new Uri(url) : endpoint.OwnAddress();
        return new Uri(host.AbsoluteUri.TrimEnd('/') + path);
    }

    /// <summary>Made once. Written beside and moved, so that a crash never leaves half a secret.</summary>
    private static string Kept(string file)
    {
        if (File.Exists(file)) return File.ReadAllText(file).Trim();

        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var beside = $"{file}.{Environment.ProcessId}";
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(beside, how)) writer.Write(made);
        try
        {
            File.Move(beside, file);
            return made;
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(beside);
            return File.ReadAllText(file).Trim();   // another process was first
        }
    }
}
