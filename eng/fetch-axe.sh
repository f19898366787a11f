#!/usr/bin/env bash
# axe-core, with which the browser tests look at every page: one script out of its npm package, kept in artifacts/.
set -euo pipefail
cd "$(dirname "$0")/.."

version=4.10.3
into=artifacts/axe-core
[ "$(cat "$into/version" 2> /dev/null)" = "$version" ] && exit

mkdir -p "$into"
npm pack --silent --pack-destination "$into" "axe-core@$version" > /dev/null
tar -xzf "$into/axe-core-$version.tgz" -C "$into" --strip-components=1 package/axe.min.js
rm "$into/axe-core-$version.tgz"
echo "$version" > "$into/version"
