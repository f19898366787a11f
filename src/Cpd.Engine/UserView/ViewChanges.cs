using System.Buffers.Binary;
using System.Text;
using Cpd.Contracts;

namespace Cpd.Engine.UserView;

/// <summary>Whom and what a window of records changed.</summary>
internal sealed class ViewChanges
{
    private const int IdLength = 16;

    private readonly Dictionary<string, HashSet<PersonId>> _workspaces = new(StringComparer.Ordinal);

    public bool IsEmpty => _workspaces.Count == 0;

    public void Add(string workspace, PersonId? person)
    {
        if (!_workspaces.TryGetValue(workspace, out var people)) _workspaces[workspace] = people = [];
        if (person is { } one) people.Add(one);
    }

    public bool Touch(string workspace, PersonId? person) =>
        _workspaces.TryGetValue(workspace, out var people) && (person is not { } one || people.Contains(one));

    /// <summary>For each workspace the bytes of its name and how many they are, how many people, and 16 bytes for each of them.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_workspaces.Sum(one => 6 + Encoding.UTF8.GetByteCount(one.Key) + (one.Value.Count * IdLength))];
        var left = bytes.AsSpan();
        foreach (var (workspace, people) in _workspaces)
        {
            var length = Encoding.UTF8.GetBytes(workspace, left[2..]);
            BinaryPrimitives.WriteUInt16BigEndian(left, (ushort)length);
            left = left[(2 + length)..];
            BinaryPrimitives.WriteInt32BigEndian(left, people.Count);
            left = left[4..];
            foreach (var person in people)
            {
                person.Value.TryWriteBytes(left, bigEndian: true, out _);
                left = left[IdLength..];
            }
        }
        return bytes;
    }

    /// <exception cref="ArgumentOutOfRangeException">It is not what <see cref="ToBytes"/> makes.</exception>
    public static ViewChanges Read(ReadOnlySpan<byte> bytes)
    {
        var changes = new ViewChanges();
        while (bytes.Length > 0)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
            var workspace = Encoding.UTF8.GetString(bytes.Slice(2, length));
            bytes = bytes[(2 + length)..];
            var people = BinaryPrimitives.ReadInt32BigEndian(bytes);
            bytes = bytes[4..];
            changes.Add(workspace, null);
            for (var i = 0; i < people; i++)
            {
                changes.Add(workspace, new PersonId(new Guid(bytes[..IdLength], bigEndian: true)));
                bytes = bytes[IdLength..];
            }
        }
        return changes;
    }
}
