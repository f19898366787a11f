using System.CommandLine;
using System.CommandLine.Help;
using System.Data.Common;
using Cpd.Web.Hosting;

namespace Cpd.Web.Cli;

/// <summary>
/// The tool <c>cpd</c>: the same program, started with a command instead of settings. Ends with 0 when all is well, 1 when
/// something is not, 2 when it was not told properly what to do, 130 when it was interrupted.
/// </summary>
internal static class CommandLine
{
    public const int Wrong = 1;
    public const int Misused = 2;
    public const int Interrupted = 130;

    /// <summary>True where the arguments name a command; the server's own are settings such as <c>--urls</c>.</summary>
    public static bool IsMeant(IReadOnlyList<string> args) =>
        args is [{ } first, ..] && (first is "--help" or "-h" or "-?" or "--version" || !(first.StartsWith('-') || first.StartsWith('/') || first.Contains('=', StringComparison.Ordinal)));

    public static async Task<int> Run(IReadOnlyList<string> args, TextWriter output, TextWriter errors, CancellationToken ct = default)
    {
        var settings = new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false };
        try
        {
            var parsed = Root().Parse(Unfold(args));
            var code = await parsed.InvokeAsync(settings, ct);
            return parsed.Errors.Count > 0 ? Misused : code;
        }
        catch (CommandFailedException failed)
        {
            await errors.WriteLineAsync(failed.Message);
            return failed.Code;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception fault)
        {
            // What is no mistake of ours is a sentence. For the rest the calls help whoever is asked; either way the code is one that scripts know.
            await errors.WriteLineAsync(Sentence(fault) ?? $"Unexpected error: {fault}");
            return Wrong;
        }
    }

    private static string? Sentence(Exception fault) => StartRefusal.Of(fault)
        ?? (Within(fault).OfType<DbException>().FirstOrDefault() is { } database
            ? $"The database failed ({database.Message.TrimEnd('.')}): check ConnectionStrings:Cpd and that the database server is running."
            : fault is IOException ? $"{fault.Message} Check that there is free space and that this user has read and write access."
            : null);

    private static IEnumerable<Exception> Within(Exception fault)
    {
        for (Exception? one = fault; one is not null; one = one.InnerException) yield return one;
    }

    /// <remarks>Not a <see cref="RootCommand"/>: that one calls itself by the file's name, which nobody types.</remarks>
    internal static Command Root() => new("cpd", "Manages a Cpd installation. Without a command, the program runs the server.")
    {
        new HelpOption { Recursive = true },
        new VersionOption(),
        CheckCommand.Make(),
        HealthCommand.Make(),
        DatabaseCommands.Make(),
        AccountsCommands.Make(),
        JourneysCommands.Make(),
        ImportCommands.Make(),
        DeadLettersCommands.Make(),
        RebuildCommands.Make(),
        SandboxCommand.Make(),
    };

    /// <summary><c>help import events</c> is what people type for <c>import events --help</c>.</summary>
    private static string[] Unfold(IReadOnlyList<string> args) => args is ["help", ..] ? [.. args.Skip(1), "--help"] : [.. args];
}

/// <summary>Why a command does not go on: a sentence for the terminal.</summary>
internal sealed class CommandFailedException(string sentence, int code = CommandLine.Wrong) : Exception(sentence)
{
    public int Code => code;
}
