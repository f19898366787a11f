using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Cpd.EventLog.Storage;

/// <summary>An id as 16 bytes, time first, so that rows sort as they came. The same form as <see cref="SqliteStatement"/> binds.</summary>
public sealed class GuidBytes() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));
