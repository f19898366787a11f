using System.Collections.Concurrent;
using Cpd.Adapters.Webhooks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Adapters.Dispatch;

/// <summary>What keeps messages from leaving that a person has to see to.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Reason">A sentence that says what to do.</param>
public sealed record DispatchProblem(string Code, string Reason, DateTimeOffset Since);

/// <summary>What the adapter is doing, for screens, health and whoever wants to know whether everything is out.</summary>
public sealed class DispatchStatus
{
    private readonly CallQueue _queue;
    private readonly GroupCommit _commits;
    private readonly WebhookQueue _webhooks;
    private readonly ConcurrentDictionary<long, DispatchProblem> _problems = new();
    private int _recovering = 1;

    internal DispatchStatus(CallQueue queue, WebhookQueue webhooks, GroupCommit commits)
    {
        _queue = queue;
        _webhooks = webhooks;
        _commits = commits;
    }

    /// <summary>The oldest, of any account; null when all is well.</summary>
    public DispatchProblem? Problem => _problems.Values.MinBy(problem => problem.Since);

    /// <summary>Of one account, as this process knows it.</summary>
    public DispatchProblem? ProblemOf(long account) => _problems.GetValueOrDefault(account);

    /// <summary>Messages that wait for HTTP or are under way.</summary>
    public long Waiting => _queue.Waiting;

    /// <summary>Messages whose outcome is to be looked up.</summary>
    public long Held => _queue.Held;

    /// <summary>
    /// False while anything is open: messages, webhook calls, answers not yet written, calls of an earlier process not yet
    /// read. What the log has not handed over yet is not in it.
    /// </summary>
    public bool IsDrained =>
        Volatile.Read(ref _recovering) == 0 && _queue is { Waiting: 0, Held: 0 } && _webhooks.IsEmpty && _commits.Pending == 0;

    /// <summary>True when this is a new problem.</summary>
    internal bool Report(long account, string code, string reason, DateTimeOffset now)
    {
        if (ProblemOf(account)?.Code == code) return false;

        _problems[account] = new DispatchProblem(code, reason, now);
        return true;
    }

    internal void Solved(long account)
    {
        if (!_problems.IsEmpty) _problems.TryRemove(account, out _);
    }

    /// <summary>That problem is, and no other one.</summary>
    internal void Solved(long account, string code)
    {
        if (ProblemOf(account) is { } problem && problem.Code == code) _problems.TryRemove(KeyValuePair.Create(account, problem));
    }

    internal void Recovered() => Volatile.Write(ref _recovering, 0);
}

/// <summary>Shows a problem without taking the product out of service: everything but sending goes on.</summary>
internal sealed class DispatchHealth(DispatchStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.Problem is { } problem
            ? HealthCheckResult.Degraded($"{problem.Reason} {status.Waiting} messages are waiting to be sent, {status.Held} are being looked up.")
            : HealthCheckResult.Healthy($"{status.Waiting} messages are waiting to be sent, {status.Held} are being looked up."));
}
