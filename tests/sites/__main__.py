"""``python -m tests.sites [NAME ...]``: serve newspapers until a signal comes.

The first line on stdout names every address; each further line is one request (or goes to the file of --log).
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

from tests.sites import NEWSPAPERS, Generated, serve


def main() -> int:
    """Returns 0 after SIGINT or SIGTERM, 2 for wrong arguments."""
    parser = argparse.ArgumentParser(prog="python -m tests.sites", description="Serve fictional newspapers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NEWSPAPERS)} (default: all)")
    parser.add_argument("--port", type=int, default=0, help="0 lets the system choose (default)")
    parser.add_argument("--log", type=Path, help="write requests to this file instead of stdout, one JSON line each")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--generated", type=int, metavar="N", help="N synthetic stories instead of newspapers")
    parser.add_argument("--size", type=int, default=20_000, help="bytes of a synthetic story (default 20000)")
    parser.add_argument("--links", type=int, default=4, help="related links of a synthetic story (default 4)")
    args = parser.parse_args()

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as stack:
        log = stack.enter_context(args.log.open("a", encoding="utf-8")) if args.log else sys.stdout
        try:
            sites = [Generated(args.generated, args.size, args.links)] if args.generated else []
            server = stack.enter_context(
                serve(*sites, *(args.names or ([] if sites else NEWSPAPERS)), port=args.port, log=log, delay=args.delay)
            )
        except (OSError, ValueError) as error:
            print(f"tests.sites: {error}", file=sys.stderr)
            return 2
        print(json.dumps(server.announcement()), flush=True)
        stop.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
