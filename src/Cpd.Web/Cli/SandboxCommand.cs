using System.CommandLine;
using System.Globalization;
using Cpd.Adapters.Infobip;
using Cpd.Adapters.Sandbox;

namespace Cpd.Web.Cli;

/// <summary><c>cpd sandbox</c>: the server that stands in for Infobip, in a process of its own, for several processes of the product.</summary>
internal static class SandboxCommand
{
    public static Command Make()
    {
        var port = new Option<int>("--port") { Description = "Where it listens; 0 takes a free one", DefaultValueFactory = _ => 5090 };
        var host = new Option<string>("--host") { Description = "The address it listens on", DefaultValueFactory = _ => "127.0.0.1" };
        var file = new Option<string>("--file") { Description = "What it received is kept here", DefaultValueFactory = _ => "sandbox.db" };
        var key = new Option<string?>("--key") { Description = "The key it takes [CPD_SANDBOX_KEY]; the usual one works from this machine only" };
        var inbound = new Option<string?>("--inbound-url") { Description = "Where replies from its phone are pushed to: /hooks/infobip/SECRET/inbound of a server" };
        var command = new Command("sandbox", "Stands in for Infobip, in a process of its own") { port, host, file, key, inbound };
        command.SetAction(async (given, ct) =>
        {
            var url = string.Create(CultureInfo.InvariantCulture, $"http://{given.GetValue(host)}:{given.GetValue(port)}");
            await using var sandbox = SandboxHost.Build(url, Path.GetFullPath(given.GetValue(file)!), options =>
            {
                if ((given.GetValue(key) ?? Environment.GetEnvironmentVariable("CPD_SANDBOX_KEY")) is { Length: > 0 } own) options.Key = own;
                options.InboundUrl = given.GetValue(inbound);
            });
            try
            {
                await sandbox.StartAsync(ct);
            }
            catch (IOException taken)
            {
                throw new CommandFailedException($"It cannot listen on {url}: {taken.Message}");
            }
            await given.InvocationConfiguration.Output.WriteLineAsync(
                $"Stands in for Infobip: set Cpd__Infobip__BaseUrl={sandbox.Urls.First()}{InfobipEndpoint.SandboxPath} and Cpd__Infobip__ApiKey to its key.");
            await sandbox.WaitForShutdownAsync(ct);
            return 0;
        });
        return command;
    }
}
