using System.Net;
using System.Text.RegularExpressions;

namespace Cpd.Benchmarks.Job;

/// <summary>Somebody in front of the pages, signed in to the demo as a browser does it: by the form.</summary>
internal sealed partial class Visitor : IDisposable
{
    private Visitor(Uri place) => Client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { BaseAddress = place };

    public CookieContainer Cookies { get; } = new();

    public HttpClient Client { get; }

    public static async Task<Visitor> SignIn(Uri place)
    {
        var visitor = new Visitor(place);
        var page = await visitor.Client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        using var form = new FormUrlEncodedContent(Hidden().Matches(page).Select(field => KeyValuePair.Create(field.Groups[1].Value, field.Groups[2].Value)));
        using var answer = await visitor.Client.PostAsync(new Uri("/sign-in", UriKind.Relative), form);
        if (answer.RequestMessage?.RequestUri?.AbsolutePath is "/sign-in") throw new InvalidOperationException($"The demo let nobody in: {answer.StatusCode}.");
        return visitor;
    }

    public void Dispose() => Client.Dispose();

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)" />""")]
    private static partial Regex Hidden();
}
