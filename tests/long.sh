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
  cancel [ROWS]       how soon cancelled queries over so many records end, at most 250 ms; 10,000,000 records by default
  bitflips [ROUNDS]   one bit flipped anywhere in a store, plain and protected: the right answer or a typed error; 300 rounds of each by default
  cardinality [VALUES] [NAMES]
                      so many different attribute values and attribute names; 1,000,000 and 100,000 by default
  fuzz TARGET SECONDS coverage-guided fuzzing of one target; see tests/fuzz.sh
  macro [ARGUMENTS]   the large benchmarks against the rivals; arguments go to the runner: --rows N, --filter NAME, --json FILE, --data FOLDER
  realtime [SECONDS]  100 stream subscribers at 100,000 records per second beside a slow one; 60 seconds by default
  forecasts [DATA]    forecasts of M4 Hourly and NN5 against their bars; DATA is ../shared/data beside the repository by default
  documents           workbooks of every report read back by LibreOffice, and how long a PDF of 50 pages takes
  alerts [SECONDS]    10,000 alerts, of a user each and then all on one metric, that all fire under as many records as go in, in bounded memory; 60 seconds' worth of 50,000 a second by default
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
bitflips)
    require_sdk
    build "$ROOT/tests/Shannon.Analytics.Tests"
    export SHANNON_FLIP_ROUNDS=${1:-300} SHANNON_FLIP_SEED=${SHANNON_FLIP_SEED:-$RANDOM}
    dotnet run --no-build --project "$ROOT/tests/Shannon.Analytics.Tests" -- --filter-class '*.BitFlipTests' --show-live-output on </dev/null
    ;;
cardinality)
    require_sdk
    build "$ROOT/tests/Shannon.Analytics.Tests" -c Release
    export SHANNON_CARDINALITY_VALUES=${1:-1000000} SHANNON_CARDINALITY_NAMES=${2:-100000}
    dotnet run --no-build -c Release --project "$ROOT/tests/Shannon.Analytics.Tests" -- --filter-class '*.CardinalityTests' --show-live-output on </dev/null
    ;;
cancel)
    require_sdk
    build "$ROOT/tests/Shannon.Analytics.Tests" -c Release
    export SHANNON_CANCEL_ROWS=${1:-10000000} SHANNON_CANCEL_MS=250
    dotnet run --no-build -c Release --project "$ROOT/tests/Shannon.Analytics.Tests" -- --filter-class '*.CancellationLatencyTests' --show-live-output on </dev/null
    ;;
fuzz)
    require_sdk
    exec "$ROOT/tests/fuzz.sh" "$@"
    ;;
macro)
    require_sdk
    cd "$ROOT" && exec dotnet run -c Release --project tests/Shannon.Analytics.Benchmarks -- macro "$@"
    ;;
realtime)
    require_sdk
    build "$ROOT/tests/Shannon.Analytics.Tests" -c Release
    SHANNON_STREAM_SECONDS=${1:-60} dotnet run --no-build -c Release --project "$ROOT/tests/Shannon.Analytics.Tests" -- --filter-class '*.StreamLoadTests' --show-live-output on </dev/null
    ;;
forecasts)
    require_sdk
    exec "$ROOT/tests/forecasts.sh" "$@"
    ;;
documents)
    require_sdk
    tool soffice libreoffice-calc || fail "LibreOffice is needed for this lane."
    tool pdfinfo poppler-utils || fail "poppler is needed for this lane."
    build "$ROOT/tests/Shannon.Analytics.Tests" -c Release
    export SHANNON_DOCUMENTS=1
    dotnet run --no-build -c Release --project "$ROOT/tests/Shannon.Analytics.Tests" -- --filter-class '*.LongDocumentTests' --show-live-output on </dev/null
    ;;
alerts)
    require_sdk
    build "$ROOT/tests/Shannon.Analytics.Tests" -c Release
    export SHANNON_STORM_SECONDS=${1:-60}
    dotnet run --no-build -c Release --project "$ROOT/tests/Shannon.Analytics.Tests" -- --filter-class '*.AlertStormTests' --show-live-output on </dev/null
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
