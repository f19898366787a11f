using Cpd.Web.Access;

namespace Cpd.Web.Shell;

/// <summary>The workspace that pages show: the one a page was opened in, whatever is chosen elsewhere meanwhile. Every question is asked for it by name.</summary>
public sealed class CurrentWorkspace(Caller caller)
{
    public string Id => caller.Workspace;

    public string Name => caller.WorkspaceName;
}
