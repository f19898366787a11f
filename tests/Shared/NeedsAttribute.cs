namespace Cpd.Tests;

/// <summary>What a test may need from the machine it runs on.</summary>
internal enum Part { Chromium, Node }

/// <summary>
/// A test that is skipped, with its reason, where a part is missing. With <c>CPD_REQUIRE_ALL=1</c> it runs and fails:
/// continuous integration must not pass because it looked away.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAttribute : FactAttribute
{
    public NeedsAttribute(Part part)
    {
        if (!Parts.AllRequired) Skip = Parts.Missing(part);
    }
}

internal static class Parts
{
    public static bool AllRequired { get; } = Environment.GetEnvironmentVariable("CPD_REQUIRE_ALL") == "1";

    /// <summary>For fixtures: false where a part is missing and its tests are skipped anyway, an exception where none may be missing.</summary>
    public static bool Has(Part part) => Missing(part) is not { } reason
        || (AllRequired ? throw new InvalidOperationException(reason) : false);

    /// <summary>Why a part cannot be used here; null when it can.</summary>
    public static string? Missing(Part part) => part switch
    {
        Part.Chromium when Chromium is null => "Chromium is not installed (package chromium) and CPD_CHROMIUM names none.",
        Part.Node when Node is null => "Node.js is not installed (packages nodejs and npm).",
        _ => null,
    };

    public static string? Chromium { get; } =
        new[] { Environment.GetEnvironmentVariable("CPD_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
            .FirstOrDefault(File.Exists);

    public static string? Node { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "node"))
        .FirstOrDefault(File.Exists);
}
