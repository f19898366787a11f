namespace Cpd.Web.Features.Shared.Fields;

/// <summary>One of the things a <see cref="ChoiceField{T}"/> offers.</summary>
/// <param name="Name">As people read it.</param>
public sealed record Choice<T>(T Value, string Name);
