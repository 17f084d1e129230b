#!/usr/bin/env bash
# The long lanes, each on its own: tests/long.sh LANE [ARGUMENTS]
set -u
ROOT=$(cd "$(dirname "$0")/.." && pwd)
. "$ROOT/tests/common.sh"

usage() {
    cat >&2 <<'USAGE'
usage: tests/long.sh LANE [ARGUMENTS]
lanes:
  kill [ROUNDS]       kill -9 of a writing process at random moments; 500 rounds by default
  powercut [ROUNDS]   power cuts: recorded writes cut at random moments and, as root, an ext4 file system that stops; 30 rounds by default
  fuzz TARGET SECONDS coverage-guided fuzzing of one target; see tests/fuzz.sh
  macro [ARGUMENTS]   the large benchmarks against the rivals; arguments go to the runner: --rows N, --filter NAME, --json FILE, --data FOLDER
  forecasts [DATA]    forecasts of M4 Hourly and NN5 against their bars; DATA is ../shared/data beside the repository by default
  alerts [SECONDS]    10,000 alerts that all fire under as many records as go in, in bounded memory; 60 seconds' worth of 50,000 a second by default
  nab [DATA]          the anomaly detector on the Numenta Anomaly Benchmark against its bars; DATA as for forecasts
USAGE
    exit 2
}

lane=${1:-}
[ $# -gt 0 ] && shift
case $lane in
kill)
    require_sdk
    build "$ROOT/tests/Shannon.Analytics.Tests"
    export SHANNON_KILL_ROUNDS=${1:-500} SHANNON_KILL_SEED=${SHANNON_KILL_SEED:-$RANDOM}
    dotnet run --no-build --project "$ROOT/tests/Shannon.Analytics.Tests" -- --filter-class '*.KillTests' --show-live-output on </dev/null
    ;;
powercut)
    require_sdk
    exec "$ROOT/tests/powerloss/run.sh" "${1:-30}"
    ;;
fuzz)
    require_sdk
    exec "$ROOT/tests/fuzz.sh" "$@"
    ;;
macro)
    require_sdk
    cd "$ROOT" && exec dotnet run -c Release --project tests/Shannon.Analytics.Benchmarks -- macro "$@"
    ;;
forecasts)
    require_sdk
    exec "$ROOT/tests/forecasts.sh" "$@"
    ;;
alerts)
    require_sdk
    build "$ROOT/tests/Shannon.Analytics.Tests"
    export SHANNON_STORM_SECONDS=${1:-60}
    dotnet run --no-build --project "$ROOT/tests/Shannon.Analytics.Tests" -- --filter-class '*.AlertStormTests' --show-live-output on </dev/null
    ;;
nab)
    require_sdk
    exec "$ROOT/tests/nab.sh" "$@"
    ;;
*)
    [ -n "$lane" ] && echo "There is no lane '$lane'." >&2
    usage
    ;;
esac
