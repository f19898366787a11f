using System.Globalization;
using System.Text.Json;
using Cpd.Contracts;

namespace Cpd.Engine.People;

/// <summary>A person's attributes, addresses, zone, language and consent.</summary>
public sealed record Profile
{
    public required PersonId Id { get; init; }
    public required string Workspace { get; init; }
    public string? UserId { get; private init; }
    public IReadOnlyList<string> AnonymousIds { get; private init; } = [];
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset SeenAt { get; private init; }

    public static Profile New(PersonId id, string workspace, DateTimeOffset at) => new() { Id = id, Workspace = workspace, CreatedAt = at, SeenAt = at };
    public JsonElement? Attribute(string path) => throw new NotImplementedException();
    public string? Address(Channel channel) => throw new NotImplementedException();
    public TimeZoneInfo TimeZone => throw new NotImplementedException();
    public CultureInfo Culture => throw new NotImplementedException();
    public bool? Consent(string purpose, Channel channel) => throw new NotImplementedException();
    public Profile Fold(IEvent body, DateTimeOffset at) => throw new NotImplementedException();
    public Profile Absorb(Profile other) => throw new NotImplementedException();
    public void WriteTo(Utf8JsonWriter writer) => throw new NotImplementedException();
    public byte[] ToBytes() => throw new NotImplementedException();
    public static Profile Read(PersonId id, string workspace, ReadOnlySpan<byte> json) => throw new NotImplementedException();
}
