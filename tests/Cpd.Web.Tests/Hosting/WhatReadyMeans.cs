using System.Globalization;
using Cpd.Contracts;
using Cpd.EventLog;
using Cpd.EventLog.Storage;
using Cpd.Tests;
using Cpd.Web.Hosting.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cpd.Web.Tests.Hosting;

/// <summary>When a group counts as stuck, and when it only has much to do.</summary>
public sealed class WhatReadyMeans
{
    private static readonly LogGroup Platform = new() { Name = "platform", Topic = Topic.Events, Consumer = typeof(object), Order = 1 };

    private readonly FakeStatus _log = new();
    private readonly Clock _clock = new();
    private readonly GroupsHealth _health;

    public WhatReadyMeans() => _health = new GroupsHealth(_log, [Platform], _clock);

    [Fact]
    public async Task A_group_that_stands_still_in_front_of_records_is_not_well()
    {
        _log.Groups = [new("platform", Lag: 5, Passed: 10, IsFull: false)];
        Assert.Equal(HealthStatus.Healthy, (await Look()).Status);
        _clock.Pass(TimeSpan.FromSeconds(61));

        var said = await Look();

        Assert.Equal((HealthStatus.Unhealthy, "Group platform has been stuck for 61 s with 5 records to go."), (said.Status, said.Description));
    }

    [Fact]
    public async Task A_group_that_moves_is_well_however_far_it_is_behind()
    {
        for (var minute = 0; minute < 5; minute++)
        {
            _log.Groups = [new("platform", Lag: 1_000_000 + minute, Passed: 10 + minute, IsFull: false)];
            Assert.Equal(HealthStatus.Healthy, (await Look()).Status);
            _clock.Pass(TimeSpan.FromMinutes(2));
        }
    }

    [Fact]
    public async Task Work_that_came_after_a_long_rest_is_not_overdue()
    {
        _log.Groups = [new("platform", Lag: 0, Passed: 10, IsFull: false)];
        await Look();
        _clock.Pass(TimeSpan.FromHours(1));
        _log.Groups = [new("platform", Lag: 3, Passed: 10, IsFull: false)];

        Assert.Equal(HealthStatus.Healthy, (await Look()).Status);
    }

    [Fact]
    public async Task A_group_that_has_enough_may_stand()
    {
        _log.Groups = [new("adapter", Lag: 5, Passed: 10, IsFull: true)];
        await Look();
        _clock.Pass(TimeSpan.FromHours(1));

        Assert.Equal(HealthStatus.Healthy, (await Look()).Status);
    }

    [Fact]
    public async Task A_database_that_stands_still_is_not_waited_for_longer_than_three_seconds()
    {
        using var line = new ServerLine(0);
        line.Freeze();
        var health = new DatabaseHealth(new PostgreSqlDatabase(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={line.Port};Username=cpd;Database=cpd;Timeout=300")));

        var said = await health.CheckHealthAsync(new HealthCheckContext());

        Assert.Equal((HealthStatus.Unhealthy, "No response within 3 seconds."), (said.Status, said.Description));
    }

    [Fact]
    public async Task A_database_that_is_gone_is_told_at_once_and_without_its_address()
    {
        using var line = new ServerLine(0);
        line.Cut();
        var health = new DatabaseHealth(new PostgreSqlDatabase(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={line.Port};Username=cpd;Database=cpd")));

        var said = await health.CheckHealthAsync(new HealthCheckContext());

        Assert.Equal((HealthStatus.Unhealthy, "No response (NpgsqlException)."), (said.Status, said.Description));
    }

    private Task<HealthCheckResult> Look() => _health.CheckHealthAsync(new HealthCheckContext());

    private sealed class FakeStatus : ILogStatus
    {
        public Task Running => Task.CompletedTask;

        public IReadOnlyList<GroupStatus> Groups { get; set; } = [];
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }
}
