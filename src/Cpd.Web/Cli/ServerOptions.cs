using System.CommandLine;
using Cpd.Web.Hosting;

namespace Cpd.Web.Cli;

/// <summary>How commands that talk to a running server are told where it is.</summary>
internal static class ServerOptions
{
    private static readonly Option<string> Address = new("--server")
    {
        Description = "The server's address [CPD_SERVER]; by default where one with this environment listens",
        DefaultValueFactory = _ => Default(Environment.GetEnvironmentVariable),
    };

    // From the environment, so that it need not stand where every user of the machine can read it.
    // No default value: help would show it.
    private static readonly Option<string?> Key = new("--key") { Description = "A write key of the workspace [CPD_KEY]" };

    public static void AddTo(Command command)
    {
        command.Options.Add(Address);
        command.Options.Add(Key);
    }

    /// <summary>In a container the environment is the server's own, so that its tool finds it.</summary>
    internal static string Default(Func<string, string?> variable) => variable("CPD_SERVER") is { Length: > 0 } given ? given : ListenAddress.Of(variable);

    /// <exception cref="CommandFailedException">No key, or no address.</exception>
    public static Server Connect(ParseResult given)
    {
        var address = given.GetValue(Address)!;
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new CommandFailedException($"\"{address}\" is not a valid server address: use one such as {ListenAddress.Default}.", CommandLine.Misused);
        if ((given.GetValue(Key) ?? Environment.GetEnvironmentVariable("CPD_KEY")) is not { Length: > 0 } key)
            throw new CommandFailedException(
                "Set a write key with --key or in the variable CPD_KEY. A fresh installation has demo-write-key, which works on its own machine.", CommandLine.Misused);
        return new Server(url, key);
    }
}
