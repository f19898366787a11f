using System.Globalization;

namespace Cpd.Benchmarks;

/// <summary>What the system says a process has used, user and system time together.</summary>
/// <param name="Own">Seconds of its own.</param>
/// <param name="OfEndedChildren">Seconds of children that have ended.</param>
internal readonly record struct CpuTime(double Own, double OfEndedChildren)
{
    public static CpuTime Of(int process)
    {
        // Behind the name, which may hold anything but ends with the last bracket.
        var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return new CpuTime(Seconds(11) + Seconds(12), Seconds(13) + Seconds(14));

        double Seconds(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture) / 100.0;
    }

    /// <summary>Of a process and all that it ever started, as far as they are its children.</summary>
    public static double OfFamily(int process)
    {
        while (true)
        {
            var children = Children(process).ToList();
            try
            {
                var own = children.Sum(child => Of(child).Own);
                var parent = Of(process);
                if (children.SequenceEqual(Children(process))) return parent.Own + parent.OfEndedChildren + own;
            }
            catch (IOException)
            {
                // A child ended meanwhile: its time stands with its parent's now, so it is all read anew.
            }
        }
    }

    private static IEnumerable<int> Children(int process) =>
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task/{process}/children"))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture));
}
