namespace Cpd.Web.Features.Shared.Fields;

/// <summary>Something to pick from a <see cref="PickOrType"/>.</summary>
/// <param name="Value">What stands in the field then.</param>
/// <param name="Name">Where people call it otherwise.</param>
/// <param name="Detail">A few quiet words beside it: a type, a count.</param>
public sealed record PickOption(string Value, string? Name = null, string? Detail = null)
{
    public string Called => Name ?? Value;
}
