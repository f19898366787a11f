namespace Cpd.Engine.Conditions;

public abstract partial record Condition
{
    private Condition() { }
    public abstract bool Holds(Facts facts);
    public string ToText() => throw new NotImplementedException();
    public static ConditionParse Parse(string text) => throw new NotImplementedException();
    public string Explain(Facts facts) => throw new NotImplementedException();
    public IEnumerable<string> Paths() => throw new NotImplementedException();
    public IEnumerable<(string Event, TimeSpan? Within)> Asked() => throw new NotImplementedException();

    public sealed record Always : Condition
    {
        public override bool Holds(Facts facts) => true;
    }
}
