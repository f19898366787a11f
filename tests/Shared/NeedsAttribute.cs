namespace Cpd.Tests;

/// <summary>
/// A test that is skipped, with its reason, where a part is missing. With <c>CPD_REQUIRE_ALL=1</c> it runs and fails:
/// continuous integration must not pass because it looked away.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAttribute : FactAttribute
{
    public NeedsAttribute(Part part)
    {
        if (!Parts.IsRequired(part)) Skip = Parts.Missing(part);
    }
}
