namespace Cpd.Web.Hosting;

/// <summary>Holds the embedded data for one process. The system lets go of it when the process ends, however it ends.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <exception cref="StartupRefusedException">Another process has them.</exception>
    public static DataDirectoryLock Take(string folder)
    {
        try
        {
            return new DataDirectoryLock(new FileStream(Path.Combine(folder, "in-use.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            throw new StartupRefusedException(
                $"{folder} is in use by another process. The embedded log belongs to one process: stop the other one, or set a separate folder for this one in Cpd:DataDirectory.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupRefusedException($"{folder} is not writable. Give this process write access, or set another folder in Cpd:DataDirectory.");
        }
    }

    public void Dispose() => _file.Dispose();
}
