namespace Cpd.EndToEnd.Tests.Crashes;

/// <summary>Runs after all others, beside nothing: what is measured in seconds must not share the machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
