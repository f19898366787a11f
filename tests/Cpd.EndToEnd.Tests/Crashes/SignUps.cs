using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace Cpd.EndToEnd.Tests.Crashes;

/// <summary>People who sign up, a few at a time; a batch that got no answer is sent again as it was.</summary>
internal sealed class SignUps(RunningApp app, int people, int batchSize)
{
    private readonly SemaphoreSlim _allowed = new(0);
    private int _next;
    private int _answered;
    private readonly ConcurrentDictionary<HttpStatusCode, bool> _answers = new();

    public int Batches => (people + batchSize - 1) / batchSize;

    public bool AllAnswered => Volatile.Read(ref _answered) == Batches;

    /// <summary>Every status it was ever answered with.</summary>
    public IReadOnlyCollection<HttpStatusCode> Answers => [.. _answers.Keys];

    public static string Phone(int person) => string.Create(CultureInfo.InvariantCulture, $"+38591{person:0000000}");

    /// <summary>Lets so many batches go.</summary>
    public void Allow(int batches) => _allowed.Release(batches);

    public Task Send(int posters, CancellationToken ct) => Task.WhenAll(Enumerable.Range(0, posters).Select(_ => Task.Run(async () =>
    {
        while (Interlocked.Increment(ref _next) - 1 is var batch && batch < Batches)
        {
            await _allowed.WaitAsync(ct);
            var body = Body(batch);
            while (!await Post(body)) await Task.Delay(20, ct);
            Interlocked.Increment(ref _answered);
        }
    }, ct)));

    private string Body(int batch)
    {
        var text = new StringBuilder("""{"batch":[""");
        for (var person = batch * batchSize; person < Math.Min(people, (batch + 1) * batchSize); person++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                {{(text[^1] == '[' ? "" : ",")}}{"type":"identify","messageId":"who-{{person}}","userId":"user-{{person}}","traits":{"firstName":"P{{person}}","phone":"{{Phone(person)}}"} },
                {"type":"track","messageId":"up-{{person}}","userId":"user-{{person}}","event":"Signed Up","properties":{"plan":"free"} }
                """);
        }
        return text.Append("]}").ToString();
    }

    private async Task<bool> Post(string body)
    {
        try
        {
            using var answer = await app.Post("/v1/batch", body);
            _answers[answer.StatusCode] = true;
            return answer.IsSuccessStatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;   // killed before it answered: nobody knows whether it was taken
        }
    }
}
