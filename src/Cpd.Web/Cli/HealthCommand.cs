using System.CommandLine;
using Cpd.Web.Hosting;
using Cpd.Web.Hosting.Health;

namespace Cpd.Web.Cli;

/// <summary><c>cpd health</c>: asks the server on this machine whether it is ready; for containers, which have no other program to ask with.</summary>
internal static class HealthCommand
{
    public static Command Make()
    {
        var url = new Option<string>("--url") { Description = "The address to ask", DefaultValueFactory = _ => OwnUrl(Environment.GetEnvironmentVariable) };
        var command = new Command("health", "Checks whether the server on this machine is ready") { url };
        command.SetAction(async (given, ct) =>
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            try
            {
                using var answer = await http.GetAsync(new Uri(given.GetValue(url)!), ct);
                await given.InvocationConfiguration.Output.WriteLineAsync(await answer.Content.ReadAsStringAsync(ct));
                return answer.IsSuccessStatusCode ? 0 : CommandLine.Wrong;
            }
            catch (Exception silent) when (silent is HttpRequestException or UriFormatException || (silent is TaskCanceledException && !ct.IsCancellationRequested))
            {
                throw new CommandFailedException($"{given.GetValue(url)} is not responding: {silent.Message}");
            }
        });
        return command;
    }

    /// <summary>Of a server with the same environment.</summary>
    internal static string OwnUrl(Func<string, string?> variable) => ListenAddress.Of(variable) + HealthModule.ReadyPath;
}
