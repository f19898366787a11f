using System.Collections.Immutable;
using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Identities;

namespace Cpd.Engine.People;

/// <summary>An address that a person has, or had, and that is not written to any more.</summary>
/// <param name="Address">In its one form, see <see cref="AddressBook.Canonical"/>.</param>
public sealed record SuppressedAddress(Channel Channel, string Address, SuppressionReason Reason, DateTimeOffset At);

/// <summary>
/// Addresses of one person that are not written to. It is the address that is refused and not the person: whoever gives
/// another one gets mail again.
/// </summary>
public sealed record SuppressedAddresses
{
    public static readonly SuppressedAddresses None = new();

    /// <summary>So many are remembered: who has had more addresses that refuse mail has no use for the oldest.</summary>
    private const int Most = 20;

    /// <summary>In the order in which they were heard.</summary>
    public ImmutableArray<SuppressedAddress> All { get; private init; } = [];

    internal bool IsEmpty => All.IsEmpty;

    /// <summary>What speaks against an address; null where nothing does.</summary>
    public SuppressedAddress? Of(Channel channel, string address)
    {
        if (IsEmpty) return null;

        var canonical = AddressBook.Canonical(channel, address);
        foreach (var one in All)
            if (one.Channel == channel && one.Address == canonical) return one;
        return null;
    }

    /// <summary>Of one address the gravest reason counts; heard again it stays as it was.</summary>
    internal SuppressedAddresses Hear(AddressSuppressed said)
    {
        var heard = new SuppressedAddress(said.Channel, AddressBook.Canonical(said.Channel, said.Address), said.Reason, said.OccurredAt.ToMilliseconds());
        return Note(heard);
    }

    /// <summary>Takes back what the person themselves had said; what bounced or complained stays.</summary>
    /// <param name="channel">Null for every channel.</param>
    internal SuppressedAddresses Resubscribe(Channel? channel, DateTimeOffset at)
    {
        bool Goes(SuppressedAddress one) => one.Reason is SuppressionReason.Unsubscribed && (channel is null || one.Channel == channel) && one.At <= at;
        return All.Any(Goes) ? new SuppressedAddresses { All = [.. All.Where(one => !Goes(one))] } : this;
    }

    internal SuppressedAddresses Absorb(SuppressedAddresses other) => other.All.Aggregate(this, (all, one) => all.Note(one));

    internal void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var one in All)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(one.Channel.ToString());
            writer.WriteStringValue(one.Address);
            writer.WriteStringValue(one.Reason.ToString());
            writer.WriteNumberValue(one.At.ToUnixTimeMilliseconds());
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
    }

    internal static SuppressedAddresses Read(ref Utf8JsonReader reader)
    {
        var all = ImmutableArray.CreateBuilder<SuppressedAddress>();
        foreach (var one in JsonElement.ParseValue(ref reader).EnumerateArray())
            if (Channels.TryParse(one[0].GetString()!, out var channel) && Enum.TryParse<SuppressionReason>(one[2].GetString(), out var reason))
                all.Add(new SuppressedAddress(channel, one[1].GetString()!, reason, DateTimeOffset.FromUnixTimeMilliseconds(one[3].GetInt64())));
        return new SuppressedAddresses { All = all.DrainToImmutable() };
    }

    public bool Equals(SuppressedAddresses? other) => other is not null && All.SequenceEqual(other.All);

    public override int GetHashCode() => All.Length;

    private SuppressedAddresses Note(SuppressedAddress heard)
    {
        var known = All.FirstOrDefault(one => one.Channel == heard.Channel && one.Address == heard.Address);
        if (known is not null && known.Reason <= heard.Reason) return this;

        return new SuppressedAddresses { All = [.. All.Where(one => one != known).Append(heard).TakeLast(Most)] };
    }
}
