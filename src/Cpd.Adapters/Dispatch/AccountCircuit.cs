using System.Collections.Concurrent;
using Cpd.Adapters.Accounts;
using Polly;
using Polly.CircuitBreaker;

namespace Cpd.Adapters.Dispatch;

/// <summary>Stops asking a provider's account that does not answer, and lets one call at a time find out whether it does again.</summary>
internal sealed class AccountCircuit
{
    /// <summary>Said where nobody was asked: of the account it tells nothing new.</summary>
    private const string Pauses = "The provider's account is not responding; calls are paused for a moment.";

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<SendAnswer> _pipeline;

    public AccountCircuit(DispatchOptions options, TimeProvider clock) =>
        _pipeline = new ResiliencePipelineBuilder<SendAnswer> { TimeProvider = new SteadyClock(clock) }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<SendAnswer>
            {
                FailureRatio = options.CircuitFailureRatio,
                MinimumThroughput = options.CircuitMinimumCalls,
                SamplingDuration = options.CircuitSampling,
                BreakDuration = options.CircuitBreak,
                StateProvider = _state,
                // A provider that says when to come back is well; it only wants less.
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Result is SendAnswer.Unknown or SendAnswer.Busy { RetryAfter: null }),
            })
            .Build();

    /// <summary>Open while calls pause; it closes with the first that is answered.</summary>
    public CircuitState State => _state.CircuitState;

    public async Task<SendAnswer> Send(IMessageSender sender, AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (call, ct) => await Ask(call.sender, call.through, call.messages, ct), (sender, through, messages), ct);
        }
        catch (BrokenCircuitException open)
        {
            return new SendAnswer.Busy(Pauses, open.RetryAfter, WasAsked: false);
        }
    }

    private static async ValueTask<SendAnswer> Ask(IMessageSender sender, AccountRef through, IReadOnlyList<OutgoingMessage> messages, CancellationToken ct)
    {
        try
        {
            return await sender.Send(through, messages, ct);
        }
#pragma warning disable CA1031 // Whatever went wrong, the request may have gone out.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return new SendAnswer.Unknown(fault is OperationCanceledException ? "No response in time." : $"The call was interrupted: {fault.GetType().Name}.");
        }
    }
}

/// <summary>One for each account: that one does not answer says nothing of the others.</summary>
internal sealed class AccountCircuits(DispatchOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, AccountCircuit> _circuits = new();

    public AccountCircuit Of(long account) => _circuits.GetOrAdd(account, _ => new AccountCircuit(options, clock));

    /// <summary>Those that something went through, and the installation's.</summary>
    public IEnumerable<(long Account, AccountCircuit Circuit)> All()
    {
        Of(AccountId.Installation);
        return _circuits.Select(one => (one.Key, one.Value));
    }
}
