using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Cpd.Adapters;

/// <summary>The folder of all that this installation keeps on disk (<c>Cpd:DataDirectory</c>, else <c>data</c> where it was started).</summary>
public sealed class DataFolder(IConfiguration configuration)
{
    /// <summary>The full path of a file in it; the folder exists afterwards.</summary>
    public string File(string name) =>
        Path.Combine(Directory.CreateDirectory(configuration["Cpd:DataDirectory"] is { Length: > 0 } given ? given : "data").FullName, name);

    /// <summary>A secret in it, for its owner's eyes. Made once; written beside and moved, so that a crash never leaves half of one.</summary>
    public string Secret(string name, int bytes)
    {
        var file = File(name);
        if (System.IO.File.Exists(file)) return System.IO.File.ReadAllText(file).Trim();

        var made = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
        var beside = $"{file}.{Environment.ProcessId}";
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(beside, how)) writer.Write(made);
        try
        {
            System.IO.File.Move(beside, file);
            return made;
        }
        catch (IOException) when (System.IO.File.Exists(file))
        {
            System.IO.File.Delete(beside);
            return System.IO.File.ReadAllText(file).Trim();   // another process was first
        }
    }
}
