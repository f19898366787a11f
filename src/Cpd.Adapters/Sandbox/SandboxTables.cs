using Microsoft.Data.Sqlite;

namespace Cpd.Adapters.Sandbox;

/// <summary>
/// The tables. A message's fate is rolled when it comes in and stands in its row with the moment it happens: where it
/// stands is a matter of the clock, and no row is touched for it. <c>phase</c> is about its report: 0 to be pushed,
/// 1 done with, 2 waiting to be fetched.
/// </summary>
internal static class SandboxTables
{
    public const int Push = 0, Closed = 1, Pull = 2;

    /// <summary>Where a message stands at the moment <c>?1</c>.</summary>
    public const string StatusNow = "CASE WHEN outcome_at <= ?1 THEN outcome_status ELSE status END";

    public static void Create(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA cache_size = -32768;

            CREATE TABLE IF NOT EXISTS messages (
                seq INTEGER PRIMARY KEY, message_id TEXT NOT NULL, bulk_id TEXT NOT NULL, sender TEXT, destination TEXT NOT NULL, number TEXT NOT NULL,
                text TEXT NOT NULL, parts INTEGER NOT NULL, received_at INTEGER NOT NULL, sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL,
                status INTEGER NOT NULL, outcome_at INTEGER, outcome_status INTEGER, outcome_error INTEGER,
                callback_data TEXT, delivery_url TEXT, campaign TEXT, entity TEXT, application TEXT,
                phase INTEGER NOT NULL, due_at INTEGER, tries INTEGER NOT NULL DEFAULT 0, intermediate INTEGER NOT NULL DEFAULT 0,
                channel INTEGER NOT NULL DEFAULT 0, mail TEXT, sms TEXT);
            CREATE INDEX IF NOT EXISTS messages_by_id ON messages (message_id);
            CREATE INDEX IF NOT EXISTS messages_by_number ON messages (number);
            CREATE INDEX IF NOT EXISTS messages_by_bulk ON messages (bulk_id);
            CREATE INDEX IF NOT EXISTS messages_to_push ON messages (due_at) WHERE phase = 0;
            CREATE INDEX IF NOT EXISTS messages_to_pull ON messages (due_at) WHERE phase = 2;

            CREATE TABLE IF NOT EXISTS inbound (
                seq INTEGER PRIMARY KEY, message_id TEXT NOT NULL, sender TEXT NOT NULL, number TEXT NOT NULL, recipient TEXT NOT NULL, text TEXT NOT NULL,
                received_at INTEGER NOT NULL, phase INTEGER NOT NULL, due_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
                channel INTEGER NOT NULL DEFAULT 0, button TEXT, answers TEXT, of_template INTEGER NOT NULL DEFAULT 0, media TEXT);
            CREATE INDEX IF NOT EXISTS inbound_by_number ON inbound (number);
            CREATE INDEX IF NOT EXISTS inbound_to_push ON inbound (due_at) WHERE phase = 0;
            CREATE INDEX IF NOT EXISTS inbound_to_pull ON inbound (due_at) WHERE phase = 2;

            CREATE TABLE IF NOT EXISTS media (
                seq INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL, bytes BLOB NOT NULL, received_at INTEGER NOT NULL, phase INTEGER NOT NULL DEFAULT 1);
            CREATE INDEX IF NOT EXISTS media_by_id ON media (id);

            CREATE TABLE IF NOT EXISTS seen (
                seq INTEGER PRIMARY KEY, channel INTEGER NOT NULL, message_id TEXT NOT NULL, person TEXT NOT NULL, partner TEXT NOT NULL,
                sent_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, url TEXT, phase INTEGER NOT NULL, due_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0);
            CREATE INDEX IF NOT EXISTS seen_by_message ON seen (message_id);
            CREATE INDEX IF NOT EXISTS seen_to_push ON seen (due_at) WHERE phase = 0;

            CREATE TABLE IF NOT EXISTS files (hash TEXT PRIMARY KEY, at INTEGER NOT NULL, content BLOB NOT NULL);

            CREATE TABLE IF NOT EXISTS bulks (
                channel INTEGER NOT NULL, bulk_id TEXT NOT NULL, send_at INTEGER NOT NULL, status TEXT, PRIMARY KEY (channel, bulk_id)) WITHOUT ROWID;

            CREATE TABLE IF NOT EXISTS suppressions (
                domain TEXT NOT NULL, address TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (domain, address, type)) WITHOUT ROWID;

            CREATE TABLE IF NOT EXISTS totals (
                one INTEGER PRIMARY KEY CHECK (one = 1), received INTEGER NOT NULL, accepted INTEGER NOT NULL, distinct_ids INTEGER NOT NULL,
                duplicates INTEGER NOT NULL, inbound INTEGER NOT NULL);
            INSERT OR IGNORE INTO totals VALUES (1, 0, 0, 0, 0, 0);

            CREATE TABLE IF NOT EXISTS blocked (channel INTEGER NOT NULL, number TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (channel, number)) WITHOUT ROWID;

            CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            PRAGMA user_version = 1;
            """;
        command.ExecuteNonQuery();
        Widen(connection);
    }

    /// <summary>A file from before there were e-mails holds text messages only, and one from before there were chats nothing that was pressed.</summary>
    private static void Widen(SqliteConnection connection)
    {
        Widen(connection, "messages", "channel INTEGER NOT NULL DEFAULT 0", "mail TEXT", "sms TEXT");
        Widen(connection, "inbound", "channel INTEGER NOT NULL DEFAULT 0", "button TEXT", "answers TEXT", "of_template INTEGER NOT NULL DEFAULT 0", "media TEXT", "detail TEXT");
    }

    private static void Widen(SqliteConnection connection, string table, params string[] columns)
    {
        using var command = connection.CreateCommand();
        foreach (var column in columns)
        {
            command.CommandText = $"SELECT count(*) FROM pragma_table_info('{table}') WHERE name = '{column.Split(' ')[0]}'";
            if (command.ExecuteScalar() is not 0L) continue;

            command.CommandText = $"ALTER TABLE {table} ADD COLUMN {column}";
            command.ExecuteNonQuery();
        }
    }
}
