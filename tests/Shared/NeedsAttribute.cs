namespace Cpd.Tests;

/// <summary>
/// A test that is skipped, with its reason, where a part is missing that it needs. With <c>CPD_REQUIRE_ALL=1</c> it runs and fails:
/// continuous integration must not pass because it looked away.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAttribute : FactAttribute
{
    public NeedsAttribute(params Part[] parts) => Skip = parts.Where(part => !Parts.IsRequired(part)).Select(Parts.Missing).FirstOrDefault(reason => reason is not null);
}
