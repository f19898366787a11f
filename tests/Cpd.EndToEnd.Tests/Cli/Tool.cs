using Cpd.Web.Cli;

namespace Cpd.EndToEnd.Tests.Cli;

/// <summary>The tool as it is typed, in this process; the server it talks to is another one.</summary>
internal static class Tool
{
    public static async Task<Said> Run(params string[] args)
    {
        var output = new StringWriter();
        var errors = new StringWriter();
        var code = await CommandLine.Run(args, output, errors);
        return new Said(code, output.ToString(), errors.ToString());
    }

    /// <summary>With the address and the key of a running app.</summary>
    public static Task<Said> On(RunningApp app, params string[] args) => Run([.. args, "--server", app.Url, "--key", "demo-write-key"]);
}

internal sealed record Said(int Code, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
