#!/usr/bin/env bash
# Power cuts; called by tests/long.sh powercut ROUNDS.
#   recorded: a run is recorded, then cut at ten random moments: what was not synced may be lost, kept, reordered or torn
#   failing:  the same, with some syncs failing
#   ext4:     a real file system on a loop device stops without writing its journal out (root only)
set -u
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
. "$ROOT/tests/common.sh"

ROUNDS=$1
CUTS=10
[ "$(uname -s)" = Linux ] || fail "Power cuts are played on Linux only."
tool gcc gcc || fail "The power-cut lane needs a C compiler."
build "$ROOT/tests/Shannon.Analytics.CrashHost"
HOST=$ROOT/tests/Shannon.Analytics.CrashHost/bin/Debug/net10.0/Shannon.Analytics.CrashHost.dll
SEED=${SHANNON_POWERCUT_SEED:-$RANDOM}
WORK=$(mktemp -d)
DEVICE=

clean() {
    mountpoint -q "$WORK/ext4" && umount -l "$WORK/ext4"
    [ -n "$DEVICE" ] && losetup -d "$DEVICE"
    rm -rf "$WORK"
}
trap clean EXIT
gcc -Wall -Wextra -shared -fPIC -O2 -o "$WORK/record.so" "$ROOT/tests/powerloss/record.c" -lpthread || fail "record.c did not compile."
gcc -Wall -Wextra -O2 -o "$WORK/cut" "$ROOT/tests/powerloss/cut.c" || fail "cut.c did not compile."

wait_for() { # wait_for FILE: until a ledger has its first line
    for _ in $(seq 1 600); do
        [ -s "$1" ] && return 0
        sleep 0.05
    done
    cat "$WORK/writer" >&2
    fail "The writer acknowledged nothing."
}

pause() { # up to a second
    sleep "0.$(printf '%03d' $((RANDOM % 1000)))"
}

record_run() { # record_run SEED [NAME=VALUE [OPTION]]: a setting for record.c, an option for the writer
    rm -rf "$WORK/recorded" "$WORK/journal"
    mkdir "$WORK/recorded"
    env LD_PRELOAD="$WORK/record.so" POWERLOSS_FOLDER="$WORK/recorded" POWERLOSS_JOURNAL="$WORK/journal" ${2:-} \
        dotnet "$HOST" write "$WORK/recorded/usage.db" "$WORK/recorded/ledger" "$1" --tolerate ${3:-} </dev/null >"$WORK/writer" 2>&1 &
    local writer=$!
    wait_for "$WORK/recorded/ledger"
    pause
    kill -9 $writer
    wait $writer 2>/dev/null
}

play() { # play SEED CUTS [OPTION]
    dotnet "$HOST" powercut "$WORK/journal" "$WORK/recorded/usage.db" "$WORK/recorded/ledger" "$@" </dev/null
}

# The harness must be able to fail: had the writer never synced, cuts would lose acknowledged batches.
record_run "$SEED"
if play "$SEED" 10 --ignore-syncs >/dev/null; then
    fail "Cuts without any sync lost nothing: this lane proves nothing."
fi

failed=0

recorded_lane() { # recorded_lane NAME [FAIL]: about one sync in FAIL fails, fewer with each round
    local acked=0 harmed=0 bad=0
    for round in $(seq 1 "$ROUNDS"); do
        record_run $((SEED + round)) ${2:+POWERLOSS_FAIL=$(($2 + round % 6))} ${2:+--writes-only}
        play $((SEED + round)) $CUTS >"$WORK/out" 2>&1 || { bad=$((bad + 1)); echo "$1 round $round of seed $SEED:"; cat "$WORK/out"; }
        acked=$((acked + $(grep -o ' acked=[0-9]*' "$WORK/out" | tail -1 | tr -dc 0-9)))
        harmed=$((harmed + $(grep -o ' harmed=[0-9]*' "$WORK/out" | tail -1 | tr -dc 0-9)))
    done
    echo "powercut $1: $ROUNDS runs, $((ROUNDS * CUTS)) cuts, $acked acknowledged batches checked, $harmed unsynced operations lost or torn, $bad runs failed (seed $SEED)"
    failed=$((failed + bad))
}

recorded_lane recorded
recorded_lane failing 4

ext4_round() { # ext4_round SEED
    truncate -s 0 "$WORK/image" && truncate -s 256M "$WORK/image"
    DEVICE=$(losetup -f --show "$WORK/image") && mkfs.ext4 -q -F "$DEVICE" && mkdir -p "$WORK/ext4" && mount -o commit=300 "$DEVICE" "$WORK/ext4" || return 2
    rm -f "$WORK/ledger"
    dotnet "$HOST" write "$WORK/ext4/usage.db" "$WORK/ledger" "$1" --tolerate </dev/null >"$WORK/writer" 2>&1 &
    local writer=$!
    wait_for "$WORK/ledger"
    pause
    # The world stops here: a sync under way while the file system goes down may still report success.
    cp "$WORK/ledger" "$WORK/seen"
    "$WORK/cut" "$WORK/ext4"
    kill -9 $writer 2>/dev/null
    wait $writer 2>/dev/null
    umount "$WORK/ext4" && mount "$DEVICE" "$WORK/ext4" || return 2
    dotnet "$HOST" verify "$WORK/ext4/usage.db" "$WORK/seen" </dev/null >"$WORK/out" 2>&1
    local result=$?
    acked=$((acked + $(grep -c '^ack' "$WORK/seen")))
    umount "$WORK/ext4" && losetup -d "$DEVICE" && DEVICE=
    return $result
}

if [ "$(id -u)" != 0 ] || ! command -v mkfs.ext4 >/dev/null || ! losetup -f >/dev/null 2>&1; then
    echo "powercut ext4: skipped; it needs root, mkfs.ext4 and a loop device"
else
    acked=0
    ext4_failed=0
    for round in $(seq 1 "$ROUNDS"); do
        ext4_round $((SEED + round)) || { ext4_failed=$((ext4_failed + 1)); echo "ext4 round $round of seed $SEED:"; cat "$WORK/out"; }
    done
    echo "powercut ext4: $ROUNDS cuts, $acked acknowledged batches checked, $ext4_failed failed (seed $SEED)"
    failed=$((failed + ext4_failed))
fi
[ $failed = 0 ]
