using System.Globalization;
using System.Text;
using Cpd.Contracts;
using Cpd.EventLog.Storage;

namespace Cpd.Adapters.Sandbox.Reports;

/// <summary>Which lines of the log are asked for; empty lists and nulls ask for all.</summary>
/// <param name="Statuses">The ids of the status group asked for.</param>
/// <param name="Before">Where the page before ended.</param>
internal sealed record LogFilter(
    Channel Channel, string? Sender, string? Destination, IReadOnlyList<string> BulkIds, IReadOnlyList<string> MessageIds, IReadOnlyList<string> Campaigns,
    string? Entity, string? Application, IReadOnlyList<int>? Statuses, long? Since, long? Until, long? Before, int Limit,
    string? Country = null, string? Network = null);

/// <summary>The log of the last 48 hours, newest first.</summary>
internal static class SandboxLogs
{
    /// <summary>How long Infobip keeps logs and reports, in milliseconds.</summary>
    public const long Kept = 48L * 60 * 60 * 1000;

    /// <summary>One line more than asked for where there are more.</summary>
    public static List<StoredMessage> Find(SqliteSession db, LogFilter filter, long now)
    {
        var values = new List<object>();
        var where = new StringBuilder($"visible_at <= ?1 AND received_at > {now - Kept} AND channel = {(int)filter.Channel}");
        OneOf("message_id", filter.MessageIds);
        OneOf("bulk_id", filter.BulkIds);
        OneOf("campaign", filter.Campaigns);
        Is("sender = ", filter.Sender);
        Is("number = ", filter.Destination);
        Is("entity = ", filter.Entity);
        Is("application = ", filter.Application);
        Is("sent_at >= ", filter.Since);
        Is("sent_at <= ", filter.Until);
        Is("seq < ", filter.Before);
        // The sandbox knows one network in Croatia and one everywhere else.
        Is("CASE WHEN number LIKE '385%' THEN '219' ELSE '001' END = ", filter.Country);
        Is("'01' = ", filter.Network);
        if (filter.Statuses is { } statuses) where.Append(CultureInfo.InvariantCulture, $" AND {SandboxTables.StatusNow} IN ({string.Join(',', statuses)})");

        var rows = db.Prepare($"SELECT {SandboxMessages.Columns} FROM messages WHERE {where} ORDER BY seq DESC LIMIT {filter.Limit + 1}").Bind(1, now);
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is long number) rows.Bind(i + 2, number);
            else rows.Bind(i + 2, (string)values[i]);
        }

        var found = new List<StoredMessage>();
        while (rows.Step()) found.Add(SandboxMessages.Read(rows));
        return found;

        void Is(string condition, object? value)
        {
            if (value is null) return;
            values.Add(value);
            where.Append(CultureInfo.InvariantCulture, $" AND {condition}?{values.Count + 1}");
        }

        void OneOf(string column, IReadOnlyList<string> any)
        {
            if (any.Count == 0) return;
            where.Append(CultureInfo.InvariantCulture, $" AND {column} IN (");
            for (var i = 0; i < any.Count; i++)
            {
                values.Add(any[i]);
                where.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}?{values.Count + 1}");
            }
            where.Append(')');
        }
    }
}
