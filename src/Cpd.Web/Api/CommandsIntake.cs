using System.Text.Json;
using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Journeys;
using Cpd.Engine.Journeys.Publishing;
using Cpd.Engine.Templates.Stored;
using Cpd.Engine.Workspaces;
using Cpd.EventLog;
using Cpd.Web.Access;

namespace Cpd.Web.Api;

/// <summary>Takes one command a call. Seldom enough to be read plainly.</summary>
internal sealed class CommandsIntake(IEventLog log, Callers callers, MessageTemplates templates, IJourneyLibrary library, IntakeMetrics metrics, TimeProvider clock)
{
    public async Task Take(HttpContext http, Func<CommandReader, ICommand> read, KeyScopes scope, bool packed)
    {
        var receivedAt = clock.GetUtcNow();
        var ct = http.RequestAborted;
        var (key, problem) = Callers.KeyOfHeader(http.Request) is { } given ? await callers.Find(http, given, scope, ct) : (null, Callers.NoKey);
        if (key is null)
        {
            await ApiDoor.Refuse(http, problem!);
            return;
        }

        var (body, unreadable) = await RequestBody.Read(http.Request, packed, Limits.CommandBytes, Limits.CommandTooLarge, ct);
        if (body is null)
        {
            await ApiDoor.Refuse(http, unreadable!);
            return;
        }

        using (body)
        {
            var (command, bad) = Read(body.Bytes, read, key, receivedAt);
            if (command is null)
            {
                await ApiDoor.Refuse(http, bad!);
                return;
            }

            // Whoever publishes is told at once what is wrong with the journey, and where; the command is checked again where it is decided.
            var problems = command is PublishJourney publish ? await ProblemsOf(publish, key.Workspace, ct) : [];
            if (problems.Any(problem => problem.Level is ProblemLevel.Error))
            {
                await ApiAnswer.JourneyRefused(http, problems);
                return;
            }

            var record = CommandRecords.Of(key.Workspace, command, receivedAt);
            await Put(record, command, key, ct);
            metrics.Taken(1);
            await ApiAnswer.Accepted(http, record.Id.ToString(), problems);
        }
    }

    /// <summary>What changes a journey is noted with who did it, as when a person does it on a page.</summary>
    private Task Put(LogRecord record, ICommand command, WriteKey key, CancellationToken ct)
    {
        (string Act, string Journey, string? After)? act = command switch
        {
            PublishJourney publish => ("journey.publish-asked", publish.Journey, publish.Note),
            ChangeJourney change => ("journey.change-asked", change.Journey, change.Change.ToString()),
            _ => null,
        };
        return act is not { } noted ? log.Append([record], ct) : log.Write(async transaction =>
        {
            transaction.Append(record);
            await Audit.Add(transaction, key, noted.Act, noted.Journey, after: noted.After);
        }, ct);
    }

    private async Task<IReadOnlyList<JourneyProblem>> ProblemsOf(PublishJourney command, string workspace, CancellationToken ct)
    {
        var compilation = CompiledJourney.Read(command.Definition.Utf8, await templates.Compiled(workspace, ct));
        if (compilation.Journey is not { Journey: var journey }) return compilation.Problems;
        if (journey.Id != command.Journey) return [new JourneyProblem("journey.other-id", $"The definition is for {journey.Id}, not for {command.Journey}.", null, "id")];

        return
        [
            .. compilation.Problems,
            .. journey.Entries.All(entry => entry.Reply is null) ? [] : JourneyRules.CheckWords(journey, await library.Live(workspace, ct)),
            .. MemoryRules.Asks(journey) ? MemoryRules.Check(journey, await library.Asked(workspace, ct), clock.GetUtcNow()) : [],
        ];
    }

    private static (ICommand? Command, ApiProblem? Problem) Read(ReadOnlyMemory<byte> json, Func<CommandReader, ICommand> read, WriteKey key, DateTimeOffset receivedAt)
    {
        if (JsonChecks.CheckEncoding(ref json) is { } badEncoding) return (null, badEncoding);
        try
        {
            var check = new Utf8JsonReader(json.Span, JsonChecks.AnyDepth);
            check.Read();
            if (check.TokenType != JsonTokenType.StartObject) return (null, CommandReader.NotAnObject);
            var broken = JsonChecks.Walk(ref check, level: 0);
            check.Read();   // throws where something follows
            if (broken is not null) return (null, broken);

            var reader = new CommandReader(JsonElement.Parse(json.Span), key, receivedAt);
            var command = read(reader);
            return reader.Problem is { } problem ? (null, problem) : (command, null);
        }
        catch (JsonException fault)
        {
            return (null, JsonChecks.Malformed(fault));
        }
    }
}
