namespace Cpd.Contracts;

/// <summary>The provider told that it put an address on its do-not-contact list by itself, or took it off.</summary>
/// <param name="Source">Why, in its own word.</param>
public sealed record RecordBlock(Channel Channel, string Address, bool Blocked, string? Source, DateTimeOffset OccurredAt) : ICommand;

/// <summary>An address is to be put on the provider's do-not-contact list, or taken off: the person ended the channel, or wants it again.</summary>
/// <param name="Source">To be taken off: why the provider put it on by itself, in its own word, where it told us.</param>
public sealed record BlockRequested(Channel Channel, string Address, bool Blocked, string? Source = null) : IDispatch;

/// <summary>What came of a <see cref="BlockRequested"/>.</summary>
/// <param name="Problem">A sentence where the provider refused it; null where it is done.</param>
public sealed record BlockChanged(Channel Channel, bool Blocked, string? Problem) : IEvent;
