#!/usr/bin/env bash
# Builds everything and runs every test. The last line is "N passed, N failed, N skipped"; the exit code is 0 only if none failed and some passed.
# Arguments are handed on to the test programs, for example: tests/run.sh --filter-class '*KillTests'
set -u
ROOT=$(cd "$(dirname "$0")/.." && pwd)
. "$ROOT/tests/common.sh"

require_sdk
if [ "$(uname -s)" = Linux ]; then
    tool strace strace
    tool unshare util-linux
    tool ip iproute2
    # The client that its tests drive is not ours: it is installed for them alone, and runs only where it reaches nothing but loopback.
    case "$(uname -m)" in aarch64) processor=arm64 ;; *) processor=x64 ;; esac
    SHANNON_TEST_CLAUDE_CLIENT=$(npm_tool @anthropic-ai/claude-code 2.1.330 "node_modules/@anthropic-ai/claude-code-linux-$processor/claude")
    export SHANNON_TEST_CLAUDE_CLIENT
    tool pdftotext poppler-utils
    tool chromium chromium
    SHANNON_AXE=$(npm_tool axe-core 4.14.1 node_modules/axe-core/axe.min.js)
    export SHANNON_AXE
    [ "$(id -u)" = 0 ] || echo "Not root: tests that mount a small file system are skipped." >&2
fi

build "$ROOT/Shannon.Analytics.sln"

# What a test publishes is fetched now: the tests themselves reach nothing but loopback.
dotnet restore "$ROOT/tests/TrimmedConsumer" -v quiet --nologo </dev/null || echo "What the trimmed host needs could not be fetched: its test will fail." >&2

RESULTS=$(mktemp -d)
trap 'rm -rf "$RESULTS"' EXIT
status=0
for project in "$ROOT"/tests/*/*.csproj; do
    grep -q '<IsTestProject>true' "$project" || continue
    name=$(basename "$project" .csproj)
    in_namespace dotnet run --no-build --project "$project" -- --results-directory "$RESULTS" --report-xunit-trx --report-xunit-trx-filename "$name.trx" "$@" </dev/null || status=1
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
