namespace Cpd.Adapters.Infobip;

/// <summary>What is known after a call. What matters is which of these leave it open whether the call did its work.</summary>
public abstract record InfobipAnswer<T>
{
    private InfobipAnswer()
    {
    }

    public sealed record Answered(T Value) : InfobipAnswer<T>;

    /// <summary>It was refused and would be again: 4xx other than 429. It did nothing.</summary>
    public sealed record Refused(InfobipError Error) : InfobipAnswer<T>;

    /// <summary>429: it did nothing, and may be tried later.</summary>
    /// <param name="RetryAfter">As the answer said; often it does not say.</param>
    public sealed record TooMany(InfobipError Error, TimeSpan? RetryAfter) : InfobipAnswer<T>;

    /// <summary>Time-out, broken line, 5xx, an answer that cannot be read: it may have been done.</summary>
    /// <param name="IsAnswer">True where it was an answer of success that says something else than it should.</param>
    public sealed record Unknown(string Reason, bool IsAnswer = false) : InfobipAnswer<T>;

    /// <summary>No connection came about, so the call surely did nothing.</summary>
    /// <param name="Kind">Where the line itself said why.</param>
    public sealed record NotSent(string Reason, HttpRequestError? Kind = null) : InfobipAnswer<T>;
}
