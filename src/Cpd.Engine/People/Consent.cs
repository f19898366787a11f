using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>One thing a person agreed to or refused, and how we know.</summary>
/// <param name="Channel">Null: for the purpose as a whole, whatever the channel.</param>
/// <param name="At">When they said so; saying the same again later does not move it.</param>
/// <param name="Source">Where they said so; the company's own words, or what brought it to us.</param>
/// <param name="Text">What they were shown, where the company told us.</param>
public sealed record Consent(string Purpose, Channel? Channel, bool Granted, DateTimeOffset At, string Source, string? Text);
