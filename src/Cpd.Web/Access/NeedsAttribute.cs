namespace Cpd.Web.Access;

/// <summary>Whom a page is for. Others get a sentence and a 403 in its place; commands ask by themselves.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAttribute(Right right) : Attribute
{
    public Right Right { get; } = right;

    /// <summary>In each workspace there is, because it shows what the whole installation shares.</summary>
    public bool Everywhere { get; init; }

    internal bool Allows(Caller caller) => Everywhere ? caller.MayEverywhere(Right) : caller.May(Right);
}
