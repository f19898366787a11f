using System.CommandLine;

namespace Cpd.Web.Cli;

/// <summary>How commands that talk to a running server are told where it is.</summary>
internal static class ServerOptions
{
    private static readonly Option<string> Address = new("--server")
    {
        Description = "Where the server listens [CPD_SERVER]",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("CPD_SERVER") is { Length: > 0 } given ? given : "http://127.0.0.1:5080",
    };

    // From the environment, so that it need not stand where every user of the machine can read it.
    // No default value: help would show it.
    private static readonly Option<string?> Key = new("--key") { Description = "A write key of the workspace [CPD_KEY]" };

    public static void AddTo(Command command)
    {
        command.Options.Add(Address);
        command.Options.Add(Key);
    }

    /// <exception cref="CommandFailedException">No key, or no address.</exception>
    public static Server Connect(ParseResult given)
    {
        var address = given.GetValue(Address)!;
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new CommandFailedException($"\"{address}\" is no address of a server: give one such as http://127.0.0.1:5080.", CommandLine.Misused);
        if ((given.GetValue(Key) ?? Environment.GetEnvironmentVariable("CPD_KEY")) is not { Length: > 0 } key)
            throw new CommandFailedException(
                "Give a write key with --key or in the variable CPD_KEY. A fresh installation has demo-write-key, good on its own machine.", CommandLine.Misused);
        return new Server(url, key);
    }
}
