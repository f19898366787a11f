#!/usr/bin/env bash
# Builds everything once and runs all tests, two projects at a time. The last line is the sum:
#
#   N passed, N failed, N skipped
#
# What the tests need and the machine lacks is installed first, where we are allowed to. What is still missing
# skips its tests, each with its reason; with CPD_REQUIRE_ALL=1 it fails them.
set -uo pipefail
cd "$(dirname "$0")"

configuration=${CONFIGURATION:-Release}
# The sum is read from the runner's closing lines, so those must be in English.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

# The longest test may take half an hour where the machine is slow; one that lasts longer hangs, and its name is told.
longest_test=35m
longest_project=90m

# What touches a database runs a second time on PostgreSQL: whole folders, so that no test has to be remembered. The tests of
# the log and of the statements, and a few others, ask for each database themselves.
declare -A on_postgresql=(
  [Cpd.Engine.Tests]="Commands Identities Publishing UserView"
  [Cpd.Adapters.Tests]="Dispatch Webhooks Reports"
  [Cpd.Web.Tests]="Api Features"
)
has_postgresql() {
  [ -n "${CPD_POSTGRESQL:-}" ] || command -v initdb > /dev/null || ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1
}

install_missing_parts() {
  local missing=()
  command -v "${CPD_CHROMIUM:-chromium}" > /dev/null    || missing+=(chromium)
  command -v node > /dev/null && command -v npm > /dev/null || missing+=(nodejs npm)
  has_postgresql                                        || missing+=(postgresql)
  command -v curl > /dev/null                           || missing+=(curl)
  command -v kcat > /dev/null || command -v kafkacat > /dev/null || missing+=(kcat)
  if [ -z "${CPD_LIBRDKAFKA:-}" ] && [ "${CpdFeed:-}" = partial ]; then
    ls /usr/lib/*/librdkafka.so.1 > /dev/null 2>&1      || missing+=(librdkafka1)
    command -v gcc > /dev/null                          || missing+=(gcc libc6-dev)
  fi
  [ ${#missing[@]} -eq 0 ] && return

  echo "Missing: ${missing[*]}"
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  fi
}

# Debian's librdkafka lacks three functions that Confluent.Kafka calls; see eng/librdkafka-shim.c.
compile_kafka_shim() {
  { [ -n "${CPD_LIBRDKAFKA:-}" ] || [ "${CpdFeed:-}" != partial ]; } && return   # one is named, or comes with the package
  local shim=$PWD/artifacts/librdkafka-shim.so
  mkdir -p artifacts
  gcc -O2 -shared -fPIC eng/librdkafka-shim.c -o "$shim" -Wl,--no-as-needed -l:librdkafka.so.1 && export CPD_LIBRDKAFKA=$shim
}

# Prints "passed failed skipped" of one project, or of some of its folders. A run that breaks off or hangs counts as one failure more than it tells:
# then there are tests of which nobody knows. So does one that ran nothing, or says that it failed and does not tell where.
run_project() {
  local project=$1 log=artifacts/$1.log status filter=()
  shift
  if [ $# -gt 0 ]; then
    log=${log%.log}.${CPD_TEST_DATABASE:?}${CPD_TEST_LOG:+.$CPD_TEST_LOG}.log
    filter=(--filter "$(printf "|FullyQualifiedName~$project.%s." "$@" | cut -c2-)")
  fi
  echo "== $project${1:+ on $CPD_TEST_DATABASE}${CPD_TEST_LOG:+ and $CPD_TEST_LOG}" >&2
  timeout --kill-after=1m "$longest_project" \
    dotnet test "artifacts/bin/$project/${configuration,,}/$project.dll" "${filter[@]}" --logger "console;verbosity=normal" \
      --results-directory "artifacts/results/$project" "--blame:CollectHangDump;TestTimeout=$longest_test;HangDumpType=None" \
      ${CPD_TEST_THREADS:+-- xUnit.MaxParallelThreads=$CPD_TEST_THREADS} 2>&1 \
    | tee "$log" | what_matters >&2
  status=${PIPESTATUS[0]}

  awk -v status="$status" '
       /^ *Passed: /  { passed = $2 }
       /^ *Failed: /  { failed = $2 }
       /^ *Skipped: / { skipped = $2 }
       /^Total tests: [0-9]+$/ { closed = 1 }
       /^The active test run was aborted|^Test Run Aborted/ { broken = 1 }
       END {
         if (!closed || broken || (status != 0 && failed == 0)) failed++
         print passed + 0, failed + 0, skipped + 0
       }' "$log"
}

# Failures, skipped tests with their reason, the sum; not every test that passed.
what_matters() {
  grep -vE '^ +(Passed|Skipped) |^$|^VSTest version|^Starting test|^A total of|VSTest Adapter|Discover(ing|ed): |Starting: |Finished: ' \
    | sed -E 's/^\[xUnit\.net [0-9:.]+\] {2}//'
}

# A feed that lacks what a package of ours depends on restores all the same, in another way; see eng/Feed.targets.
choose_feed() {
  [ -n "${CpdFeed:-}" ] || dotnet restore Cpd.sln || {
    echo "The feed lacks packages: building with CpdFeed=partial."
    export CpdFeed=partial
  }
}

# What the end-to-end tests start is what users get: published, compiled ahead. It also starts with two thirds of the work.
publish_program() {
  local arch
  case $(uname -m) in aarch64 | arm64) arch=arm64 ;; *) arch=x64 ;; esac
  export CPD_PROGRAM=$PWD/artifacts/app/Cpd.Web.dll
  rm -rf artifacts/app
  # Named, not --use-current-runtime: that is looked up too late for what the project says of compiling ahead.
  dotnet publish src/Cpd.Web --configuration "$configuration" --arch "$arch" --no-self-contained --output artifacts/app \
    -nodeReuse:false -p:UseSharedCompilation=true
}

# What is left out of a run is told; in CI a missing part fails its tests.
run_on_postgresql() {
  [ -n "${CPD_TEST_DATABASE:-}" ] && return   # everything runs on it already
  if ! has_postgresql && [ "${CPD_REQUIRE_ALL:-}" != 1 ]; then
    echo "Nothing is run again on PostgreSQL: it is not installed (package postgresql) and CPD_POSTGRESQL names no server." >&2
    return
  fi
  local project
  for project in "${!on_postgresql[@]}"; do
    # shellcheck disable=SC2086  # folders, separated by spaces
    CPD_TEST_DATABASE=PostgreSql run_project "$project" ${on_postgresql[$project]}
  done
  local log=Kafka
  if [ "${CpdFeed:-}" = partial ] && [ -z "${CPD_LIBRDKAFKA:-}" ]; then
    echo "There is no librdkafka for Kafka's mock broker: the engine runs on PostgreSQL with the embedded log instead." >&2
    log=Embedded
  fi
  # Journeys on both at once, as they run on several machines: each log and each database are met, not each pair of them.
  # Who starts again on Kafka waits for the others of its group: many at once share that time.
  CPD_TEST_DATABASE=PostgreSql CPD_TEST_LOG=$log CPD_TEST_THREADS=6 run_project Cpd.Engine.Tests Running
}

# Runs two commands that each print sums, beside each other, and adds the sums up; what the second one tells comes when it has ended.
both() {
  local p f s
  $2 > artifacts/beside.sum 2> artifacts/beside.out &
  local beside=$!
  $1 > artifacts/before.sum
  wait "$beside"
  cat artifacts/beside.out >&2
  while read -r p f s; do
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  done < <(cat artifacts/before.sum artifacts/beside.sum)
}

run_all_others() {
  local project
  run_project Cpd.EventLog.Tests   # the longest of them
  for folder in tests/*.Tests; do
    project=$(basename "$folder")
    case $project in Cpd.EndToEnd.Tests | Cpd.EventLog.Tests) ;; *) run_project "$project" ;; esac
  done
  run_on_postgresql
}

choose_feed
install_missing_parts
eng/fetch-axe.sh || echo "npm does not get axe-core: the tests that need it say so."
compile_kafka_shim

# Test hosts and programs under test live for seconds: measuring where to optimise would cost them more than it brings.
# Nor does memory that is mapped anew for every method that is compiled, which guards processes that strangers write to.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0
passed=0 failed=0 skipped=0
# One warm compiler for all projects, although no build process stays behind.
if dotnet build Cpd.sln --configuration "$configuration" -nodeReuse:false -p:UseSharedCompilation=true && publish_program; then
  # The end-to-end tests take longest and mostly wait for processes; everything else shares their time.
  both "run_project Cpd.EndToEnd.Tests" run_all_others
else
  failed=1
fi

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
