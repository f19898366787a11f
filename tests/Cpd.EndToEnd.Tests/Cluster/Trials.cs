using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace Cpd.EndToEnd.Tests.Cluster;

/// <summary>
/// People who begin a trial: they hear of it at once and once more after a wait, and three of four pay and are thanked. A
/// call that got no answer is sent again as it was.
/// </summary>
/// <param name="first">The first person's number; nobody else has it.</param>
internal sealed class Trials(RunningApp web, int first, int people)
{
    public const string Journey = "trial";
    public const int BatchSize = 5;

    /// <summary>Between somebody's beginning and their payment, in batches.</summary>
    private const int Hesitation = 6;

    private readonly SemaphoreSlim _allowed = new(0);
    private readonly ConcurrentDictionary<HttpStatusCode, int> _answers = new();
    private int _next;

    public static string Definition(string wait) => $$$$"""
        {
          "id": "{{{{Journey}}}}",
          "name": "Trial",
          "entries": [{ "event": "Trial Began" }],
          "reentry": "never",
          "first": "hello",
          "steps": [
            { "id": "hello", "type": "message", "channel": "sms", "text": "Hello {{person.firstName}}", "transactional": true, "next": "think" },
            { "id": "think", "type": "wait", "for": "{{{{wait}}}}", "next": "tips" },
            { "id": "tips", "type": "message", "channel": "sms", "text": "Tips for {{person.firstName}}", "transactional": true, "next": "paid" },
            { "id": "paid", "type": "waitForEvent", "events": [{ "event": "Trial Paid", "key": "event.trial = entry.trial", "next": "thanks" }],
              "lookBack": "1 day", "timeout": "30 days", "onTimeout": null },
            { "id": "thanks", "type": "message", "channel": "sms", "text": "Thanks {{person.firstName}}", "transactional": true, "next": null }
          ]
        }
        """;

    public IEnumerable<int> Numbers => Enumerable.Range(first, people);

    /// <summary>Messages that all of this leads to.</summary>
    public int Messages => Numbers.Sum(person => Texts(person).Count);

    public int Batches => (people + BatchSize - 1) / BatchSize + Hesitation;

    /// <summary>Every status it was ever answered with, and how often.</summary>
    public string Answers => string.Join(", ", _answers.OrderBy(answer => answer.Key).Select(answer => $"{(int)answer.Key}: {answer.Value}"));

    public IReadOnlyCollection<HttpStatusCode> Statuses => [.. _answers.Keys];

    public static bool Pays(int person) => person % 4 != 3;

    public static string Phone(int person) => string.Create(CultureInfo.InvariantCulture, $"+38591{person:0000000}");

    /// <summary>What a person hears, in this order.</summary>
    public static IReadOnlyList<string> Texts(int person) => Pays(person) ? [$"Hello P{person}", $"Tips for P{person}", $"Thanks P{person}"] : [$"Hello P{person}", $"Tips for P{person}"];

    /// <summary>Lets so many batches go.</summary>
    public void Allow(int batches) => _allowed.Release(batches);

    public Task Send(int posters, CancellationToken ct) => Task.WhenAll(Enumerable.Range(0, posters).Select(_ => Task.Run(async () =>
    {
        while (Interlocked.Increment(ref _next) - 1 is var batch && batch < Batches)
        {
            await _allowed.WaitAsync(ct);
            var body = Body(batch);
            while (!await Post(body)) await Task.Delay(50, ct);
        }
    }, ct)));

    private string Body(int batch)
    {
        var calls = new List<string>();
        foreach (var person in Numbers.Skip(batch * BatchSize).Take(BatchSize))
        {
            calls.Add($$"""{"type":"identify","messageId":"who-{{person}}","userId":"user-{{person}}","traits":{"firstName":"P{{person}}","phone":"{{Phone(person)}}"} }""");
            calls.Add($$"""{"type":"track","messageId":"began-{{person}}","userId":"user-{{person}}","event":"Trial Began","properties":{"trial":"t-{{person}}"} }""");
        }
        if (batch >= Hesitation)
            foreach (var person in Numbers.Skip((batch - Hesitation) * BatchSize).Take(BatchSize).Where(Pays))
                calls.Add($$"""{"type":"track","messageId":"paid-{{person}}","userId":"user-{{person}}","event":"Trial Paid","properties":{"trial":"t-{{person}}"} }""");
        return $$"""{"batch":[{{string.Join(',', calls)}}]}""";
    }

    private async Task<bool> Post(string body)
    {
        if (body.Contains("[]", StringComparison.Ordinal)) return true;   // nobody of these pays
        try
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await web.Client.PostAsync(new Uri("/v1/batch", UriKind.Relative), content);
            _answers.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;   // killed before it answered: nobody knows whether it was taken
        }
    }
}
