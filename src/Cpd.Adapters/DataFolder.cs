using Microsoft.Extensions.Configuration;

namespace Cpd.Adapters;

/// <summary>The folder of all that this installation keeps on disk (<c>Cpd:DataDirectory</c>, else <c>data</c> where it was started).</summary>
public sealed class DataFolder(IConfiguration configuration)
{
    /// <summary>The full path of a file in it; the folder exists afterwards.</summary>
    public string File(string name) =>
        Path.Combine(Directory.CreateDirectory(configuration["Cpd:DataDirectory"] is { Length: > 0 } given ? given : "data").FullName, name);
}
