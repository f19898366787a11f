using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.People;
using Cpd.EventLog;
using Cpd.Web.Access;

namespace Cpd.Web.Features.People;

/// <summary>Puts what members change of people on the log, as every command, and notes who did it.</summary>
public sealed partial class PersonActions(IEventLog log, Caller caller, TimeProvider clock, ILogger<PersonActions> logger)
{
    /// <summary>Sets the channel a person wants to be written to by; null takes it away.</summary>
    /// <returns>The command's id, by which a refusal names it; null where the log could not take it.</returns>
    /// <exception cref="AccessDeniedException">Whoever asks may not.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Messages do not go out by this channel.</exception>
    public async Task<string?> Prefer(PersonId person, GivenIds who, Channel? before, Channel? channel)
    {
        await caller.Require(Right.EditPeople);
        if (channel is { } chosen && !ChannelNames.InUse.Contains(chosen)) throw new ArgumentOutOfRangeException(nameof(channel));

        var id = Guid.NewGuid().ToString("N");
        var attributes = RawJson.From($$"""{"{{Profile.PreferredChannelName}}":{{(channel is { } named ? $"\"{Profile.NameOf(named)}\"" : "null")}}}""");
        try
        {
            await log.Write(async transaction =>
            {
                transaction.Append(CommandRecords.Of(caller.Workspace, new EditPerson(who, id, attributes, caller.Name), clock.GetUtcNow()));
                await Audit.Add(transaction, caller, "person.preferred-channel", person.ToString(), Name(before), Name(channel));
            }, CancellationToken.None);
            return id;
        }
        catch (Exception problem)
        {
            // Whatever it was, whoever clicked can click again; the page stays.
            Log.NotTaken(logger, problem);
            return null;
        }
    }

    private static string? Name(Channel? channel) => channel is { } one ? ChannelNames.Of(one) : null;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A change of a person could not be put on the log")]
        public static partial void NotTaken(ILogger log, Exception problem);
    }
}
