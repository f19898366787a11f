using Cpd.Contracts;
using Cpd.Engine.Messages.Sending;
using Cpd.EventLog;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Channels;

/// <summary>Saves the rules of sending, with a line in the audit log that says what they were and what they are.</summary>
public sealed partial class RulesActions(IEventLog log, SendingRulesKeeper keeper, Caller caller, ILogger<RulesActions> logger)
{
    /// <param name="before">What was changed.</param>
    /// <returns>What is wrong; nothing where they were saved.</returns>
    public async Task<IReadOnlyList<SendingProblem>> Save(SavedSendingRules before, SendingRules rules)
    {
        try
        {
            await caller.Require(Right.ManageChannels);
            return await log.Write(async transaction =>
            {
                var problems = await keeper.Save(transaction, caller.Workspace, before.Version, rules, caller.Name);
                if (problems.Count == 0) await Audit.Add(transaction, caller, "channels.rules-saved", "Sending rules", Words(before.Rules), Words(rules));
                return problems;
            }, CancellationToken.None);
        }
        catch (AccessDeniedException denial)
        {
            return [new SendingProblem(AccessDeniedException.Code, denial.Message, "")];
        }
        catch (Exception problem)
        {
            Log.NotSaved(logger, problem);
            return [new SendingProblem("sending.not-saved", "The rules could not be saved. Try again in a moment.", "")];
        }
    }

    /// <summary>"quiet 22:00 to 08:00; SMS: 3 within 24 hours", for the audit log.</summary>
    internal static string Words(SendingRules rules)
    {
        List<string> parts = [];
        if (rules.TimeZone is { } zone) parts.Add($"zone {zone}");
        if (rules.Quiet is { } quiet) parts.Add($"quiet {quiet}");
        parts.AddRange(Words(rules.Caps));
        foreach (var channel in rules.Channels)
        {
            string[] own = [.. channel.Quiet is { } hours ? new[] { hours.IsNever() ? "never quiet" : $"quiet {hours}" } : [], .. Words(channel.Caps)];
            parts.Add($"{ChannelNames.Of(channel.Channel)}: {string.Join(", ", own)}");
        }
        parts.AddRange(rules.Countries.Select(country => $"+{country.Prefix}: quiet {country.Quiet}"));
        if (rules.Purposes.Count > 0) parts.Add($"purposes {string.Join(", ", rules.Purposes.Select(purpose => purpose.Id))}");
        return parts.Count == 0 ? "none" : string.Join("; ", parts);
    }

    private static IEnumerable<string> Words(SendingCaps caps) => caps.Set().Select(cap => $"{cap.Limit} within {cap.Name}");

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Sending rules could not be saved")]
        public static partial void NotSaved(ILogger logger, Exception problem);
    }
}
