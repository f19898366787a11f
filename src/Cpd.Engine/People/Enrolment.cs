namespace Cpd.Engine.People;

/// <summary>How often and when a person went through a journey; what re-entry rules look at.</summary>
/// <param name="LastLeft">Null until they left it for the first time.</param>
public sealed record Enrolment(int Times, DateTimeOffset FirstEntered, DateTimeOffset LastEntered, DateTimeOffset? LastLeft);
