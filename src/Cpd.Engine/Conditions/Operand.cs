namespace Cpd.Engine.Conditions;

/// <summary>What a comparison compares with: a value as it stands, or what is found at another path.</summary>
public abstract record Operand
{
    private Operand() { }

    internal abstract Scalar Value(Facts facts);

    public static implicit operator Operand(Literal literal) => new Fixed(literal);

    public static implicit operator Operand(ValuePath path) => new Found(path);

    public sealed record Fixed(Literal Literal) : Operand
    {
        internal override Scalar Value(Facts facts) => Literal.Value;

        public override string ToString() => Literal.ToString();
    }

    public sealed record Found(ValuePath Path) : Operand
    {
        internal override Scalar Value(Facts facts) => Scalar.Of(Path.Get(facts));

        public override string ToString() => Path.ToString();
    }
}
