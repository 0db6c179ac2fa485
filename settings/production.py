"""On a server: what differs comes from environment variables, each documented beside its line.

Secrets (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, a proxy's password) are never settings: the libraries read them
from the environment themselves, so that they stand in no settings dump, no log and no list of processes.
"""

import os

from settings.base import *


def env(name: str, default: str) -> str:
    """An environment variable; one that is set but empty counts as not set.

    Text stays text: Scrapy reads numbers from it, and a crawl says in one line what is none.
    """
    return os.environ.get(name) or default


# Where stories are kept: file:///absolute/path or s3://bucket/prefix (with AWS_ENDPOINT_URL_S3 for other makes).
STORE = env("STORE", "file:///var/lib/backstory/store")

# Where the frontier and indexes are kept with a store in a bucket; a local store keeps them inside itself.
STATE_DIR = env("STATE_DIR", "/var/lib/backstory/state")

# Where a publisher reaches you: a page or an e-mail address. Stands in the user agent. Set it.
CONTACT = env("CONTACT", "")

# Seconds between two requests to one host; a site's own Crawl-delay is obeyed where it is longer.
DOWNLOAD_DELAY = env("DOWNLOAD_DELAY", "2")

# Requests in flight at once, over all hosts. Each holds its page in memory until it is stored.
CONCURRENT_REQUESTS = env("CONCURRENT_REQUESTS", "32")

# DEBUG, INFO, WARNING or ERROR.
LOG_LEVEL = env("LOG_LEVEL", "INFO")

# LOG_FORMAT=json gives one JSON object a line; it is read from the environment for every project.

# Who is told when monitors fail, separated by commas: crawler.monitors.actions.webhook.Webhook, …webhook.Slack or
# crawler.monitors.actions.mail.Mail. Addresses and passwords stay in the environment: BACKSTORY_WEBHOOK,
# BACKSTORY_SLACK, BACKSTORY_MAIL_PASSWORD.
MONITOR_ACTIONS = [action for action in env("MONITOR_ACTIONS", "").split(",") if action]
MONITOR_MAIL_TO = [address for address in env("MONITOR_MAIL_TO", "").split(",") if address]
MONITOR_MAIL_FROM = env("MONITOR_MAIL_FROM", "backstory@localhost")
MONITOR_MAIL_HOST = env("MONITOR_MAIL_HOST", "localhost")
MONITOR_MAIL_PORT = env("MONITOR_MAIL_PORT", "25")
MONITOR_MAIL_SECURITY = env("MONITOR_MAIL_SECURITY", "")
MONITOR_MAIL_USER = env("MONITOR_MAIL_USER", "")

# For Prometheus: a port, or the first and the last of a range; and the address to listen at.
METRICS_PORT = [port for port in env("METRICS_PORT", "").split(",") if port]
METRICS_HOST = env("METRICS_HOST", "127.0.0.1")

# For Prometheus by way of node_exporter: the folder of its textfile collector.
METRICS_TEXTFILE = env("METRICS_TEXTFILE", "")
