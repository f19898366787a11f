using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip;

/// <summary>
/// Whom the client calls: the account's host, or the sandbox at our own address. Only address and key differ; nothing
/// else in the adapter knows which of the two it is.
/// </summary>
public sealed class InfobipEndpoint(IOptions<InfobipOptions> options, IServiceProvider services)
{
    /// <summary>Where the sandbox inside this process is mounted.</summary>
    public const string SandboxPath = "/sandbox/infobip";

    /// <summary>The key that the sandbox takes.</summary>
    public const string SandboxKey = "sandbox-key";

    public string ApiKey => options.Value.IsSandbox ? SandboxKey : options.Value.ApiKey!;

    public TimeSpan Timeout => options.Value.Timeout;

    /// <param name="path">Without a slash in front: <c>sms/3/messages</c>.</param>
    public Uri At(string path)
    {
        var host = options.Value.IsSandbox ? OwnAddress().AbsoluteUri.TrimEnd('/') + SandboxPath : options.Value.BaseUrl!.TrimEnd('/');
        return new Uri($"{host}/{path}");
    }

    internal Uri OwnAddress() =>
        services.GetService<IOwnAddress>()?.Get()
        ?? throw new InvalidOperationException(
            $"Nothing tells where this process listens. Register an {nameof(IOwnAddress)}, or set {InfobipOptions.Section}:BaseUrl and {InfobipOptions.Section}:PublicUrl.");
}
