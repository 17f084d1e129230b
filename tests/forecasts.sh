#!/usr/bin/env bash
# Forecasts published series and prints every score beside its bar. Usage: tests/forecasts.sh [DATA]
# Exit code 1 if a bar is missed.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/.." && pwd)
. "$ROOT/tests/common.sh"

data=$(cd "${1:-$ROOT/../shared/data}" 2>/dev/null && pwd) || fail "There is no folder '${1:-$ROOT/../shared/data}'; name the folder of the data."
command -v python3 >/dev/null || fail "The scorer needs python3."
out=$ROOT/artifacts/evaluation/forecasts
project=$ROOT/tests/Shannon.Analytics.Evaluation
build "$project" -c Release
run() { dotnet run --no-build -c Release --project "$project" -- "$@" --data "$data" --out "$out" </dev/null; }

missed=0
# bar NAME VALUE LOW HIGH
bar() {
    if awk -v v="$2" -v l="$3" -v h="$4" 'BEGIN { exit !(v >= l && v <= h) }'; then verdict=met; else verdict=MISSED; missed=1; fi
    printf '%-44s %8s   bar %s to %s   %s\n' "$1" "$2" "$3" "$4" "$verdict"
}
field() { awk -v name="$2" '{ for (i = 1; i < NF; i++) if ($i == name) print $(i + 1) }' <<<"$1"; }
score() { python3 "$data/tools/forecast_score.py" "$@"; }

if [ -f "$data/forecast/Hourly-train.csv" ]; then
    run m4
    line=$(score m4 Hourly "$out"/m4_Hourly_{point,lower,upper}.csv)
    echo "m4 Hourly: $line"
    bar "M4 Hourly OWA" "$(field "$line" OWA)" 0 0.56
    bar "M4 Hourly coverage of 95 % intervals" "$(field "$line" coverage95)" 0.92 0.97
fi

table=$(run nn5)
echo "$table"
line=$(score nn5 "$out"/nn5_{point,lower,upper}.csv)
echo "nn5: $line"
bar "NN5 MAE, 56 days ahead" "$(field "$line" MAE)" 0 3.69
bar "NN5 coverage, 56 days ahead" "$(field "$line" coverage95)" 0.92 0.97
week() { field "$(grep "^history $1 " <<<"$table")" "$2"; }
bar "NN5 MASE, 7 days ahead, 14 days of history" "$(week 14 MASE)" 0 0.96
bar "NN5 MASE, 7 days ahead, 30 days of history" "$(week 30 MASE)" 0 0.92
for history in 60 120 365; do
    bar "NN5 coverage, 7 days ahead, $history days" "$(week $history coverage95)" 0.92 0.97
done
exit $missed
