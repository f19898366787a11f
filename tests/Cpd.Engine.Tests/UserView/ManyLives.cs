using Cpd.Contracts;

namespace Cpd.Engine.Tests.UserView;

internal static class ManyLives
{
    /// <summary>Some people who do everything there is, in an order drawn from <paramref name="seed"/>.</summary>
    public static List<LogRecord> Of(int seed, int count, int people = 20)
    {
        var random = new Random(seed);
        var records = new List<LogRecord>();
        var sent = new Dictionary<string, Channel>();

        for (var second = 0; second < count; second++)
        {
            var name = "p" + random.Next(people);
            var message = $"m-{name}-{random.Next(6)}";
            if (!sent.TryGetValue(message, out var channel)) sent[message] = channel = random.Next(2) == 0 ? Channel.Sms : Channel.Email;

            var run = Ids.Derive<RunId>(Given.Start.AddMinutes(random.Next(3)), "run", name);
            var arm = name.Length == 2 ? "a" : "b";

            IRecordBody body = random.Next(15) switch
            {
                0 => Given.Identified("u-" + name, $$"""{"firstName":"N{{random.Next(3)}}","phone":"+38591{{random.Next(1000)}}"}"""),
                1 => Given.Identified("u-" + name, """{"lastName":"Last","email":null}"""),
                2 => Given.Moved(true, "wait", null, new StepTaken("entry", "entry", "next", true), new StepTaken("wait", "wait", null, true)),
                3 => Given.Moved(false, null, RunEnd.Finished, new StepTaken("wait", "wait", "next", false), new StepTaken("sms", "sms", "next", true)),
                4 => Given.Moved(false, null, RunEnd.ReachedGoal, new StepTaken("wait", "wait", null, false)),
                5 => new MessageSent(Given.Message(message), channel, random.Next(2) == 0 ? null : Given.Place(run)),
                6 => new MessageReported(Given.Message(message), DeliveryOutcome.Delivered, "DELIVERED", null, false, Given.Start),
                7 => new MessageReported(Given.Message(message), DeliveryOutcome.Expired, "EXPIRED", null, false, Given.Start),
                8 when second % 3 == 0 => new MessageReacted(Given.Message(message), Reaction.Clicked, null, Given.Start, "A program"),
                8 => new MessageReacted(Given.Message(message), Reaction.Clicked, null, Given.Start),
                12 => Given.Moved(true, "wait", null, new StepTaken("split", "split", arm, true), new StepTaken("wait", "wait", null, true)) with { Run = run },
                13 => Given.Moved(false, null, RunEnd.ReachedGoal, new StepTaken("wait", "wait", null, false)) with { Run = run },
                14 => new MessageFailed(Given.Message(message), channel, "message.no-consent", "No.", true, Given.Place(run)),
                9 when random.Next(10) == 0 => new PersonMerged(Given.Person("p" + random.Next(people))),
                9 when random.Next(10) == 0 => new PersonForgotten(),
                _ => Given.Tracked("Event " + random.Next(4), anonymous: "a-" + random.Next(5), properties: $$"""{"plan":"P{{random.Next(40)}}","total":{{random.Next(100)}},"items":[{"sku":"s-{{random.Next(9)}}"}]}"""),
            };
            records.Add(Given.Record(Given.Person(name), body, second));
        }
        return records;
    }
}
