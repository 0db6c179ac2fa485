"""``make scrapyd``: a real Scrapyd on loopback, the egg of what is committed, a crawl of a fictional newspaper."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from tests.services.scrapyd_server import ScrapydServer, free_port, port_is_free
from tests.sites import serve

NEWSPAPER, COLLECTION = "isles", "isles"
USUAL_PORT = 6800  # Scrapyd's own; another where something listens there


def main() -> int:
    """Returns 0 after Ctrl-C or with --once after the crawl, 1 where the egg was refused or the crawl failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.services.demo", description=__doc__)
    parser.add_argument("--scripts", type=Path, required=True, help="the folder with `scrapyd` and `scrapyd-deploy`")
    parser.add_argument("--state", type=Path, required=True, help="where eggs, logs, queues and stories are kept")
    parser.add_argument("--once", action="store_true", help="end when the crawl has ended")
    options = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as stack:
        newspaper = stack.enter_context(serve(NEWSPAPER))
        port = USUAL_PORT if port_is_free(USUAL_PORT) else free_port()
        environment = {"DOWNLOAD_DELAY": "0.1", **({"STORE": os.environ["STORE"]} if os.environ.get("STORE") else {})}
        scrapyd = ScrapydServer(options.scripts, options.state, environment, port)
        scrapyd.start()
        stack.callback(scrapyd.stop)
        print(f"Scrapyd is at {scrapyd.url} (user {scrapyd.username}, password {scrapyd.password})", flush=True)
        deployed = scrapyd.deploy(options.scripts / "python")
        print(deployed.stderr.strip(), flush=True)
        if '"status": "ok"' not in deployed.stdout:
            print(deployed.stdout, file=sys.stderr)
            return 1
        job = f"{COLLECTION}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}"
        scrapyd.schedule(job, COLLECTION, newspaper.seeds(NEWSPAPER))
        print(f"Job {job} crawls a fictional newspaper …", flush=True)
        with suppress(AssertionError):
            scrapyd.wait_for_job(job)
        record = scrapyd.record(COLLECTION, job)
        counts = record.get("counts", {})
        stored, unchanged = (counts.get(f"stories/{outcome}", 0) for outcome in ("stored", "unchanged"))
        print(f"{record.get('state')}: {stored} stories stored, {unchanged} unchanged")
        print(f"  log         {record.get('log')}\n  run record  {scrapyd.record_path(COLLECTION, job)}", flush=True)
        if not options.once:
            print("Scrapyd stays up. Ctrl-C ends it.", flush=True)
            stop.wait()
        return 0 if record.get("state") == "finished" else 1


if __name__ == "__main__":
    sys.exit(main())
