using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cpd.Engine.Workspaces;
using Cpd.Web.Api;
using Cpd.Web.Api.Description;

namespace Cpd.Web.Tests.Api;

public partial class WhatIsDescribed(TestIntake intake) : IClassFixture<TestIntake>
{
    private static readonly JsonElement Document = JsonElement.Parse(ApiDescription.Json.Span);

    public static TheoryData<string> WithExample => [.. ApiCalls.All.Where(call => call.Example is not null && call.Scope is not KeyScopes.Operations).Select(call => call.Name)];

    [Fact]
    public void Every_call_that_is_mapped_and_no_other()
    {
        // Left out: the first letters that browsers' clients call by, and the answer to unknown calls.
        var mapped = intake.Mapped
            .SelectMany(endpoint => endpoint.Methods.Select(method => $"{method} {Constraint().Replace(endpoint.Path, "}")}"))
            .Where(call => call.StartsWith("POST /v1/", StringComparison.Ordinal) || call.StartsWith("GET /v1/", StringComparison.Ordinal))
            .Where(call => call.Split('/')[^1].Length > 1 && !call.Contains("**", StringComparison.Ordinal));

        Assert.Equal(mapped.Order(StringComparer.Ordinal), ApiCalls.All.Select(call => $"{call.Method} {call.Path}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(WithExample))]
    public async Task Each_example_is_taken(string name)
    {
        var call = ApiCalls.All.Single(call => call.Name == name);
        var key = await intake.Key(KeyScopes.All);

        var reply = await intake.Post(call.Path, call.Example!, key);

        Assert.Equal((call.Answer is ApiAnswerKind.Accepted ? 202 : 200, true), (reply.Status, reply.Json.GetProperty("success").GetBoolean()));
        Assert.False(reply.Json.TryGetProperty("refused", out _), reply.Text);
    }

    [Theory]
    [MemberData(nameof(WithExample))]
    public async Task What_is_required_is_refused_when_it_is_missing(string name)
    {
        var call = ApiCalls.All.Single(call => call.Name == name);
        var key = await intake.Key(KeyScopes.All);
        foreach (var field in call.Body.Where(field => field.IsRequired))
        {
            var members = JsonElement.Parse(call.Example!).EnumerateObject().Where(member => member.Name != field.Name);

            var reply = await intake.Post(call.Path, $"{{{string.Join(",", members)}}}", key);

            Assert.True(reply.Status == 400, $"{name} without {field.Name}: {reply.Status} {reply.Text}");
        }
    }

    [Fact]
    public void Names_that_are_referred_to_are_there()
    {
        var references = Reference().Matches(Document.GetRawText()).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            var at = Document;
            foreach (var part in reference.Split('/')) Assert.True(at.TryGetProperty(part, out at), reference);
        });
    }

    [Fact]
    public void Each_operation_has_a_name_of_its_own() =>
        Assert.Equal(ApiCalls.All.Count, ApiCalls.All.Select(call => call.Name).Distinct().Count());

    [Fact]
    public void Every_code_of_a_refusal_stands_in_the_manual()
    {
        var manual = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "api.md"));
        var codes = typeof(ApiProblem).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(field => field.FieldType == typeof(ApiProblem))
            .Select(field => ((ApiProblem)field.GetValue(null)!).Code)
            .ToList();

        Assert.Contains("batch.too-large", codes);
        Assert.All(codes, code => Assert.Contains($"`{code}`", manual, StringComparison.Ordinal));
    }

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraint();

    [GeneratedRegex("\"#/([^\"]+)\"")]
    private static partial Regex Reference();
}
