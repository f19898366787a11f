using Microsoft.AspNetCore.Components;

namespace Cpd.Web.Features.Shared.Fields;

/// <summary>What all fields have in common. Where there is no <see cref="Label"/> to see, <see cref="Name"/> says to screen readers what it is.</summary>
public abstract class Field : ComponentBase
{
    protected string Id { get; } = "field-" + Guid.NewGuid().ToString("N");

    [Parameter]
    public string? Label { get; set; }

    [Parameter]
    public string? Name { get; set; }

    [Parameter]
    public string? Hint { get; set; }

    /// <summary>A sentence that says what to do; null where nothing is wrong.</summary>
    [Parameter]
    public string? Problem { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    protected string? DescribedBy => HasProblem ? $"{Id}-problem" : null;

    protected string? Invalid => HasProblem ? "true" : null;

    private protected virtual bool HasProblem => Problem is { Length: > 0 };
}
