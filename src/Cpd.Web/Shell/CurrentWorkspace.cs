using Cpd.Engine.UserView;

namespace Cpd.Web.Shell;

/// <summary>The workspace that pages show. There is one until people can sign in; every question is asked for it by name.</summary>
public sealed class CurrentWorkspace(IConfiguration configuration)
{
    /// <summary>Good on this machine only; in the lines that teach the first steps.</summary>
    public const string DemoKey = "demo-write-key";

    public string Id { get; } = configuration["Cpd:Workspace"] ?? "demo";

    public string Name => JourneyNames.Readable(Id);
}
