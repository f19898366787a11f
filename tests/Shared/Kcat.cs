using System.Diagnostics;

namespace Cpd.Tests;

/// <summary>Somebody else's program on the same brokers: knows nothing of ours.</summary>
internal static class Kcat
{
    /// <summary>Everything that lies on a topic, a line a record.</summary>
    /// <param name="format">As kcat's <c>-f</c> takes it.</param>
    public static async Task<string[]> Read(string servers, string topic, string format) =>
        (await Run(null, "-b", servers, "-t", topic, "-C", "-e", "-q", "-f", format)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Puts a record on a topic for each line; what stands before the first <c>|</c> is its key.</summary>
    public static Task Write(string servers, string topic, IEnumerable<string> lines) =>
        Run(string.Join('\n', lines), "-b", servers, "-t", topic, "-P", "-K", "|");

    private static async Task<string> Run(string? input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Parts.Kcat!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(Patience.Limit);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            if (input is not null) await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"kcat ended with {process.ExitCode}: {await errors}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
