using System.Net.Sockets;
using Cpd.EventLog;
using Cpd.EventLog.Kafka;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Cpd.Web.Hosting;

/// <summary>Why the program does not start: a sentence for the console, without a stack of calls.</summary>
public sealed class StartupRefusedException(string reason) : Exception(reason);

/// <summary>Tells what those who run the program can mend from what is our own mistake.</summary>
internal static class StartRefusal
{
    /// <summary>What to say, a sentence a line; null where a stack of calls says more.</summary>
    public static string? Of(Exception fault) => fault switch
    {
        StartupRefusedException or RolesException or KafkaRefusedException => fault.Message,
        InvalidOperationException { Source: SettingsReader } unreadable => unreadable.Message,
        IOException { InnerException: AddressInUseException } taken => $"{taken.Message} Stop the process that listens there, or use another address with --urls.",
        SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } refused =>
            $"The server cannot listen on its address ({refused.Message}): use an address of this machine and a port from 1024 with --urls.",
        IOException or UnauthorizedAccessException when IsOfAFile(fault) => $"{fault.Message} Check that this user has read and write access.",
        OptionsValidationException wrong => string.Join(Environment.NewLine, wrong.Failures),
        AggregateException several when several.InnerExceptions.Select(Of).ToArray() is var sentences && sentences.All(sentence => sentence is not null) =>
            string.Join(Environment.NewLine, sentences),
        _ => null,
    };

    /// <summary>Says of a value that it is no number, no time, no word of its list, and where it stands.</summary>
    private const string SettingsReader = "Microsoft.Extensions.Configuration.Binder";

    /// <summary>What the system says of files and folders, with their names; not of connections, which break as the same exception.</summary>
    private static bool IsOfAFile(Exception fault) =>
        fault.InnerException is not SocketException and not AddressInUseException
        && (fault is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException or PathTooLongException || fault.Message.Contains('\'', StringComparison.Ordinal));
}
