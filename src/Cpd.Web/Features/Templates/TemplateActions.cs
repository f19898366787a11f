using Cpd.Contracts;
using Cpd.Engine.Commands;
using Cpd.Engine.Templates.Stored;
using Cpd.EventLog;
using Cpd.Web.Access;

namespace Cpd.Web.Features.Templates;

/// <summary>All that people do with templates. A refusal is an answer; what the log or the database could not take is one, too.</summary>
public sealed partial class TemplateActions(
    IEventLog log, TemplateKeeper keeper, TestLimit tests, Caller caller, TimeProvider clock, ILogger<TemplateActions> logger)
{
    private const int LongestUserId = 255;

    private static readonly Refusal NotTaken = new("template.not-saved", "This could not be saved. Try again in a moment.");

    public Task<TemplateOutcome> Create(string name, Channel channel, TemplateContent content) =>
        Write(transaction => keeper.Create(transaction, caller.Workspace, name, channel, content, caller.Name));

    /// <param name="basedOn">The version that was changed.</param>
    public Task<TemplateOutcome> Save(string id, int basedOn, string name, TemplateContent content) =>
        Write(transaction => keeper.Save(transaction, caller.Workspace, id, basedOn, name, content, caller.Name));

    public Task<TemplateOutcome> Archive(string id, bool archived) =>
        Write(transaction => keeper.Archive(transaction, caller.Workspace, id, archived));

    public Task<TemplateOutcome> Duplicate(string id) =>
        Write(transaction => keeper.Duplicate(transaction, caller.Workspace, id, caller.Name));

    /// <summary>Puts a test on the log, as every command; null where that was done.</summary>
    /// <param name="text">As it is to arrive.</param>
    public async Task<Refusal?> SendTest(
        Channel channel, string to, string text, string? template, IReadOnlyDictionary<string, string>? parts)
    {
        if (Address(channel, to) is not { } address)
            return new Refusal("test.address", channel is Channel.Email ? "Enter an e-mail address, for example ana@example.com."
                : channel is Channel.Push ? "Enter a user id of your app, for example ana-1." : "Enter the number with its country code, for example +385 91 123 4567.");
        if (await Denied(Right.SendMessages) is { } denied) return denied;
        if (!tests.TryTake(caller.Workspace))
            return new Refusal("test.too-many", $"You can send {TestLimit.AMinute} tests per minute. Wait a moment.");

        try
        {
            var command = new SendTest(Guid.NewGuid().ToString("N"), channel, address, text, template, parts, caller.Name);
            await log.Append([CommandRecords.Of(caller.Workspace, command, clock.GetUtcNow())], CancellationToken.None);
            return null;
        }
        catch (Exception problem)
        {
            Log.TestNotTaken(logger, problem);
            return new Refusal("test.not-sent", "The test could not be sent. Try again in a moment.");
        }
    }

    /// <summary>A number in international form, an e-mail address as it is, by push a user id as it is; null for what is none.</summary>
    internal static string? Address(Channel channel, string typed)
    {
        if (channel is Channel.Email) return EmailAddress.IsAddress(typed.Trim()) ? typed.Trim() : null;
        if (channel is Channel.Push) return typed.Trim() is { Length: > 0 and <= LongestUserId } id && !id.Any(char.IsControl) ? id : null;
        var digits = string.Concat(typed.Where(char.IsAsciiDigit));
        var isClean = typed.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '+' or '-' or '/' or '(' or ')' or '.');
        if (typed.TrimStart().StartsWith("00", StringComparison.Ordinal)) digits = digits[2..];
        return isClean && digits.Length is >= 8 and <= 15 && digits[0] != '0' ? "+" + digits : null;
    }

    private async Task<TemplateOutcome> Write(Func<LogTransaction, Task<TemplateOutcome>> work)
    {
        if (await Denied(Right.EditTemplates) is { } denied) return new TemplateOutcome(null, 0) { Refusal = denied };
        try
        {
            return await log.Write(work, CancellationToken.None);
        }
        catch (Exception problem)
        {
            // Whatever it was, what was written stays in the page and can be saved again.
            Log.NotSaved(logger, problem);
            return new TemplateOutcome(null, 0) { Refusal = NotTaken };
        }
    }

    /// <summary>Null for who may.</summary>
    private async Task<Refusal?> Denied(Right right)
    {
        try
        {
            await caller.Require(right);
            return null;
        }
        catch (AccessDeniedException denial)
        {
            return new Refusal(AccessDeniedException.Code, denial.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A template could not be saved")]
        public static partial void NotSaved(ILogger logger, Exception problem);

        [LoggerMessage(Level = LogLevel.Error, Message = "A test of a template could not be put on the log")]
        public static partial void TestNotTaken(ILogger logger, Exception problem);
    }
}
