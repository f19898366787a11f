using Cpd.Web.Shell;

namespace Cpd.Web.Features.Shared;

/// <summary>Lines for the terminal that bring the first data, with the key of the demo.</summary>
internal static class FirstSteps
{
    public static string Identify(string address) => Post(address, "identify",
        """{"userId":"ana-1","traits":{"firstName":"Ana","phone":"+385911234567","email":"ana@example.com"}}""");

    public static string Track(string address) => Post(address, "track",
        """{"userId":"ana-1","event":"Signed Up","properties":{"plan":"trial"}}""");

    private static string Post(string address, string path, string body) =>
        $"curl -u {CurrentWorkspace.DemoKey}: -H 'Content-Type: application/json' -d '{body}' {address.TrimEnd('/')}/v1/{path}";
}
