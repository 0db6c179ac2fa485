#!/bin/sh
# Start Scrapyd in a directory of its own, with a password, and with the egg that BACKSTORY_EGG names (if it is set).
#
#   SCRAPYD_USERNAME=… SCRAPYD_PASSWORD=… deploy/start-scrapyd.sh
#
# BACKSTORY_STATE is where eggs, logs, queues and frontiers are kept, and stories unless STORE says otherwise (default
# /var/lib/backstory). `scrapyd` must be on PATH, in an
# environment that has Backstory's dependencies but not Backstory: an importable copy would win over the egg, silently.
set -eu

if [ -z "${SCRAPYD_USERNAME:-}" ] || [ -z "${SCRAPYD_PASSWORD:-}" ]; then
    echo "start-scrapyd: set SCRAPYD_USERNAME and SCRAPYD_PASSWORD: without them anybody could run code here" >&2
    exit 2
fi
command -v scrapyd > /dev/null || {
    echo "start-scrapyd: there is no scrapyd on PATH: put the bin folder of an environment with requirements-scrapyd.lock before it" >&2
    exit 2
}

conf=$(cd "$(dirname "$0")" && pwd)/scrapyd.conf
egg=${BACKSTORY_EGG:+$(realpath "$BACKSTORY_EGG")}
state=$(realpath -m "${BACKSTORY_STATE:-/var/lib/backstory}")
export STORE="${STORE:-file://$state/store}" STATE_DIR="${STATE_DIR:-$state/state}"
mkdir -p "$state/scrapyd"
cd "$state/scrapyd"
cp "$conf" scrapyd.conf

# -P and the variable keep the working directory off Python's path, in Scrapyd and in every job.
unset PYTHONPATH
export PYTHONSAFEPATH=1
if python -P -c 'import crawler' 2>/dev/null; then
    echo "start-scrapyd: this Python can import Backstory itself, which would hide the egg: use an environment with the dependencies only" >&2
    exit 2
fi

# The newest version is the one that runs, and versions are compared as text: so each is the time of its egg.
# An egg is put there once: one that was taken away again (delversion.json) stays away until there is another.
if [ -n "$egg" ]; then
    version=$(date -u -r "$egg" +%Y%m%d%H%M%S)
    seen="$version $(cksum < "$egg")"
    if [ "$seen" != "$(cat egg-seen 2>/dev/null)" ] || [ -z "$(ls eggs/backstory 2>/dev/null)" ]; then
        mkdir -p eggs/backstory
        cp "$egg" "eggs/backstory/$version.egg"
        echo "$seen" > egg-seen
    fi
fi

# Without a pid file: after a kill -9 the old one would name a process that is there again, and Scrapyd would not start.
exec scrapyd --pidfile=
