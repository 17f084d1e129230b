#!/usr/bin/env bash
# Scores the anomaly detector on the Numenta Anomaly Benchmark and prints every score beside its bar. Usage: tests/nab.sh [DATA]
# Exit code 1 if a bar is missed.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/.." && pwd)
. "$ROOT/tests/common.sh"

data=$(cd "${1:-$ROOT/../shared/data}" 2>/dev/null && pwd) || fail "There is no folder '${1:-$ROOT/../shared/data}'; name the folder of the data."
command -v python3 >/dev/null || fail "The scorer needs python3."
out=$ROOT/artifacts/evaluation/nab
project=$ROOT/tests/Shannon.Analytics.Evaluation
build "$project" -c Release
rm -rf "$out"
dotnet run --no-build -c Release --project "$project" -- nab --data "$data" --out "$out" </dev/null

missed=0
score() { python3 "$data/tools/nab_score.py" --results "$out" "$@"; }
standard() { awk '{ for (i = 1; i < NF; i++) if ($i == "standard") { print $(i + 1); exit } }'; }
# bar NAME LEAST [SCORER ARGUMENTS]
bar() {
    local name=$1 least=$2 value
    shift 2
    value=$(score "$@" | standard)
    if awk -v v="$value" -v l="$least" 'BEGIN { exit !(v >= l) }'; then verdict=met; else verdict=MISSED; missed=1; fi
    printf '%-52s %7s   bar at least %s   %s\n' "$name" "$value" "$least" "$verdict"
}

bar "standard profile, optimised threshold" 58
bar "standard profile, default threshold 0.5" 50 --fixed-threshold 0.5
for category in artificialWithAnomaly realAWSCloudwatch realAdExchange; do
    [ -d "$out/$category" ] && printf '%-52s %7s\n' "  $category, default threshold 0.5" "$(score --fixed-threshold 0.5 --only "$category" | standard)"
done
exit $missed
