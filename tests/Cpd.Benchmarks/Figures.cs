using System.Diagnostics;
using System.Globalization;

namespace Cpd.Benchmarks;

/// <summary>How a benchmark is told what to do, waits, and tells what it found.</summary>
internal static class Figures
{
    public static void Head(FormattableString text)
    {
        Console.WriteLine();
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }

    public static void Say(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-52} {value,12:0.###} {unit}"));

    /// <summary>Whether what a send costs keeps to its bound: the one in the middle of the rounds from the fourth on, as the first three compile.</summary>
    /// <returns>The exit code of the benchmark. Fewer than four rounds are not judged.</returns>
    public static int Judge(IReadOnlyList<double> cpuOfRounds, double gate)
    {
        if (cpuOfRounds.Count < 4) return 0;

        var judged = Percentile([.. cpuOfRounds.Skip(3).Order()], 50);
        Head($"CPU per 1,000 completed sends: {judged:0.###} s, the gate of {gate} s is {(judged <= gate ? "held" : "missed")}");
        return judged <= gate ? 0 : 1;
    }

    /// <summary>What stands behind <paramref name="name"/>, such as <c>--events 20000</c>.</summary>
    public static int Number(string[] arguments, string name, int otherwise)
    {
        var at = Array.IndexOf(arguments, name);
        return at >= 0 ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : otherwise;
    }

    /// <param name="percent">From 0 to 100.</param>
    public static double Percentile(IReadOnlyList<double> sorted, int percent) => sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];

    public static async Task Until(Func<bool> done)
    {
        var patience = Stopwatch.StartNew();
        while (!done())
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(5)) throw new TimeoutException("The product did not finish what it had accepted.");
            await Task.Delay(20);
        }
    }
}
