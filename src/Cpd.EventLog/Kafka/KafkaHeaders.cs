using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Cpd.Contracts;

namespace Cpd.EventLog.Kafka;

/// <summary>
/// The attributes of CloudEvents beside a record, so that other programs can sort records without reading them. The value
/// is the whole record as <see cref="RecordJson"/> writes it; nothing here is about a person.
/// </summary>
internal static class KafkaHeaders
{
    private static readonly byte[] SpecVersion = "1.0"u8.ToArray();
    private static readonly byte[] Json = "application/json"u8.ToArray();

    public static Headers Of(LogRecord record)
    {
        var headers = new Headers
        {
            { "ce_specversion", SpecVersion },
            { "ce_id", Ascii(record.Id.ToString()) },
            { "ce_type", Ascii("cpd." + record.Type) },
            { "ce_source", Ascii("/cpd/" + Uri.EscapeDataString(record.Workspace)) },
            { "ce_time", Ascii(record.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)) },
            { "content-type", Json },
        };
        if (record.Trace is { } trace) headers.Add("traceparent", Ascii(trace));
        return headers;
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
