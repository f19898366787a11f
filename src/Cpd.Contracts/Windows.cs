namespace Cpd.Contracts;

/// <summary>
/// Names the records that a consumer group gets in one go, over all partitions it owns. The records themselves travel
/// beside it, with the transaction they are handled in.
/// </summary>
public sealed record RecordWindow(string Group, int Count);
