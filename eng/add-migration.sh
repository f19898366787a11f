#!/usr/bin/env bash
# Writes one migration for each database, and anew the scripts for those who apply them by hand:
#
#   eng/add-migration.sh AddOrders
#   eng/add-migration.sh HoldRows SqlServer    for one database alone: what the others need not or cannot be told
#   eng/add-migration.sh --scripts             the scripts alone
set -euo pipefail
cd "$(dirname "$0")/.."

name=${1:?say what the migration does, for example AddOrders}
only=${2:-}
migrations=src/Cpd.Web/Hosting/Migrations

if [ "$name" != --scripts ]; then
  dotnet tool restore
  dotnet build eng/Cpd.Migrations

  for database in Sqlite:CpdDb PostgreSql:PostgreSqlDb SqlServer:SqlServerDb; do
    if [ -n "$only" ] && [ "$only" != "${database%:*}" ]; then continue; fi
    dotnet ef migrations add "$name" --no-build \
      --project src/Cpd.Web --startup-project eng/Cpd.Migrations \
      --context "${database#*:}" --output-dir "Hosting/Migrations/${database%:*}"
  done

  # The first migration also makes the type in which SQL Server gets its rows: no model knows it.
  first=$(ls "$migrations"/SqlServer/*_Begin.cs)
  grep -q CreateRowsType "$first" ||
    sed -i '0,/void Up(/s//&/; /void Up(/{n;s/{/{\n            migrationBuilder.Sql(Cpd.EventLog.Storage.SqlServerSession.CreateRowsType);\n/}' "$first"
fi

dotnet run --project eng/Cpd.Migrations -- scripts "$migrations/Scripts"
