"""``make crawl``: serve the fictional newspaper "isles" and gather the backstory of its seed story.

Takes what the Makefile exports: DEPTH, COLLECTION, STORE, LOGLEVEL.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack, suppress

from tests.sites import Server, serve

NEWSPAPER = "isles"
# Asked for first, so that a second demo meets the same addresses and shows what a revisit does.
USUAL_PORT = 20_050


def _serve(stack: ExitStack) -> Server:
    with suppress(OSError):
        return stack.enter_context(serve(NEWSPAPER, port=USUAL_PORT))
    return stack.enter_context(serve(NEWSPAPER))


def main() -> int:
    """The exit code of the crawl."""
    given = {name: value for name, value in os.environ.items() if value}
    with ExitStack() as stack:
        server = _serve(stack)
        seeds = " ".join(server.seeds(NEWSPAPER))
        print(f"A fictional newspaper is at {server.bases[NEWSPAPER]}; its seed story is {seeds}\n", flush=True)
        command = [sys.executable, "-m", "scrapy", "crawl", "related", "-L", given.get("LOGLEVEL", "WARNING")]
        command += ["-a", f"seeds={seeds}", "-a", f"depth={given.get('DEPTH', '2')}"]
        command += ["-a", f"collection={given.get('COLLECTION', 'stories')}"]
        command += ["-s", f"STORE={given['STORE']}"] if "STORE" in given else []
        return subprocess.run(command, env={**os.environ, "SCRAPY_PROJECT": "ci"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
