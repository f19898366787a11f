using Cpd.EventLog;
using Cpd.EventLog.Kafka;
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
        OptionsValidationException wrong => string.Join(Environment.NewLine, wrong.Failures),
        AggregateException several when several.InnerExceptions.Select(Of).ToArray() is var sentences && sentences.All(sentence => sentence is not null) =>
            string.Join(Environment.NewLine, sentences),
        _ => null,
    };
}
