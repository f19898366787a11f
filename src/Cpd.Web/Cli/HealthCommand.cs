using System.CommandLine;

namespace Cpd.Web.Cli;

/// <summary><c>cpd health</c>: asks the server on this machine whether it is ready; for containers, which have no other program to ask with.</summary>
internal static class HealthCommand
{
    public static Command Make()
    {
        var url = new Option<string>("--url") { Description = "What is asked", DefaultValueFactory = _ => OwnUrl(Environment.GetEnvironmentVariable) };
        var command = new Command("health", "Asks the server on this machine whether it is ready") { url };
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
                throw new CommandFailedException($"{given.GetValue(url)} does not answer: {silent.Message}");
            }
        });
        return command;
    }

    /// <summary>Where a server with the same environment listens, as the host itself reads it.</summary>
    internal static string OwnUrl(Func<string, string?> variable)
    {
        var listens = (variable("ASPNETCORE_URLS") ?? variable("URLS"))?.Split(';')[0]
            ?? (variable("ASPNETCORE_HTTP_PORTS") ?? variable("HTTP_PORTS"))?.Split(';')[0] switch { { Length: > 0 } port => "http://+:" + port, _ => "http://127.0.0.1:5080" };
        var address = BindingAddress.Parse(listens);
        var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}/health/ready";
    }
}
