using Cpd.Adapters;

namespace Cpd.Web.Cli.Checks;

/// <summary>The one folder that the server writes to.</summary>
internal static class FolderCheck
{
    private const string Part = "data directory";

    public static CheckLine Look(IConfiguration configuration)
    {
        var folder = configuration["Cpd:DataDirectory"] is { Length: > 0 } given ? given : "data";
        try
        {
            var probe = new DataFolder(configuration).File($"check-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return CheckLine.Fine(Part, $"{Path.GetDirectoryName(probe)} is writable.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return CheckLine.Wrong(Part, $"{folder} is not writable ({refused.Message}) Give this user write access, or set another folder in Cpd:DataDirectory.");
        }
    }
}
