using Cpd.Adapters.Dispatch;

namespace Cpd.Adapters.Infobip.Email;

/// <summary>
/// Whether an account may be asked about addresses just now, and whether e-mails wait for it. What wants us to come back later
/// is waited for, though not for ever; what is broken is not: an e-mail to an address nobody looked at is what every e-mail is
/// where addresses are not checked.
/// </summary>
internal sealed class AskingLine(TimeProvider clock)
{
    /// <summary>So long e-mails wait while every question is put off.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>So many questions in a row without an answer, and nobody is asked for a while.</summary>
    public const int MostFailures = 5;

    public static readonly TimeSpan AfterFailures = TimeSpan.FromMinutes(1);

    /// <summary>A key without the scope is not tried with each call.</summary>
    public static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(10);

    /// <summary>Where a 429 does not say when to come back.</summary>
    private static readonly TimeSpan ComeBack = TimeSpan.FromSeconds(1);

    /// <summary>Infobip takes 150 a second from an account; other processes ask, too.</summary>
    private const int QuestionsPerSecond = 100;

    private readonly Lock _gate = new();
    private readonly TokenBucket _pace = new(QuestionsPerSecond, clock);
    private DateTimeOffset _closedUntil;

    /// <summary>Whether it was a 429 that closed it last.</summary>
    private bool _isPutOff;

    /// <summary>Null where something was answered since.</summary>
    private DateTimeOffset? _putOffSince;

    private DateTimeOffset _lastPutOff;
    private int _failures;

    public bool MayAsk
    {
        get
        {
            lock (_gate) return clock.GetUtcNow() >= _closedUntil;
        }
    }

    /// <summary>Of questions that were not answered: true where they were put off, and some are answered or it has not gone on for long.</summary>
    public bool IsWorthWaiting
    {
        get
        {
            lock (_gate) return _isPutOff && (_putOffSince is not { } since || clock.GetUtcNow() - since < LongestWait);
        }
    }

    /// <summary>How long until the next question fits.</summary>
    public TimeSpan Reserve() => _pace.Reserve(1);

    public void Answered()
    {
        lock (_gate) (_failures, _putOffSince) = (0, null);
    }

    public void PutOff(TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now - _lastPutOff > LongestWait) _putOffSince = null;   // that was another time
            (_isPutOff, _putOffSince, _lastPutOff) = (true, _putOffSince ?? now, now);
            Close(now + (retryAfter ?? ComeBack));
        }
    }

    /// <returns>True where nobody is asked for a while from now on.</returns>
    public bool Failed()
    {
        lock (_gate)
        {
            if (++_failures < MostFailures) return false;

            _failures = MostFailures - 1;   // one question finds out whether it is over
            return Shut(AfterFailures);
        }
    }

    /// <inheritdoc cref="Failed"/>
    public bool Refused()
    {
        lock (_gate) return Shut(AfterRefusal);
    }

    /// <summary>True for the first that shuts it: with many questions under way several find out.</summary>
    private bool Shut(TimeSpan pause)
    {
        var now = clock.GetUtcNow();
        var isNews = now >= _closedUntil || _isPutOff;
        _isPutOff = false;
        Close(now + pause);
        return isNews;
    }

    private void Close(DateTimeOffset until) => _closedUntil = until > _closedUntil ? until : _closedUntil;
}
