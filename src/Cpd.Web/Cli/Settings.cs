using System.CommandLine;
using Cpd.Web.Hosting;

namespace Cpd.Web.Cli;

/// <summary>The server's own settings, for commands that look at what it would run on: files beside the program, environment, and <c>--Cpd:...</c>.</summary>
internal static class Settings
{
    private static readonly string[] Sections = ["--Cpd:", "--ConnectionStrings:", "--Logging:"];

    /// <summary>Lets settings stand on the command line, as the server does.</summary>
    public static void AddTo(Command command) => command.TreatUnmatchedTokensAsErrors = false;

    /// <exception cref="CommandFailedException">Something on the command line is no setting.</exception>
    public static IConfiguration Read(ParseResult given)
    {
        var rest = given.UnmatchedTokens.ToArray();
        for (var i = 0; i < rest.Length; i++)
        {
            var isSetting = Sections.Any(section => rest[i].StartsWith(section, StringComparison.OrdinalIgnoreCase));
            var isValue = i > 0 && rest[i - 1].StartsWith("--", StringComparison.Ordinal) && !rest[i - 1].Contains('=', StringComparison.Ordinal);
            if (!isSetting && !isValue) throw new CommandFailedException($"\"{rest[i]}\" is neither an option nor a setting such as --Cpd:DataDirectory=PATH.", CommandLine.Misused);
        }

        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Production";
        return new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine(rest)
            .Build();
    }

    /// <summary>The parts as the server has them; nothing of them runs.</summary>
    /// <param name="more">What one command needs beside them, or in the place of one of them.</param>
    public static ServiceProvider Parts(IConfiguration configuration, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddLogging()
            .AddParts(configuration)
            .AddSingleton<Adapters.IOwnAddress, NotListening>();
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private sealed class NotListening : Adapters.IOwnAddress
    {
        public Uri Get() => new(ListenAddress.Default);
    }
}
