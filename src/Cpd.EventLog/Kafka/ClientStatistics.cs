using System.Text.Json;

namespace Cpd.EventLog.Kafka;

/// <summary>The little we want of what librdkafka says about itself every few seconds.</summary>
/// <param name="IsConnected">At least one broker answers.</param>
/// <param name="IsMember">Of a consumer: the group has let us in and no rebalance is under way.</param>
internal readonly record struct ClientStatistics(bool IsConnected, bool IsMember)
{
    public static ClientStatistics Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var isConnected = root.TryGetProperty("brokers"u8, out var brokers)
            && brokers.EnumerateObject().Any(broker => broker.Value.TryGetProperty("state"u8, out var state) && state.ValueEquals("UP"u8));
        var isMember = root.TryGetProperty("cgrp"u8, out var group)
            && group.TryGetProperty("join_state"u8, out var joined) && joined.ValueEquals("steady"u8);
        return new ClientStatistics(isConnected, isMember);
    }
}
