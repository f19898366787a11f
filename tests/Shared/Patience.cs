namespace Cpd.Tests;

/// <summary>
/// How long a test waits for what must come. A machine may stand still for some seconds, and other builds may share it:
/// whoever waits goes on as soon as it is there, so the limit costs nothing but where something is broken.
/// </summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
}
