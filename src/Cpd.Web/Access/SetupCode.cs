using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Cpd.Web.Access;

/// <summary>What whoever started the program reads in its log, and nobody else knows. At this machine itself no code is needed.</summary>
internal sealed partial class SetupCode(Setup setup, IDataProtectionProvider protection, ILogger<SetupCode> logger)
{
    private static readonly TimeSpan Good = TimeSpan.FromDays(1);

    // Signed rather than remembered: whichever of several processes wrote it, any of them knows it.
    private readonly ITimeLimitedDataProtector _codes = protection.CreateProtector("Cpd.Setup").ToTimeLimitedDataProtector();

    public static bool IsNeededFor(HttpContext http) => !FromHere.IsByItsOwnName(http);

    public bool Is(string? given)
    {
        try
        {
            return _codes.Unprotect(given?.Trim() ?? "") is "setup";
        }
        catch (Exception wrong) when (wrong is CryptographicException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Says in the log how to begin.</summary>
    public async Task Announce(CancellationToken ct)
    {
        if (!await setup.IsNeeded(ct)) return;
        var code = _codes.Protect("setup", Good);
        Log.Needed(logger, code);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "There is no account yet. To create the first one, open /setup?code={Code} within a day; on this machine, /setup is enough")]
        public static partial void Needed(ILogger log, string code);
    }
}
