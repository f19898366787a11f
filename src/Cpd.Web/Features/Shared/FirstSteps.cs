using System.Text.Json;
using System.Text.Json.Nodes;
using Cpd.Engine.Workspaces;
using Cpd.Web.Shell;
using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Shared;

/// <summary>Lines for the terminal that bring data into the workspace one looks at.</summary>
public sealed class FirstSteps(NavigationManager navigation, CurrentWorkspace workspace)
{
    /// <summary>Stands where a key of one's own belongs: those that were made are not known any more.</summary>
    public const string KeyToCome = "YOUR_WRITE_KEY";

    private const string Person = "ana-1";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The demo's key opens the demo's workspace and no other.</summary>
    public bool HasKey => workspace.Id == DemoWorkspace.Id;

    public string Identify => Post("identify", $$$"""{"userId":"{{{Person}}}","traits":{"firstName":"Ana","phone":"+385911234567","email":"ana@example.com"}}""");

    public string Track(string name, string properties) =>
        Post("track", new JsonObject { ["userId"] = Person, ["event"] = name, ["properties"] = JsonNode.Parse(properties) }.ToJsonString(Plain));

    /// <summary>A text between quotes may hold anything but a quote, which steps outside of them for its moment.</summary>
    private string Post(string path, string body) =>
        $"curl -u {(HasKey ? DemoWorkspace.WriteKey : KeyToCome)}: -H 'Content-Type: application/json' -d '{body.Replace("'", @"'\''", StringComparison.Ordinal)}' {navigation.BaseUri.TrimEnd('/')}/v1/{path}";
}
