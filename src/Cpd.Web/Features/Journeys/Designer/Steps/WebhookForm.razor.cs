using Cpd.Engine.Journeys;
using Cpd.Web.Features.Shared.Fields;

namespace Cpd.Web.Features.Journeys.Designer.Steps;

public sealed partial class WebhookForm
{
    private const string BodyExample = """{"person": {{json person.userId}}, "total": {{entry.total}}}""";

    private static readonly IReadOnlyList<Choice<string>> Methods = [.. new[] { "GET", "POST", "PUT", "PATCH", "DELETE" }.Select(method => new Choice<string>(method, method))];

    private static readonly IReadOnlyList<PickOption> HeaderNames = [new("Content-Type"), new("Authorization"), new("Accept")];

    private readonly NamesInEdit _names = new();
    private TextArea? _body;

    private Task Rename(int index, string name) => _names.Take(index, name, Step.Headers.Select(header => header.Key))
        ? Headers(With(Step.Headers, index, new(name, Step.Headers[index].Value)))
        : Task.CompletedTask;

    private Task Add() => Headers([.. Step.Headers, new("", new TemplateText(""))]);

    private Task Remove(int index)
    {
        _names.Clear();
        return Headers(Without(Step.Headers, index));
    }

    /// <summary>What the body is, and so how values are escaped in it, depends on the headers.</summary>
    private Task Headers(IReadOnlyList<KeyValuePair<string, TemplateText>> headers) => Change(Step with { Headers = headers, Body = Body(Step.Body?.Text, headers) });

    private Task Write(string body) => Change(Step with { Body = Body(body, Step.Headers) });

    private static TemplateText? Body(string? text, IReadOnlyList<KeyValuePair<string, TemplateText>> headers) =>
        string.IsNullOrEmpty(text) ? null : new TemplateText(text, JourneyStep.Webhook.EscapingOf(headers));
}
