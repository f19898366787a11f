using System.Text.Json;

namespace Cpd.Adapters.Sandbox;

/// <summary>How the sandbox behaves now, and the dice it throws for it.</summary>
internal sealed class SandboxMood
{
    private readonly Lock _lock = new();
    private readonly SandboxStore _store;
    private readonly SandboxBehaviour _usual;
    private readonly TimeProvider _clock;
    private SandboxBehaviour _now;
    private Random _dice;
    private long _minute;
    private int _asked;

    public SandboxMood(SandboxStore store, SandboxBehaviour usual, TimeProvider clock)
    {
        (_store, _usual, _clock) = (store, usual, clock);
        _now = Remembered(store) ?? usual;
        _dice = DiceOf(_now);
    }

    public SandboxBehaviour Now => Volatile.Read(ref _now);

    public bool Chance(double rate)
    {
        if (rate <= 0) return false;
        lock (_lock) return _dice.NextDouble() < rate;
    }

    /// <summary>From 0 up to <paramref name="below"/>.</summary>
    public int Some(int below)
    {
        lock (_lock) return _dice.Next(Math.Max(1, below));
    }

    /// <summary>False where the logs were asked too often in this minute.</summary>
    public bool MayAskLogs()
    {
        var most = Now.LogsPerMinute;
        if (most == 0) return true;
        lock (_lock)
        {
            var minute = _clock.GetUtcNow().ToUnixTimeSeconds() / 60;
            if (minute != _minute) (_minute, _asked) = (minute, 0);
            return ++_asked <= most;
        }
    }

    public async Task Set(SandboxBehaviour behaviour, CancellationToken ct)
    {
        var text = JsonSerializer.Serialize(behaviour, SandboxJson.Default.SandboxBehaviour);
        await _store.Write(db => { db.Prepare("INSERT OR REPLACE INTO settings VALUES ('behaviour', ?1)").Bind(1, text).Run(); }, ct);
        Take(behaviour);
    }

    public async Task Reset(CancellationToken ct)
    {
        await _store.Write(db => { db.Prepare("DELETE FROM settings WHERE name = 'behaviour'").Run(); }, ct);
        Take(_usual);
    }

    private void Take(SandboxBehaviour behaviour)
    {
        lock (_lock)
        {
            _now = behaviour;
            _dice = DiceOf(behaviour);
            (_minute, _asked) = (0, 0);
        }
    }

    private static SandboxBehaviour? Remembered(SandboxStore store) => store.Read(db =>
    {
        var row = db.Prepare("SELECT value FROM settings WHERE name = 'behaviour'");
        return row.Step() ? JsonSerializer.Deserialize(row.GetText(0), SandboxJson.Default.SandboxBehaviour) : null;
    });

#pragma warning disable CA5394   // dice for faults, not for secrets
    private static Random DiceOf(SandboxBehaviour behaviour) => behaviour.Seed is { } seed ? new Random(seed) : new Random();
#pragma warning restore CA5394
}
