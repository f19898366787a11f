using System.Globalization;
using System.Text;

namespace Cpd.Web.Tests.Api;

/// <summary>Bodies of the kinds that come from broken clients and from people who try things out. The same seed makes the same bodies.</summary>
internal sealed class BrokenBodies(int seed)
{
    private static readonly string[] Calls = ["identify", "track", "page", "screen", "group", "alias"];

    private static readonly string[] OddValues =
    [
        "null", "true", "0", "-1", "1e999", "-1E400", "123456789012345678901234567890", "\"\"", "[]", "{}", "[[[]]]", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"",
        "\"\\ud83d\\ude00\"", "{\"a\":{\"a\":1},\"a\":2}", "\"2030-13-45T99:99:99Z\"", "\"2024-02-29T00:00:00Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"",
        "NaN", "Infinity", "01", "1.", "'x'", "undefined", "\"\t\"", "\"\\x\"", "{\"\\ud800\":1}", "{\"x\":1e400}", "[1,]", "{\"a\":1,}", "/* c */ 1",
    ];

    private readonly Random _random = new(seed);
    private int _made;

    /// <summary>The call's name, the body and how it is packed.</summary>
    public (string Call, byte[] Body, string? Encoding) Next()
    {
        var call = _random.Next(3) == 0 ? Calls[_random.Next(Calls.Length)] : "batch";
        var body = Encoding.UTF8.GetBytes(call == "batch" ? Batch() : Event(call));
        body = _random.Next(10) switch
        {
            0 => Noise(),
            1 => body[.._random.Next(body.Length + 1)],
            2 or 3 => Damaged(body),
            4 => [.. body, .. Damaged(body)],
            _ => body,
        };

        return _random.Next(12) switch
        {
            0 => (call, EventsComeIn.Pack(body, "gzip"), "gzip"),
            1 => (call, Damaged(EventsComeIn.Pack(body, "gzip")), "gzip"),
            2 => (call, body, _random.Next(4) == 0 ? "gzip" : null),
            _ => (call, body, null),
        };
    }

    private string Batch()
    {
        var events = Enumerable.Range(0, _random.Next(6)).Select(_ => _random.Next(10) == 0 ? OddValue() : Event(null));
        var list = _random.Next(12) == 0 ? OddValue() : $"[{string.Join(',', events)}]";
        return _random.Next(4) switch
        {
            0 => $"{{\"sentAt\":{(_random.Next(4) == 0 ? OddValue() : "\"2026-01-01T00:00:00.000Z\"")},\"batch\":{list}}}",
            1 => $"{{\"batch\":{list},\"context\":{OddValue()}}}",
            2 when _random.Next(6) == 0 => $"{{\"batch\":[{Event(null)}],\"batch\":{list}}}",
            _ => $"{{\"batch\":{list}}}",
        };
    }

    /// <summary>Mostly good; each member has a small chance to be odd, missing, twice there or far too long.</summary>
    private string Event(string? call)
    {
        var members = new List<string> { $"\"messageId\":\"fuzz-{seed}-{_made++}\"" };
        if (call is null) members.Add($"\"type\":{Odd("\"" + Calls[_random.Next(Calls.Length)] + "\"")}");
        Maybe("userId", Text());
        Maybe("anonymousId", Text());
        Maybe("event", Text());
        Maybe("groupId", Text());
        Maybe("previousId", Text());
        if (_random.Next(3) == 0) Maybe("name", Text());
        if (_random.Next(3) == 0) Maybe("timestamp", "\"2026-01-01T00:00:00Z\"");
        Maybe("properties", Object());
        if (_random.Next(2) == 0) Maybe("traits", Object());
        if (_random.Next(5) == 0) members.Add($"\"context\":{OddValue()}");
        if (_random.Next(60) == 0) members.Add($"\"{new string('k', _random.Next(200, 400))}\":1");
        return "{" + string.Join(',', members.OrderBy(_ => _random.Next())) + "}";

        void Maybe(string name, string value)
        {
            if (_random.Next(20) == 0) return;
            members.Add($"\"{name}\":{Odd(value)}");
            if (_random.Next(40) == 0) members.Add($"\"{name}\":{Odd(value)}");
        }
    }

    private string Odd(string usual) => _random.Next(25) == 0 ? OddValue() : usual;

    private string OddValue() => OddValues[_random.Next(OddValues.Length)];

    private string Text() => _random.Next(40) switch
    {
        0 => "\"" + new string('x', _random.Next(250, 263)) + "\"",
        1 => "\"\\u00e9\\n\"",
        2 => "\"名前 😀\"",
        _ => "\"" + _random.Next().ToString(CultureInfo.InvariantCulture) + "\"",
    };

    private string Object() => _random.Next(30) switch
    {
        0 => Nested("{\"a\":", "}", _random.Next(20, 40)),
        1 => $"{{\"list\":{Nested("[", "]", _random.Next(20, 40), "")}}}",
        2 => $"{{\"{new string('k', _random.Next(250, 263))}\":1}}",
        3 => $"{{\"long\":\"{new string('y', _random.Next(20_000, 40_000))}\"}}",
        4 => Nested("{\"deep\":[", "]}", 5_000, ""),
        _ => $"{{ \"a\" : {Odd("1")} ,\"b\":{Odd("\"x\"")},\"c\":[{Odd("1.5")},{Odd("{\"d\":null}")}]}}",
    };

    private static string Nested(string open, string close, int levels, string inside = "1") =>
        string.Concat(Enumerable.Repeat(open, levels)) + inside + string.Concat(Enumerable.Repeat(close, levels));

    private byte[] Noise()
    {
        var noise = new byte[_random.Next(300)];
        _random.NextBytes(noise);
        return noise;
    }

    private byte[] Damaged(byte[] body)
    {
        byte[] damaged = [.. body];
        for (var i = _random.Next(1, 4); i > 0 && damaged.Length > 0; i--)
            damaged[_random.Next(damaged.Length)] = _random.Next(4) switch { 0 => 0, 1 => (byte)'"', 2 => (byte)'}', _ => (byte)_random.Next(256) };
        return damaged;
    }
}
