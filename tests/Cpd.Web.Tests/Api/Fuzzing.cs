using System.Text;
using Cpd.Contracts;
using Cpd.Engine.Commands;

namespace Cpd.Web.Tests.Api;

public class Fuzzing(TestIntake intake) : IClassFixture<TestIntake>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_valid_comes_in_and_nothing_else_whatever_is_sent(int seed)
    {
        var bodies = new BrokenBodies(seed);
        var answers = new Dictionary<int, int>();
        for (var i = 0; i < 2_000; i++)
        {
            var (call, body, encoding) = bodies.Next();
            var before = intake.Log.Count;
            var reply = await intake.Post("/v1/" + call, body, encoding: encoding);
            var scene = $"Seed {seed}, body {i}, {call}, {encoding ?? "plain"}: {reply.Status} {reply.Text}\n{Encoding.UTF8.GetString(body[..Math.Min(body.Length, 2_000)])}";

            Assert.True(reply.Status < 500, scene);
            answers[reply.Status] = answers.GetValueOrDefault(reply.Status) + 1;

            var taken = intake.Log.From(before);
            var expected = WhatIsValid.MessageIds(call, body, encoding) ?? [];
            Assert.True(expected.SequenceEqual(taken.Select(IdOf)), $"{scene}\nexpected {string.Join(' ', expected)}\ntaken {string.Join(' ', taken.Select(IdOf))}");
            Assert.Equal(reply.Status == 200, reply.Json.GetProperty("success").GetBoolean());
            foreach (var record in taken) Assert.Equal(record.Id, RecordJson.Read(RecordJson.ToBytes(record), Topic.Commands).Id);
        }

        // The bodies are neither all good nor all bad, or nothing was tried.
        Assert.InRange(answers[200], 200, 1_800);
        Assert.InRange(answers[400], 200, 1_800);
    }

    private static string IdOf(LogRecord record) =>
        CommandRecords.MessageId(record.Body) is { } id && id.StartsWith("fuzz", StringComparison.Ordinal) ? id : "?";
}
