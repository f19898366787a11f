using Cpd.Web.Access;

namespace Cpd.Web.Shell;

/// <summary>The workspace that pages show: the one a page was opened in, whatever is chosen elsewhere meanwhile. Every question is asked for it by name.</summary>
public sealed class CurrentWorkspace(Caller caller)
{
    /// <summary>Good on this machine only; in the lines that teach the first steps.</summary>
    public const string DemoKey = "demo-write-key";

    public string Id => caller.Workspace;

    public string Name => caller.WorkspaceName;
}
