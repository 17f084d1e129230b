# Shared by the scripts of this folder; they set ROOT to the repository first.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

fail() {
    echo "$*" >&2
    exit 1
}

require_sdk() {
    command -v dotnet >/dev/null || fail "The .NET 10 SDK is needed, and there is no 'dotnet' on the path. Install it: https://dotnet.microsoft.com/download/dotnet/10.0"
    (cd "$ROOT" && dotnet --version >/dev/null 2>&1) || fail "The .NET 10 SDK is needed; 'dotnet' is there, but has: $(dotnet --list-sdks 2>/dev/null | tr '\n' ';'). Install it: https://dotnet.microsoft.com/download/dotnet/10.0"
}

UPDATED=no

# tool PROGRAM PACKAGE: installs the package if the program is missing and this account may; else says what will be skipped.
tool() {
    command -v "$1" >/dev/null && return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        if [ $UPDATED = no ]; then
            apt-get update -qq </dev/null >/dev/null 2>&1
            UPDATED=yes
        fi
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" </dev/null >/dev/null 2>&1
        command -v "$1" >/dev/null && return 0
    fi
    echo "'$1' is missing and could not be installed (package '$2'): tests that need it are skipped." >&2
    return 1
}

# npm_tool PACKAGE VERSION FILE: installs an npm package beside the build output, without running its scripts, and prints the path of the file in it.
npm_tool() {
    local folder="$ROOT/artifacts/tools/npm-$2"
    [ -f "$folder/$3" ] || command -v npm >/dev/null || tool npm npm
    if [ ! -f "$folder/$3" ] && command -v npm >/dev/null; then
        npm install --ignore-scripts --no-audit --no-fund --silent --prefix "$folder" "$1@$2" </dev/null >/dev/null 2>&1
    fi
    if [ ! -f "$folder/$3" ]; then
        echo "The npm package '$1' could not be installed: tests that need it are skipped." >&2
        return 1
    fi
    echo "$folder/$3"
}

# in_namespace COMMAND...: runs a command with no network but loopback, where this account may make a network namespace; else as it is.
in_namespace() {
    if [ "$(id -u)" = 0 ] && command -v unshare >/dev/null && command -v ip >/dev/null && unshare -n true 2>/dev/null; then
        unshare -n --fork sh -c 'ip link set lo up && exec "$@"' _ "$@"
    else
        "$@"
    fi
}

build() {
    local log
    log=$(cd "$ROOT" && dotnet build "$@" -v quiet --nologo </dev/null 2>&1) || fail "$log
The build failed."
}
