namespace Cpd.Adapters.Sandbox;

/// <summary>
/// The limits that Infobip publishes for single operations, where the sandbox is told to keep to them; within a window of
/// time so many calls (of domains Infobip says a bucket of five that fills by one a second: five within five seconds here). That of the logs has a setting of its own.
/// </summary>
internal sealed class SandboxThrottles(TimeProvider clock)
{
    private static readonly Rule[] Rules =
    [
        new("", "/email/1/logs", 60, TimeSpan.FromMinutes(1)),
        new("", "/email/1/reports", 60, TimeSpan.FromMinutes(1)),
        new("", "/email/4/reports", 120, TimeSpan.FromMinutes(1)),
        new("", "/email/1/bulks", 100, TimeSpan.FromMinutes(1)),
        new("", "/email/1/suppressions", 100, TimeSpan.FromSeconds(1)),
        new("", "/email/1/domains", 5, TimeSpan.FromSeconds(5)),
        new("", "/email/2/validations", 1, TimeSpan.FromSeconds(1)),
        new("", "/email/2/validation", 150, TimeSpan.FromSeconds(1)),
        new("POST", "/email/1/content", 500, TimeSpan.FromSeconds(1)),
        new("POST", "/email/", 4000, TimeSpan.FromSeconds(1)),
        new("POST", "/whatsapp/1/message/", 4000, TimeSpan.FromSeconds(1)),
        new("POST", "/whatsapp/1/events", 2500, TimeSpan.FromSeconds(1)),
        new("GET", "/whatsapp/2/senders/", 2500, TimeSpan.FromSeconds(1)),
        new("POST", "/whatsapp/2/senders/", 1000, TimeSpan.FromHours(1)),
        new("PATCH", "/whatsapp/2/senders/", 100, TimeSpan.FromHours(1)),
        new("DELETE", "/whatsapp/2/senders/", 200, TimeSpan.FromHours(1)),
        new("GET", "/whatsapp/1/senders/", 15, TimeSpan.FromSeconds(1)),
        new("POST", "/whatsapp/1/senders/", 10, TimeSpan.FromSeconds(1)),
        new("POST", "/rcs/2/capability-check/", 100, TimeSpan.FromSeconds(1)),
        new("POST", "/tts/3/", 2000, TimeSpan.FromSeconds(1)),
        new("", "/platform/1/blocklists", 1, TimeSpan.FromSeconds(1)),
        new("", "/auth/1/", 10, TimeSpan.FromSeconds(1)),
    ];

    private readonly Lock _lock = new();
    private readonly (long Window, int Used)[] _used = new (long, int)[Rules.Length];

    public bool May(string method, string path)
    {
        var found = Array.FindIndex(Rules, rule => (rule.Method.Length == 0 || rule.Method == method) && path.Contains(rule.Path, StringComparison.Ordinal));
        if (found < 0) return true;

        var window = clock.GetUtcNow().Ticks / Rules[found].Per.Ticks;
        lock (_lock)
        {
            var used = _used[found].Window == window ? _used[found].Used + 1 : 1;
            _used[found] = (window, used);
            return used <= Rules[found].Most;
        }
    }

    /// <param name="Method">Empty for every one.</param>
    private sealed record Rule(string Method, string Path, int Most, TimeSpan Per);
}
