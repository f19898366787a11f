using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Cpd.Web.Cli.Imports;

/// <summary>Brings one batch to the intake, however often it has to try: what is slowed down or away is waited for.</summary>
/// <param name="patience">How long it tries where nothing gets through.</param>
internal sealed class BatchSender(Server server, TimeSpan patience, TimeProvider clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>The rows that were refused, by number.</summary>
    /// <exception cref="CommandFailedException">The server is away for too long, or does not take the key.</exception>
    public async Task<IReadOnlyDictionary<long, RowProblem>> Send(IReadOnlyList<ImportRow> rows, CancellationToken ct)
    {
        var refused = new Dictionary<long, RowProblem>();
        if (rows.Count > 0) await Send(rows, refused, ct);
        return refused;
    }

    private async Task Send(IReadOnlyList<ImportRow> rows, Dictionary<long, RowProblem> refused, CancellationToken ct)
    {
        var answer = await Answered(rows, ct);
        var each = Refused(answer.Body);
        if (answer.Status is HttpStatusCode.OK || each.Count > 0)
        {
            foreach (var (index, problem) in each) refused[rows[index].Number] = problem;
            return;
        }

        if (answer.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge))
            throw new CommandFailedException($"{server.Address} answered {(int)answer.Status}: {answer.Sentence} Run the same command again to resume.");

        // The whole batch was refused, and not for what is known of its rows: the one that spoils it is found by halves.
        if (rows.Count == 1)
        {
            refused[rows[0].Number] = new RowProblem(answer.Code ?? "refused", answer.Sentence);
            return;
        }
        await Send([.. rows.Take(rows.Count / 2)], refused, ct);
        await Send([.. rows.Skip(rows.Count / 2)], refused, ct);
    }

    private async Task<ServerAnswer> Answered(IReadOnlyList<ImportRow> rows, CancellationToken ct)
    {
        var body = Pack(rows);
        var began = clock.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(500); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            string reason;
            try
            {
                var answer = await server.Send(HttpMethod.Post, "v1/batch", Content(body), ct);
                if (answer.Status is HttpStatusCode.TooManyRequests)
                {
                    // The server says when: that is no failure, however long it goes on.
                    await Task.Delay(answer.RetryAfter ?? pause, clock, ct);
                    began = clock.GetTimestamp();
                    continue;
                }
                if ((int)answer.Status < 500) return answer;
                reason = $"it answered {(int)answer.Status}.";
            }
            catch (Exception silent) when (silent is HttpRequestException or IOException || (silent is TaskCanceledException && !ct.IsCancellationRequested))
            {
                reason = silent.Message;
            }

            if (clock.GetElapsedTime(began) + pause > patience)
                throw new CommandFailedException($"{server.Address} accepts nothing: {reason} Run the same command again later to resume.");
            await Task.Delay(pause, clock, ct);
        }
    }

    private static byte[] Pack(IReadOnlyList<ImportRow> rows)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("{\"batch\":["u8);
            for (var i = 0; i < rows.Count; i++)
            {
                if (i > 0) gzip.Write(","u8);
                gzip.Write(rows[i].Message);
            }
            gzip.Write("]}"u8);
        }
        return packed.ToArray();
    }

    private static ByteArrayContent Content(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    /// <summary>The refused messages by their place in the batch; none where the answer names none.</summary>
    private static List<(int Index, RowProblem Problem)> Refused(string body)
    {
        try
        {
            var json = JsonElement.Parse(body);
            if (json.ValueKind is not JsonValueKind.Object || !json.TryGetProperty("refused", out var list)) return [];
            return [.. list.EnumerateArray().Select(one => (
                one.GetProperty("index").GetInt32(), new RowProblem(one.GetProperty("code").GetString()!, one.GetProperty("message").GetString()!)))];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
