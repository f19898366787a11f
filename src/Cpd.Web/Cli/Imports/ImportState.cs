using System.Security.Cryptography;
using System.Text.Json;

namespace Cpd.Web.Cli.Imports;

/// <summary>How far an import has come; lies beside the file, so that the same command goes on after an interruption.</summary>
/// <param name="Rows">The last row that is dealt with: answered for, or refused.</param>
/// <param name="RefusedBytes">How long the file of refused rows was then; what is behind is of a batch that will be sent again.</param>
/// <param name="HeadBytes">How many bytes of the file's beginning <paramref name="HeadHash"/> is of.</param>
internal sealed record ImportState(string Server, long Rows, long Refused, long RefusedBytes, int HeadBytes, string HeadHash)
{
    private const int Head = 64 * 1024;

    public static string PathOf(string file) => file + ".import";

    /// <exception cref="CommandFailedException">What was begun was another file, or for another server.</exception>
    public static ImportState Load(string file, Uri server, bool restart)
    {
        var path = PathOf(file);
        if (restart || !File.Exists(path)) return New(file, server);

        ImportState known;
        try
        {
            known = JsonSerializer.Deserialize<ImportState>(File.ReadAllBytes(path)) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CommandFailedException($"{path} cannot be read. Delete it, or use --restart, to import {file} from the beginning.");
        }
        if (known.Rows == 0) return New(file, server);   // begun, and nothing was dealt with
        if (known.Server != server.AbsoluteUri)
            throw new CommandFailedException($"{file} was being imported into {known.Server}. Use --restart to import it into {server} from the beginning.");
        if (Hash(file, known.HeadBytes) != known.HeadHash)
            throw new CommandFailedException($"{file} has changed since its import started. Use --restart to import it from the beginning.");
        return known;
    }

    /// <summary>Written beside and moved, so that an interruption leaves the old one or the new one.</summary>
    public void Save(string file)
    {
        var path = PathOf(file);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(path + ".new", path, overwrite: true);
    }

    private static ImportState New(string file, Uri server)
    {
        var head = (int)Math.Min(Head, new FileInfo(file).Length);
        return new ImportState(server.AbsoluteUri, 0, 0, 0, head, Hash(file, head));
    }

    private static string Hash(string file, int bytes)
    {
        var head = new byte[bytes];
        using var stream = File.OpenRead(file);
        var read = stream.ReadAtLeast(head, bytes, throwOnEndOfStream: false);
        return Convert.ToHexStringLower(SHA256.HashData(head.AsSpan(0, read)));
    }
}
