using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;
using Npgsql.EntityFrameworkCore.PostgreSQL.Migrations;

namespace Cpd.EventLog.Storage;

/// <summary>
/// Migrations as EF Core writes them, but for indexes that are there already: whoever has a large table makes its new index
/// beforehand, while others write, which cannot be done within a transaction (docs/operations.md, Updating).
/// </summary>
#pragma warning disable EF1001 // The provider's generator takes its options in a type that it calls internal; there is no other way to it.
internal sealed class IndexesThatMayBeThere(MigrationsSqlGeneratorDependencies dependencies, INpgsqlSingletonOptions options)
    : NpgsqlMigrationsSqlGenerator(dependencies, options)
#pragma warning restore EF1001
{
    protected override void Generate(CreateIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        var plain = new MigrationCommandListBuilder(Dependencies);
        base.Generate(operation, model, plain, terminate: false);
        plain.EndCommand();
        foreach (var command in plain.GetCommandList())
            builder.Append(command.CommandText.Replace("INDEX ", "INDEX IF NOT EXISTS ", StringComparison.Ordinal));
        if (!terminate) return;

        builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
        EndStatement(builder);
    }
}
