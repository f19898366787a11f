using System.Collections;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Hosting;

/// <summary>
/// Takes the secret piece out of addresses, those that Infobip reports to, of invitations, of new passwords and of the set-up, and people's own ids, before any provider sees a line of the web server:
/// message, fields and scopes, at every level. What levels an administrator sets is nothing to rely on.
/// </summary>
internal sealed partial class LogsWithoutSecrets(ILoggerFactory inner) : ILoggerFactory
{
    private const string Server = "Microsoft.AspNetCore";

    private readonly RefusedQuietly.Refused _refused = new();

    /// <summary>In place of the factory that is registered; it needs what that one needs.</summary>
    public static void Apply(ILoggingBuilder logging) => logging.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(services =>
        new LogsWithoutSecrets(new LoggerFactory(
            services.GetServices<ILoggerProvider>(),
            services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
            services.GetService<IOptions<LoggerFactoryOptions>>()))));

    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        if (categoryName.StartsWith(Server, StringComparison.Ordinal)) return new Redacting(logger);
        return RefusedQuietly.Categories.Contains(categoryName) ? new RefusedQuietly(logger, _refused) : logger;
    }

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    internal static string Redact(string text) => HasSecret(text) ? Secret().Replace(text, "$1$2***") : text;

    private static bool HasSecret(string text) => (text.Contains("/hooks/", StringComparison.OrdinalIgnoreCase) || text.Contains("/unsubscribe/", StringComparison.OrdinalIgnoreCase) || text.Contains("/v1/people/", StringComparison.OrdinalIgnoreCase) || text.Contains("invite", StringComparison.OrdinalIgnoreCase) || text.Contains("reset", StringComparison.OrdinalIgnoreCase) || text.Contains("code=", StringComparison.OrdinalIgnoreCase)) && Secret().IsMatch(text);

    // Addresses match their routes whatever their case, and so does this. An open brace is the route's own pattern. An id of the company's may hold any character.
    [GeneratedRegex("""(/v1/people/)(?!\{userId\})[^/?\s]+|(/hooks/infobip/|/unsubscribe/|(?:/|%2F)(?:invite|reset)(?:/|%2F)|[?&]code=)[^/\s?#&"'{]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();

    private sealed class Redacting(ILogger inner) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull =>
            Cleaned.Of(state, state.ToString() ?? "") is { } cleaned ? inner.BeginScope(cleaned) : inner.BeginScope(state);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!inner.IsEnabled(logLevel)) return;

            if (Cleaned.Of(state, formatter(state, exception)) is { } cleaned) inner.Log(logLevel, eventId, cleaned, exception, static (state, _) => state.ToString());
            else inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    /// <summary>What was to be logged, as text and fields, with nothing in it that nobody may read.</summary>
    private sealed class Cleaned(string text, IReadOnlyList<KeyValuePair<string, object?>> fields) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => fields.Count;

        public KeyValuePair<string, object?> this[int index] => fields[index];

        /// <summary>Null where nothing has to be taken out.</summary>
        public static Cleaned? Of<TState>(TState state, string text)
        {
            var fields = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            return HasSecret(text) || fields.Any(field => Text(field.Value) is { } value && HasSecret(value))
                ? new Cleaned(Redact(text), [.. fields.Select(field => Text(field.Value) is { } value ? new(field.Key, Redact(value)) : field)])
                : null;
        }

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => fields.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => text;

        private static string? Text(object? value) => value switch
        {
            string text => text,
            PathString or Uri or HostString => value.ToString(),
            _ => null,
        };
    }
}
