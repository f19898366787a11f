using System.Text;

namespace Cpd.Engine.Conditions;

/// <summary>
/// A question about the <see cref="Facts"/> that is answered yes or no: plain data with a text form that prints and parses
/// both ways, for example <c>entry.total >= 100 and not did "Order Paid" in last 30 days</c>.
/// </summary>
/// <remarks>
/// Values of unlike kinds never compare: <c>"5"</c> is not <c>5</c>, nothing is more than a missing value, and the answer to
/// <c>!=</c> is no, too. <c>not person.country = "HR"</c> is how to ask for all others, with or without a country.
/// </remarks>
public abstract partial record Condition
{
    private Condition() { }

    /// <summary>How closely a condition's parts hold together when it is printed.</summary>
    private protected enum Binding
    {
        Or,
        And,
        Not,
        Single,
    }

    private protected virtual Binding Bound => Binding.Single;

    /// <summary>The answer. Never throws, whatever the facts.</summary>
    public abstract bool Holds(Facts facts);

    /// <summary>The paths that are looked at; one that stands twice comes twice.</summary>
    public virtual IEnumerable<string> Paths() => [];

    /// <summary>The events that are asked for, and how far back; null: ever.</summary>
    public virtual IEnumerable<(string Event, TimeSpan? Within)> Asked() => [];

    /// <summary>The questions it is made of, without the words that join them.</summary>
    internal virtual IEnumerable<Condition> Questions() => [this];

    /// <summary>The text that parses to this condition; the same for equal conditions.</summary>
    public string ToText() => Write(new StringBuilder()).ToString();

    /// <summary>Reads what <see cref="ToText"/> writes, and what people write.</summary>
    public static ConditionParse Parse(string text) => new ConditionParser(text).Parse();

    /// <summary>The answer with the values that led to it: <c>entry.total >= 100 (entry.total is 149.5): yes</c>.</summary>
    public string Explain(Facts facts) => Explain(new StringBuilder(), facts).ToString();

    public sealed override string ToString() => ToText();

    private protected abstract StringBuilder Write(StringBuilder text);

    /// <summary>What was found that decided it; empty where the text says it all.</summary>
    private protected virtual string Observed(Facts facts) => "";

    private protected virtual StringBuilder Explain(StringBuilder text, Facts facts)
    {
        Write(text);
        if (Observed(facts) is { Length: > 0 } observed) text.Append(" (").Append(observed).Append(')');
        return text.Append(Holds(facts) ? ": yes" : ": no");
    }

    private static string Observed(ValuePath path, Facts facts) => path.Explain(facts);
}
