using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>A person's attributes, addresses, zone, language and consent.</summary>
public sealed record Profile(PersonId Id, string Workspace);
