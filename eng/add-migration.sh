#!/usr/bin/env bash
# Writes one migration for each database:  eng/add-migration.sh AddOrders
set -euo pipefail
cd "$(dirname "$0")/.."

name=${1:?say what the migration does, for example AddOrders}

dotnet tool restore
dotnet build eng/Cpd.Migrations

for database in Sqlite:CpdDb PostgreSql:PostgreSqlDb SqlServer:SqlServerDb; do
  dotnet ef migrations add "$name" --no-build \
    --project src/Cpd.Web --startup-project eng/Cpd.Migrations \
    --context "${database#*:}" --output-dir "Hosting/Migrations/${database%:*}"
done
