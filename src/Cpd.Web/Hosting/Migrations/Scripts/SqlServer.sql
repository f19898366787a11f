-- With sqlcmd: sqlcmd -b -i FILE ... (-b ends at the first error).
SET XACT_ABORT, QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL ON;
SET NUMERIC_ROUNDABORT OFF;
GO

IF OBJECT_ID(N'[__EFMigrationsHistory]') IS NULL
BEGIN
    CREATE TABLE [__EFMigrationsHistory] (
        [MigrationId] nvarchar(150) NOT NULL,
        [ProductVersion] nvarchar(32) NOT NULL,
        CONSTRAINT [PK___EFMigrationsHistory] PRIMARY KEY ([MigrationId])
    );
END;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    IF TYPE_ID(N'cpd_rows') IS NULL
    CREATE TYPE cpd_rows AS TABLE (n int NOT NULL PRIMARY KEY, l1 bigint NULL, l2 bigint NULL, l3 bigint NULL, l4 bigint NULL, l5 bigint NULL, l6 bigint NULL, l7 bigint NULL, l8 bigint NULL, t1 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t2 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t3 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t4 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t5 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t6 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t7 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t8 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t9 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t10 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t11 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, t12 nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL, b1 varbinary(max) NULL, b2 varbinary(max) NULL, b3 varbinary(max) NULL, b4 varbinary(max) NULL, i1 binary(16) NULL, i2 binary(16) NULL, i3 binary(16) NULL, i4 binary(16) NULL)
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [activity] (
        [workspace] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [minute] bigint NOT NULL,
        [subject] nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [count] bigint NOT NULL,
        CONSTRAINT [PK_activity] PRIMARY KEY ([workspace], [minute], [subject], [name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [adapter_processes] (
        [owner] binary(16) NOT NULL,
        [beat] bigint NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_adapter_processes] PRIMARY KEY ([owner])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [addresses] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [channel_group] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [address] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [person] binary(16) NOT NULL,
        CONSTRAINT [PK_addresses] PRIMARY KEY ([workspace], [channel_group], [address])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [calls] (
        [id] bigint NOT NULL,
        [owner] binary(16) NOT NULL,
        [workspace] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [at] bigint NOT NULL,
        [items] varbinary(max) NOT NULL,
        CONSTRAINT [PK_calls] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [data_protection_keys] (
        [name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [xml] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [created_at] bigint NOT NULL,
        CONSTRAINT [PK_data_protection_keys] PRIMARY KEY ([name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [dead_letters] (
        [id] bigint NOT NULL IDENTITY,
        [consumer_group] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [topic] int NOT NULL,
        [partition] int NOT NULL,
        [position] bigint NOT NULL,
        [type] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [at] bigint NOT NULL,
        [payload] varbinary(max) NOT NULL,
        [replayed_at] bigint NULL,
        [put_away_at] bigint NULL,
        [put_away_by] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_dead_letters] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [identities] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [kind] int NOT NULL,
        [value] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [person] binary(16) NOT NULL,
        CONSTRAINT [PK_identities] PRIMARY KEY ([workspace], [kind], [value])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [journey_counts] (
        [workspace] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [journey] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] int NOT NULL,
        [step] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [measure] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [count] bigint NOT NULL,
        CONSTRAINT [PK_journey_counts] PRIMARY KEY ([workspace], [journey], [version], [step], [measure])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [journey_stamp] (
        [id] int NOT NULL,
        [stamp] binary(16) NOT NULL,
        CONSTRAINT [PK_journey_stamp] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [journey_sweeps] (
        [partition] int NOT NULL,
        [stamp] binary(16) NOT NULL,
        CONSTRAINT [PK_journey_sweeps] PRIMARY KEY ([partition])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [journey_versions] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [journey] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] int NOT NULL,
        [definition] varbinary(max) NOT NULL,
        [published_at] bigint NOT NULL,
        [note] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [published_by] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_journey_versions] PRIMARY KEY ([workspace], [journey], [version])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [journeys] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [status] nvarchar(20) NOT NULL,
        [latest] int NOT NULL,
        [stopped_up_to] int NOT NULL,
        CONSTRAINT [PK_journeys] PRIMARY KEY ([workspace], [id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [log_marks] (
        [consumer_group] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [topic] int NOT NULL,
        [partition] int NOT NULL,
        [source] binary(16) NOT NULL,
        [sequence] bigint NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_log_marks] PRIMARY KEY ([consumer_group], [topic], [partition], [source])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [log_outbox] (
        [source] binary(16) NOT NULL,
        [sequence] bigint NOT NULL,
        [topic] int NOT NULL,
        [partition] int NOT NULL,
        [at] bigint NOT NULL,
        [payload] varbinary(max) NOT NULL,
        CONSTRAINT [PK_log_outbox] PRIMARY KEY ([source], [sequence])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [log_positions] (
        [consumer_group] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [topic] int NOT NULL,
        [partition] int NOT NULL,
        [next] bigint NOT NULL DEFAULT CAST(0 AS bigint),
        [epoch] bigint NOT NULL,
        CONSTRAINT [PK_log_positions] PRIMARY KEY ([consumer_group], [topic], [partition])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [log_processes] (
        [id] binary(16) NOT NULL,
        [beat] bigint NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_log_processes] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [log_records] (
        [id] bigint NOT NULL,
        [at] bigint NOT NULL,
        [payload] varbinary(max) NOT NULL,
        CONSTRAINT [PK_log_records] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [merged_people] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [person] binary(16) NOT NULL,
        [into_person] binary(16) NOT NULL,
        CONSTRAINT [PK_merged_people] PRIMARY KEY ([workspace], [person])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [merged_view] (
        [person] binary(16) NOT NULL,
        [merged_into] binary(16) NOT NULL,
        CONSTRAINT [PK_merged_view] PRIMARY KEY ([person])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [message_view] (
        [message] binary(16) NOT NULL,
        [channel] int NULL,
        [marks] int NOT NULL,
        [sent_at] bigint NOT NULL,
        [final_at] bigint NOT NULL,
        CONSTRAINT [PK_message_view] PRIMARY KEY ([message])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [people] (
        [person] binary(16) NOT NULL,
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [profile] varbinary(max) NOT NULL,
        [memory] varbinary(max) NOT NULL,
        [merged_into] binary(16) NULL,
        CONSTRAINT [PK_people] PRIMARY KEY ([person])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [people_view] (
        [person] binary(16) NOT NULL,
        [workspace] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [user_id] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [anonymous_ids] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [first_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [last_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [full_name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [phone] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [email] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [seen_at] bigint NOT NULL,
        [search] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] bigint NOT NULL,
        CONSTRAINT [PK_people_view] PRIMARY KEY ([person])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [runs] (
        [id] bigint NOT NULL IDENTITY,
        [person] binary(16) NOT NULL,
        [partition] int NOT NULL,
        [journey] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] int NOT NULL,
        [step] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [wake_at] bigint NULL,
        [state] varbinary(max) NOT NULL,
        CONSTRAINT [PK_runs] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [seen_messages] (
        [id] bigint NOT NULL,
        [hour] bigint NOT NULL,
        [hashes] varbinary(max) NOT NULL,
        CONSTRAINT [PK_seen_messages] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [timeline] (
        [id] bigint NOT NULL IDENTITY,
        [workspace] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [person] binary(16) NULL,
        [kind] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(300) COLLATE Latin1_General_100_BIN2 NULL,
        [at] bigint NOT NULL,
        [record] varbinary(max) NOT NULL,
        CONSTRAINT [PK_timeline] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [view_changes] (
        [id] bigint NOT NULL IDENTITY,
        [at] bigint NOT NULL,
        [changes] varbinary(max) NOT NULL,
        CONSTRAINT [PK_view_changes] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [view_rebuild] (
        [id] bigint NOT NULL,
        [asked] bigint NOT NULL,
        [emptied_at] bigint NULL,
        CONSTRAINT [PK_view_rebuild] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [webhook_calls] (
        [id] bigint NOT NULL,
        [owner] binary(16) NOT NULL,
        [workspace] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [partition] int NOT NULL,
        [position] bigint NOT NULL,
        [failures] int NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_webhook_calls] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [workspaces] (
        [id] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [created_at] bigint NOT NULL,
        CONSTRAINT [PK_workspaces] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE TABLE [write_keys] (
        [hash] varbinary(32) NOT NULL,
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [created_at] bigint NOT NULL,
        [revoked_at] bigint NULL,
        [rate_per_second] int NULL,
        [loopback_only] bit NOT NULL,
        CONSTRAINT [PK_write_keys] PRIMARY KEY ([hash])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE INDEX [addresses_person] ON [addresses] ([workspace], [person]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE INDEX [identities_person] ON [identities] ([workspace], [person], [kind]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE INDEX [merged_people_into] ON [merged_people] ([workspace], [into_person]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    EXEC(N'CREATE INDEX [IX_runs_partition_wake_at] ON [runs] ([partition], [wake_at]) WHERE wake_at IS NOT NULL');
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE INDEX [IX_runs_person] ON [runs] ([person]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE INDEX [timeline_of_person] ON [timeline] ([person], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    CREATE INDEX [write_keys_workspace] ON [write_keys] ([workspace]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261122175004_Begin'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261122175004_Begin', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [write_keys] ADD [created_by] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [write_keys] ADD [last_used_at] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [write_keys] ADD [scopes] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL DEFAULT N'events, journeys';
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [runs] ADD [place] bigint NOT NULL DEFAULT CAST(0 AS bigint);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [people_view] ADD [active_at] bigint NOT NULL DEFAULT CAST(0 AS bigint);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [message_view] ADD [journey] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [message_view] ADD [reason] nvarchar(150) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [message_view] ADD [run] binary(16) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [message_view] ADD [step] nvarchar(100) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [message_view] ADD [version] int NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [dead_letters] ADD [origin] nvarchar(249) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [dead_letters] ADD [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [dead_letters] ADD [written_at] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    ALTER TABLE [calls] ADD [account] bigint NOT NULL DEFAULT CAST(0 AS bigint);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [accounts] (
        [id] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [email] nvarchar(254) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [normalized_email] nvarchar(254) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [password_hash] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [security_stamp] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [failed_tries] int NOT NULL,
        [locked_until] bigint NULL,
        [created_at] bigint NOT NULL,
        CONSTRAINT [PK_accounts] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [activity_spans] (
        [workspace] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [per] int NOT NULL,
        [bucket] bigint NOT NULL,
        [subject] nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [count] bigint NOT NULL,
        CONSTRAINT [PK_activity_spans] PRIMARY KEY ([workspace], [per], [bucket], [subject], [name])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [audit] (
        [id] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [at] bigint NOT NULL,
        [account] nvarchar(32) COLLATE Latin1_General_100_BIN2 NULL,
        [who] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [act] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [subject] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [before_it] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        [after_it] nvarchar(400) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_audit] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [channel_accounts] (
        [id] bigint NOT NULL,
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [base_url] nvarchar(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [sealed_key] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [set_at] bigint NOT NULL,
        [set_by] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        [ended_at] bigint NULL,
        CONSTRAINT [PK_channel_accounts] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [channel_rates] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [channel] nvarchar(20) NOT NULL,
        [per_second] float NOT NULL,
        CONSTRAINT [PK_channel_rates] PRIMARY KEY ([workspace], [channel])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [channel_senders] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [channel] nvarchar(20) NOT NULL,
        [sender] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [is_default] bit NOT NULL,
        CONSTRAINT [PK_channel_senders] PRIMARY KEY ([workspace], [channel], [sender])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [channel_settings] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [mode] nvarchar(20) NOT NULL,
        [account] bigint NULL,
        [secret] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [former_secret] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [former_until] bigint NULL,
        CONSTRAINT [PK_channel_settings] PRIMARY KEY ([workspace])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [channel_stamp] (
        [id] int NOT NULL,
        [stamp] binary(16) NOT NULL,
        CONSTRAINT [PK_channel_stamp] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [invitations] (
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [email] nvarchar(254) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [role] nvarchar(20) NOT NULL,
        [invited_by] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [created_at] bigint NOT NULL,
        [expires_at] bigint NOT NULL,
        [closed_at] bigint NULL,
        CONSTRAINT [PK_invitations] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [journey_drafts] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [journey] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [definition] varbinary(max) NOT NULL,
        [revision] int NOT NULL,
        [based_on] int NOT NULL,
        [saved_at] bigint NOT NULL,
        [saved_by] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_journey_drafts] PRIMARY KEY ([workspace], [journey])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [journey_spans] (
        [workspace] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [per] int NOT NULL,
        [bucket] bigint NOT NULL,
        [journey] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] int NOT NULL,
        [step] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [measure] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [count] bigint NOT NULL,
        CONSTRAINT [PK_journey_spans] PRIMARY KEY ([workspace], [per], [bucket], [journey], [version], [step], [measure])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [members] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [account] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [role] nvarchar(20) NOT NULL,
        [since] bigint NOT NULL,
        CONSTRAINT [PK_members] PRIMARY KEY ([workspace], [account])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [run_view] (
        [run] binary(16) NOT NULL,
        [arms] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [goal] int NOT NULL,
        [version] bigint NOT NULL,
        CONSTRAINT [PK_run_view] PRIMARY KEY ([run])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [seen_shapes] (
        [workspace] nvarchar(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [event] nvarchar(256) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] bigint NOT NULL,
        [first_at] bigint NOT NULL,
        [last_at] bigint NOT NULL,
        [shape] varbinary(max) NOT NULL,
        CONSTRAINT [PK_seen_shapes] PRIMARY KEY ([workspace], [event])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [sign_ins] (
        [id] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [account] nvarchar(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [began_at] bigint NOT NULL,
        [ended_at] bigint NULL,
        CONSTRAINT [PK_sign_ins] PRIMARY KEY ([id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [template_versions] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [template] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [version] int NOT NULL,
        [content] varbinary(max) NOT NULL,
        [saved_at] bigint NOT NULL,
        [saved_by] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_template_versions] PRIMARY KEY ([workspace], [template], [version])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE TABLE [templates] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [id] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [name] nvarchar(max) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [channel] nvarchar(20) NOT NULL,
        [version] int NOT NULL,
        [archived_at] bigint NULL,
        CONSTRAINT [PK_templates] PRIMARY KEY ([workspace], [id])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE INDEX [IX_runs_place_id] ON [runs] ([place], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE INDEX [people_view_seen] ON [people_view] ([workspace], [seen_at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE UNIQUE INDEX [accounts_email] ON [accounts] ([normalized_email]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE INDEX [audit_workspace] ON [audit] ([workspace], [id]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE INDEX [invitations_workspace] ON [invitations] ([workspace]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE INDEX [members_account] ON [members] ([account]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    CREATE INDEX [sign_ins_account] ON [sign_ins] ([account]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128162652_Workplace'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261128162652_Workplace', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128190645_SendingRules'
)
BEGIN
    CREATE TABLE [sending_rules] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [content] varbinary(max) NOT NULL,
        [version] int NOT NULL,
        [saved_at] bigint NOT NULL,
        [saved_by] nvarchar(200) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_sending_rules] PRIMARY KEY ([workspace])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261128190645_SendingRules'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261128190645_SendingRules', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129030140_PreferencePages'
)
BEGIN
    CREATE TABLE [preference_pages] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [sealed_key] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        [accent] nvarchar(7) COLLATE Latin1_General_100_BIN2 NULL,
        [logo] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL,
        CONSTRAINT [PK_preference_pages] PRIMARY KEY ([workspace])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129030140_PreferencePages'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261129030140_PreferencePages', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129083748_AddFiles'
)
BEGIN
    CREATE TABLE [files] (
        [workspace] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [hash] nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [size] int NOT NULL,
        [unsaved_since] bigint NULL,
        [content] varbinary(max) NOT NULL,
        CONSTRAINT [PK_files] PRIMARY KEY ([workspace], [hash])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129083748_AddFiles'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261129083748_AddFiles', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129090927_RcsCapabilities'
)
BEGIN
    CREATE TABLE [rcs_capabilities] (
        [number_key] varbinary(16) NOT NULL,
        [code] nvarchar(60) COLLATE Latin1_General_100_BIN2 NOT NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_rcs_capabilities] PRIMARY KEY ([number_key])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129090927_RcsCapabilities'
)
BEGIN
    CREATE INDEX [rcs_capabilities_at] ON [rcs_capabilities] ([at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129090927_RcsCapabilities'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261129090927_RcsCapabilities', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129092640_OrderOfBlocklistChanges'
)
BEGIN
    ALTER TABLE [webhook_calls] ADD [subject] binary(16) NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129092640_OrderOfBlocklistChanges'
)
BEGIN
    CREATE INDEX [webhook_calls_subject] ON [webhook_calls] ([subject]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129092640_OrderOfBlocklistChanges'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261129092640_OrderOfBlocklistChanges', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129120141_EmailChecks'
)
BEGIN
    ALTER TABLE [channel_settings] ADD [checks_email] bit NOT NULL DEFAULT CAST(0 AS bit);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129120141_EmailChecks'
)
BEGIN
    CREATE TABLE [email_checks] (
        [address_key] varbinary(16) NOT NULL,
        [mailbox] int NOT NULL,
        [marks] int NOT NULL,
        [reason] nvarchar(60) COLLATE Latin1_General_100_BIN2 NULL,
        [risk] nvarchar(60) COLLATE Latin1_General_100_BIN2 NULL,
        [meant_domain] nvarchar(255) COLLATE Latin1_General_100_BIN2 NULL,
        [at] bigint NOT NULL,
        CONSTRAINT [PK_email_checks] PRIMARY KEY ([address_key])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129120141_EmailChecks'
)
BEGIN
    CREATE INDEX [email_checks_at] ON [email_checks] ([at]);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129120141_EmailChecks'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261129120141_EmailChecks', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [activity] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [activity_spans] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [adapter_processes] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [addresses] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [audit] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [calls] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [dead_letters] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [email_checks] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [files] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [identities] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [invitations] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [journey_counts] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [journey_spans] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [journey_stamp] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [journey_sweeps] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [log_marks] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [log_outbox] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [log_positions] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [log_processes] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [log_records] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [merged_people] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [merged_view] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [message_view] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [people] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [people_view] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [rcs_capabilities] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [run_view] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [runs] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [seen_messages] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [seen_shapes] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [timeline] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [view_changes] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [view_rebuild] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    ALTER TABLE [webhook_calls] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232020_RowsAreLockedOneByOne'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261129232020_RowsAreLockedOneByOne', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232040_Installation'
)
BEGIN
    CREATE TABLE [log_installation] (
        [number] int NOT NULL,
        [id] binary(16) NOT NULL,
        [partitions] int NOT NULL,
        CONSTRAINT [PK_log_installation] PRIMARY KEY ([number])
    );
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232040_Installation'
)
BEGIN
    ALTER TABLE [log_installation] SET (LOCK_ESCALATION = DISABLE);
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261129232040_Installation'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261129232040_Installation', N'10.0.14');
END;

COMMIT;
GO

BEGIN TRANSACTION;
IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261130105318_SignedWebhooks'
)
BEGIN
    ALTER TABLE [channel_settings] ADD [former_signing_secret] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261130105318_SignedWebhooks'
)
BEGIN
    ALTER TABLE [channel_settings] ADD [former_signing_until] bigint NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261130105318_SignedWebhooks'
)
BEGIN
    ALTER TABLE [channel_settings] ADD [signing_secret] nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL;
END;

IF NOT EXISTS (
    SELECT * FROM [__EFMigrationsHistory]
    WHERE [MigrationId] = N'20261130105318_SignedWebhooks'
)
BEGIN
    INSERT INTO [__EFMigrationsHistory] ([MigrationId], [ProductVersion])
    VALUES (N'20261130105318_SignedWebhooks', N'10.0.14');
END;

COMMIT;
GO

