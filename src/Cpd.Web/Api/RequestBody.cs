using System.Buffers;

namespace Cpd.Web.Api;

/// <summary>A request's whole body in borrowed memory, unpacked, never more than was allowed. What is kept of it is copied.</summary>
internal sealed class RequestBody : IDisposable
{
    private static readonly ApiProblem BadPacking = new(
        400, "body.bad-packing", "The body is not encoded as its Content-Encoding says.");

    private static readonly ApiProblem UnknownPacking = new(
        415, "body.unknown-packing", "This Content-Encoding is not supported: use gzip, deflate, br or none.");

    private static readonly ApiProblem Broken = new(
        400, "body.broken", "The body is incomplete.");

    private byte[] _bytes;
    private int _length;

    private RequestBody(int size) => _bytes = ArrayPool<byte>.Shared.Rent(size);

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>Runs behind the framework's request decompression, which takes a Content-Encoding away that it handles.</summary>
    /// <param name="packed">True where the body came packed.</param>
    public static async Task<(RequestBody? Body, ApiProblem? Problem)> Read(HttpRequest request, bool packed, int limit, ApiProblem tooLarge, CancellationToken ct)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } left && left != "identity") return (null, UnknownPacking);
        if (!packed && request.ContentLength > limit) return (null, tooLarge);

        var body = new RequestBody((int)(packed ? 4096 : request.ContentLength + 1 ?? 4096));
        try
        {
            if (await body.Fill(request.Body, limit, ct)) return (body, null);
            body.Dispose();
            return (null, tooLarge);
        }
        catch (Exception fault)
        {
            body.Dispose();
            switch (fault)
            {
                case BadHttpRequestException bad: return (null, Broken with { Status = bad.StatusCode });
                case InvalidDataException or InvalidOperationException when packed: return (null, BadPacking);
                default: throw;
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    /// <summary>False where there is more than allowed; the rest is not unpacked then, however much it would be.</summary>
    private async Task<bool> Fill(Stream source, int limit, CancellationToken ct)
    {
        while (true)
        {
            if (_length == _bytes.Length) Grow();
            var read = await source.ReadAsync(_bytes.AsMemory(_length), ct);
            if (read == 0) return true;

            _length += read;
            if (_length > limit) return false;
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
