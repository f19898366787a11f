using Cpd.Tests;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Cpd.EventLog.Tests;

/// <summary>A test that classes inherit, one for each thing it has to hold on: each class <see cref="SuiteNeedsAttribute">says</see> what it needs for that.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Cpd.EventLog.Tests.SuiteFactDiscoverer", "Cpd.EventLog.Tests")]
internal sealed class SuiteFactAttribute : FactAttribute;

/// <summary>All tests of the class are skipped, with the reason, where a part is missing; as <see cref="NeedsAttribute"/> does for one.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class SuiteNeedsAttribute(Part part) : Attribute
{
    public Part Part => part;
}

internal sealed class SuiteFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new SuiteTestCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

public sealed class SuiteTestCase : XunitTestCase
{
    /// <summary>The framework makes one of what it has written down.</summary>
    [Obsolete("For the framework.")]
    public SuiteTestCase()
    {
    }

    public SuiteTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod testMethod)
        : base(diagnostics, display, displayOptions, testMethod)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute)
    {
        foreach (var needs in TestMethod.TestClass.Class.GetCustomAttributes(typeof(SuiteNeedsAttribute)))
        {
            var part = (Part)needs.GetConstructorArguments().Single();
            if (!Parts.IsRequired(part) && Parts.Missing(part) is { } reason) return reason;
        }
        return null;
    }
}
