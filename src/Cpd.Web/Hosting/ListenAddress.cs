namespace Cpd.Web.Hosting;

/// <summary>Where the server listens: what <c>--urls</c>, the variables of ASP.NET or <c>Kestrel:Endpoints</c> say, and else a port of its own on this machine.</summary>
internal static class ListenAddress
{
    public const string Default = "http://127.0.0.1:5080";

    private const int LastPort = 65_535;

    /// <exception cref="StartupRefusedException">What is set is no address.</exception>
    public static void Apply(WebApplicationBuilder builder)
    {
        var urls = builder.Configuration["urls"];
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) Refuse(url);
        foreach (var ports in (string[])["http_ports", "https_ports"])
        {
            foreach (var port in (builder.Configuration[ports] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                if (!IsPort(port)) throw new StartupRefusedException($"\"{port}\" in {ports} is not a valid port: use a number between 0 and {LastPort}.");
        }

        var isSaid = ((string?[])[urls, builder.Configuration["http_ports"], builder.Configuration["https_ports"]]).Any(said => !string.IsNullOrWhiteSpace(said))
            || builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!isSaid) builder.WebHost.UseUrls(Default);
    }

    /// <summary>Where a server with these variables listens, as one on the same machine reaches it, without a slash at the end.</summary>
    /// <exception cref="StartupRefusedException">What the variables say is no address.</exception>
    public static string Of(Func<string, string?> variable)
    {
        var listens = Said("ASPNETCORE_URLS") ?? Said("DOTNET_URLS") ?? Said("URLS")
            ?? (Said("ASPNETCORE_HTTP_PORTS") ?? Said("DOTNET_HTTP_PORTS") ?? Said("HTTP_PORTS")) switch { { } port => "http://+:" + port, null => Default };
        Refuse(listens);
        var address = BindingAddress.Parse(listens);
        var host = address.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : address.Host;
        return $"{address.Scheme}://{host}:{address.Port}";

        string? Said(string name) => variable(name)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
    }

    private static void Refuse(string url)
    {
        try
        {
            if (BindingAddress.Parse(url) is { Port: >= 0 and <= LastPort }) return;
        }
        catch (FormatException)
        {
        }
        throw new StartupRefusedException($"\"{url}\" is not a valid address to listen on: use one such as {Default}; separate several with ';'.");
    }

    internal static bool IsPort(string text) => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var port) && port is >= 0 and <= LastPort;
}
