#!/usr/bin/env bash
# Fuzzes one target with afl-fuzz. Usage: tests/fuzz.sh transcript|block|json|condition SECONDS
# Exit code 1 if an input crashed or hung; such inputs are kept in artifacts/fuzz/TARGET/out/default/{crashes,hangs},
# and "replay TARGET FILE..." of tests/Shannon.Analytics.Fuzz says what becomes of them.
set -euo pipefail

if [[ $# -ne 2 || ! $2 =~ ^[1-9][0-9]*$ ]]; then
    echo "Usage: tests/fuzz.sh TARGET SECONDS, where TARGET is transcript, block, json or condition." >&2
    exit 2
fi

target=$1
seconds=$2
root=$(cd "$(dirname "$0")/.." && pwd)
project=$root/tests/Shannon.Analytics.Fuzz
work=$root/artifacts/fuzz/$target
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT

if [[ ! -f $root/tests/Shannon.Analytics.Fuzz/Shannon.Analytics.Fuzz.csproj || ! -d $project/seeds/$target ]]; then
    echo "There is no target '$target'; see the folders in $project/seeds." >&2
    exit 2
fi

if ! command -v afl-fuzz > /dev/null; then
    if [[ $(id -u) -eq 0 ]] && command -v apt-get > /dev/null; then
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq afl++; } > "$tools/apt.log" 2>&1 || cat "$tools/apt.log" >&2
    fi
    command -v afl-fuzz > /dev/null || { echo "afl-fuzz is missing. Install AFL++ (Debian and Ubuntu: apt-get install afl++)." >&2; exit 2; }
fi

rm -rf "$work"
mkdir -p "$work"
dotnet tool install SharpFuzz.CommandLine --version 2.3.0 --tool-path "$tools" > "$tools/tool.log" 2>&1 || { cat "$tools/tool.log" >&2; exit 2; }
dotnet publish "$project" -c Release -o "$work/bin" > "$work/publish.log" 2>&1 || { tail -n 20 "$work/publish.log" >&2; exit 2; }
for library in "$work"/bin/Shannon.Analytics*.dll; do
    # The program itself is no code to be covered.
    [[ $library == */Shannon.Analytics.Fuzz.dll ]] || "$tools/sharpfuzz" "$library"
done

dictionary=()
[[ -f $project/dictionaries/$target.dict ]] && dictionary=(-x "$project/dictionaries/$target.dict")
export AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1
# Tiered compilation would make the same input take different paths through time, and a small heap is quickly collected.
export DOTNET_TieredPGO=0 DOTNET_gcServer=0 DOTNET_gcConcurrent=0
status=0
afl-fuzz -i "$work/bin/seeds/$target" -o "$work/out" "${dictionary[@]}" -m none -t 5000 -V "$seconds" -- \
    dotnet "$work/bin/Shannon.Analytics.Fuzz.dll" fuzz "$target" > "$work/afl.log" 2>&1 || status=$?

stats=$work/out/default/fuzzer_stats
if [[ ! -f $stats ]]; then
    tail -n 20 "$work/afl.log" >&2
    echo "afl-fuzz did not start (exit code $status); its whole output is in $work/afl.log." >&2
    exit 2
fi

stat() { sed -n "s/^$1 *: *//p" "$stats"; }
crashes=$(stat saved_crashes)
hangs=$(stat saved_hangs)
echo "$target: $(stat execs_done) executions in $(stat run_time) s, $(stat execs_per_sec) a second; corpus $(stat corpus_count), coverage $(stat bitmap_cvg), stability $(stat stability); crashes ${crashes:-?}, hangs ${hangs:-?}"
if [[ ${crashes:-1} -ne 0 || ${hangs:-1} -ne 0 ]]; then
    echo "What was found is in $work/out/default/crashes and hangs." >&2
    exit 1
fi
