"""On a server: what differs comes from environment variables, each documented beside its line.

Secrets (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, a proxy's password) are never settings: the libraries read them
from the environment themselves, so that they stand in no settings dump, no log and no list of processes.
"""

import os

from settings.base import *
from settings.base import user_agent


def env(name: str, default: str) -> str:
    """An environment variable; one that is set but empty counts as not set."""
    return os.environ.get(name) or default


# Where stories are kept: file:///absolute/path or s3://bucket/prefix (with AWS_ENDPOINT_URL_S3 for other makes).
STORE = env("STORE", "file:///var/lib/backstory")

# Where a publisher reaches you: a page or an e-mail address. Stands in the user agent. Set it.
CONTACT = env("CONTACT", "")
USER_AGENT = user_agent(CONTACT)

# Seconds between two requests to one host; a site's own Crawl-delay is obeyed where it is longer.
DOWNLOAD_DELAY = float(env("DOWNLOAD_DELAY", "2"))

# Requests in flight at once, over all hosts. Each holds its page in memory until it is stored.
CONCURRENT_REQUESTS = int(env("CONCURRENT_REQUESTS", "32"))

# DEBUG, INFO, WARNING or ERROR.
LOG_LEVEL = env("LOG_LEVEL", "INFO")
