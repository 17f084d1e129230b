#!/usr/bin/env bash
# Builds everything and runs every test. The last line is "N passed, N failed, N skipped"; the exit code is 0 only if none failed and some passed.
# Arguments are handed on to the test programs, for example: tests/run.sh --filter-class '*KillTests'
set -u
ROOT=$(cd "$(dirname "$0")/.." && pwd)
. "$ROOT/tests/common.sh"

require_sdk
if [ "$(uname -s)" = Linux ]; then
    tool strace strace
    tool pdftotext poppler-utils
    tool chromium chromium && axe
    [ "$(id -u)" = 0 ] || echo "Not root: tests that mount a small file system are skipped." >&2
fi

build "$ROOT/Shannon.Analytics.sln"

RESULTS=$(mktemp -d)
trap 'rm -rf "$RESULTS"' EXIT
status=0
for project in "$ROOT"/tests/*/*.csproj; do
    grep -q '<IsTestProject>true' "$project" || continue
    name=$(basename "$project" .csproj)
    dotnet run --no-build --project "$project" -- --results-directory "$RESULTS" --report-xunit-trx --report-xunit-trx-filename "$name.trx" "$@" </dev/null || status=1
    # A test program that ended without a report ran no test, whatever its exit code.
    [ -s "$RESULTS/$name.trx" ] || { echo "$name left no report: it crashed." >&2; status=1; }
done

# The counters of a TRX report are one element: <Counters total=".." executed=".." passed=".." failed=".." ... />.
counter() {
    cat "$RESULTS"/*.trx 2>/dev/null | grep -o '<Counters [^>]*>' | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ sum += $1 } END { print sum + 0 }'
}

passed=$(counter passed)
failed=$(($(counter failed) + $(counter error) + $(counter timeout) + $(counter aborted)))
skipped=$(($(counter total) - passed - failed))
[ "$passed" -gt 0 ] && [ "$failed" -eq 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
