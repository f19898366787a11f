using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cpd.EventLog.Storage;

/// <summary>Keeps an id as its 16 bytes in the order in which it sorts, as <see cref="SqliteStatement.Bind(int, Guid)"/> writes it.</summary>
public sealed class GuidBytes() : ValueConverter<Guid, byte[]>(
    id => id.ToByteArray(true),
    bytes => new Guid(bytes, true));
