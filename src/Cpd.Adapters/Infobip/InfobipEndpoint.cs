using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cpd.Adapters.Infobip;

/// <summary>Whom the client calls. Only address and key differ; nothing else in the adapter knows who it is.</summary>
public interface IInfobipEndpoint
{
    string ApiKey { get; }

    /// <summary>How long one call may take.</summary>
    TimeSpan Timeout { get; }

    /// <param name="path">Without a slash in front: <c>sms/3/messages</c>.</param>
    Uri At(string path);
}

/// <summary>What the installation's settings say: an account's host, or the sandbox at our own address.</summary>
public sealed class InfobipEndpoint(IOptions<InfobipOptions> options, IServiceProvider services) : IInfobipEndpoint
{
    /// <summary>Where the sandbox inside this process is mounted.</summary>
    public const string SandboxPath = "/sandbox/infobip";

    /// <summary>The key that the sandbox takes.</summary>
    public const string SandboxKey = "sandbox-key";

    public string ApiKey => options.Value.IsSandbox ? SandboxKey : options.Value.ApiKey!;

    public TimeSpan Timeout => options.Value.Timeout;

    public Uri At(string path) => options.Value.IsSandbox ? AtSandbox(path) : new Uri($"{options.Value.BaseUrl!.TrimEnd('/')}/{path}");

    internal Uri AtSandbox(string path) => new($"{OwnAddress().AbsoluteUri.TrimEnd('/')}{SandboxPath}/{path}");

    internal Uri OwnAddress() =>
        services.GetService<IOwnAddress>()?.Get()
        ?? throw new InvalidOperationException(
            $"Nothing tells where this process listens. Register an {nameof(IOwnAddress)}, or set {InfobipOptions.Section}:BaseUrl and Cpd:PublicUrl.");
}

/// <summary>An account of a workspace's own, or one that is tried out.</summary>
internal sealed class OwnEndpoint(string baseUrl, string key, TimeSpan timeout) : IInfobipEndpoint
{
    public string ApiKey => key;

    public TimeSpan Timeout => timeout;

    public Uri At(string path) => new($"{baseUrl}/{path}");
}

/// <summary>The sandbox, whatever account the installation has.</summary>
internal sealed class ChosenSandbox(InfobipEndpoint installation) : IInfobipEndpoint
{
    public string ApiKey => InfobipEndpoint.SandboxKey;

    public TimeSpan Timeout => installation.Timeout;

    public Uri At(string path) => installation.AtSandbox(path);
}
