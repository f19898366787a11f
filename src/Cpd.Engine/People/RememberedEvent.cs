using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>A whole event that is kept for a while, because a wait may look back for it.</summary>
public sealed record RememberedEvent(RecordId Record, DateTimeOffset At, RawJson Properties);
