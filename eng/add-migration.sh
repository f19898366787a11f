#!/usr/bin/env bash
# Writes a migration:  eng/add-migration.sh AddOrders
set -euo pipefail
cd "$(dirname "$0")/.."

name=${1:?say what the migration does, for example AddOrders}

dotnet tool restore
dotnet build eng/Cpd.Migrations
dotnet ef migrations add "$name" --no-build \
  --project src/Cpd.Web --startup-project eng/Cpd.Migrations --output-dir Hosting/Migrations
