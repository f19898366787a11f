using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox;

namespace Cpd.Web.Cli;

/// <summary><c>cpd sandbox</c>: the server that stands in for Infobip, in a process of its own, for several processes of the product.</summary>
internal static class SandboxCommand
{
    public static Command Make()
    {
        var port = new Option<int>("--port") { Description = "The port it listens on; 0 for any free one", DefaultValueFactory = _ => 5090 };
        var host = new Option<string>("--host") { Description = "The address it listens on: one of this machine, localhost, or * for all", DefaultValueFactory = _ => "127.0.0.1" };
        var file = new Option<string>("--file") { Description = "The file it stores messages in", DefaultValueFactory = _ => "sandbox.db" };
        var key = new Option<string?>("--key") { Description = "The API key it accepts [CPD_SANDBOX_KEY]; the default one works on this machine only" };
        var inbound = new Option<string?>("--inbound-url") { Description = "Where it pushes replies from its phone: /hooks/infobip/SECRET/inbound of a server" };
        var command = new Command("sandbox", "Runs the Infobip sandbox in a process of its own") { port, host, file, key, inbound };
        command.Validators.Add(given =>
        {
            // The web server takes any other name for all addresses.
            if (given.GetValue(host) is { } name && Listens(name) is null) given.AddError($"\"{name}\" is not a valid address to listen on: use one of this machine such as 127.0.0.1, localhost, or * for all.");
            if (given.GetValue(port) is < 0 or > IPEndPoint.MaxPort) given.AddError($"A port must be between 0 and {IPEndPoint.MaxPort}.");
        });
        command.SetAction(async (given, ct) =>
        {
            var url = string.Create(CultureInfo.InvariantCulture, $"http://{Listens(given.GetValue(host)!)}:{given.GetValue(port)}");
            await using var sandbox = Build(url, given.GetValue(file)!, options =>
            {
                if ((given.GetValue(key) ?? Environment.GetEnvironmentVariable("CPD_SANDBOX_KEY")) is { Length: > 0 } own) options.Key = own;
                options.InboundUrl = given.GetValue(inbound);
            });
            try
            {
                await sandbox.StartAsync(ct);
            }
            catch (Exception taken) when (taken is IOException or SocketException)
            {
                throw new CommandFailedException($"Cannot listen on {url}: {taken.Message}");
            }
            await given.InvocationConfiguration.Output.WriteLineAsync(
                $"To use the sandbox, set Cpd__Infobip__BaseUrl={sandbox.Urls.First()}{InfobipEndpoint.SandboxPath} and Cpd__Infobip__ApiKey to its key.");
            await sandbox.WaitForShutdownAsync(ct);
            return 0;
        });
        return command;
    }

    /// <summary>As an address has it; null for what is none.</summary>
    private static string? Listens(string host) => host switch
    {
        "*" => "*",
        "localhost" => "127.0.0.1",   // port 0 is not taken for the name, which has two addresses
        _ when IPAddress.TryParse(host.Trim('[', ']'), out var address) => address.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString(),
        _ => null,
    };

    private static WebApplication Build(string url, string file, Action<SandboxOptions> configure)
    {
        try
        {
            return SandboxHost.Build(url, Path.GetFullPath(file), configure);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or DbException)
        {
            throw new CommandFailedException($"{file} cannot be used ({refused.Message}): name a writable or new file with --file.");
        }
    }
}
