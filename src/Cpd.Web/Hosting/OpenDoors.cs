using System.Net;

namespace Cpd.Web.Hosting;

/// <summary>Says so when others than this machine can reach the pages by http, which carries passwords as they are.</summary>
internal static partial class OpenDoors
{
    public static void Warn(WebApplication app)
    {
        foreach (var address in app.Urls)
            if (!IsOnThisMachineOnly(address) && address.StartsWith("http:", StringComparison.OrdinalIgnoreCase)) Log.Open(app.Logger, address);
    }

    internal static bool IsOnThisMachineOnly(string address)
    {
        var host = BindingAddress.Parse(address).Host;
        return host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Listening on {Address} without encryption: passwords and personal data cross the network in plain text. Use an https proxy in front of it, or listen on 127.0.0.1")]
        public static partial void Open(ILogger logger, string address);
    }
}
