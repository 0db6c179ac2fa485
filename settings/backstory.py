"""Backstory's own settings: all of them, each with its default, its unit and the reason for it."""

from __future__ import annotations

# --- Where stories are kept ---------------------------------------------------------------------------------
STORE = "file://./data"  # file://PATH or s3://BUCKET/PREFIX
STATE_DIR = "state"  # folder for what can be rebuilt, where the store is no local one; a local store keeps it inside
STORE_THREADS = 16  # calls to the store at once; more hide a slow store, each costs a connection
STORE_GIVE_UP = 600  # seconds that a crawl waits, paused, for a store that fails; then it ends with exit code 4
STORE_TIMEOUT = 30.0  # seconds without a byte from an S3 store until a call counts as failed
STORE_ATTEMPTS = 3  # tries of each S3 call (botocore's standard mode) before the crawl pauses
NEAR_DUPLICATES = "mark"  # mark, drop or off: what becomes of a story that another one was copied from
NEAR_DUPLICATE_THRESHOLD = 0.45  # the share of word runs that two texts have in common, from which on they count
S3_ADDRESSING = "auto"  # path, virtual, or auto: path style with AWS_ENDPOINT_URL_S3, virtual hosts on AWS
S3_ENCRYPTION = ""  # AES256 or aws:kms; empty: as the bucket does
S3_KMS_KEY = ""  # a key id for aws:kms
S3_STORAGE_CLASS = ""  # STANDARD_IA, GLACIER_IR, …; empty: the bucket's default
S3_ACL = ""  # private, bucket-owner-full-control, …; empty: none is sent

# --- What is fetched next, and again ------------------------------------------------------------------------
FRONTIER = ""  # sqlite:///PATH, {collection} in it stands for the name; empty: frontier.sqlite beside the local store
FRONTIER_TRIES = 3  # errors in a row after which an address has failed; Scrapy's own quick retries count as one
FRONTIER_RETRY_DELAY = 30  # seconds before the second try, doubled before the third: most hiccups are over by then
FRONTIER_PATIENCE = 300  # seconds that a run waits for retries and other runs while nothing moves
REVISIT_UNTIL = 90  # days; a story older than this is not fetched again, corrections come within weeks
PROGRESS_INTERVAL = 60  # seconds between lines in the log; on a terminal a panel stands instead; 0 for neither
MARK_GONE_ENABLED = True  # whether a story whose page is gone (404, 410) says so in its newest version
SITE_SHARE = 0.5  # of max_stories: what one site gets while another has something to fetch

# --- Manners ------------------------------------------------------------------------------------------------
CONTACT = ""  # an address or a page where a publisher reaches you; stands in the user agent
HOST_MANNERS_ENABLED = True  # Crawl-delay, Retry-After, slow-down and circuit by host
HOST_PAUSE_WAIT = 60  # seconds that a request waits for its host; for longer pauses it is put off
HOST_PAUSE_MAX = 3600  # seconds; a Retry-After beyond it is cut, the next answer can repeat it
HOST_CIRCUIT_FAILURES = 5  # failures in a row that open a host's circuit
HOST_CIRCUIT_SECONDS = 60  # how long it is open at first; doubled while the host goes on failing
CRAWL_DELAY_MAX = 60  # seconds; a larger Crawl-delay in robots.txt is cut to this
ROBOTSTXT_EXPIRES = 86_400  # seconds that robots.txt is believed (RFC 9309, 2.4: not above a day)
ROBOTSTXT_WAIT = 600  # seconds until a robots.txt that could not be had is asked for again
ROBOTS_TAGS = ["nofollow", "noarchive"]  # what is honoured of a page's robots meta and X-Robots-Tag; noindex may join

# --- Safety -------------------------------------------------------------------------------------------------
ALLOW_PRIVATE_ADDRESSES = False  # True only for fixtures on loopback
PAGE_MAX_ELEMENTS = 100_000  # tags, opening and closing; the largest of 209 real news pages had 8,100
PAGE_MAX_ATTRIBUTES = 1_000  # of one tag; those pages had some dozens
TRAP_WINDOW = 40  # stories of a host that are looked at for repetition; 0 switches the rules against traps off
TRAP_LINKS_PER_PAGE = 200  # links followed; an honest page names some dozen related stories
TRAP_SHARE = 0.8  # of them repeating others: nothing more of that host is followed
DOWNLOAD_FIRST_BYTE_TIMEOUT = 20  # seconds until an answer's headers are there; slower servers are no news sites
DOWNLOAD_MAX_HEADER_SIZE = 64 * 1024  # bytes of status line and headers together; real ones stay below 16 KB

# --- Pages that need a browser ------------------------------------------------------------------------------
RENDER = "auto"  # auto, always or never; the spider's argument render goes before it
RENDER_BROWSER = ""  # path of a Chromium; empty: BACKSTORY_CHROMIUM, PATH, Playwright's own
RENDER_PAGES = 2  # pages open at once; each takes some 50 MB and half a core
RENDER_TIMEOUT = 45.0  # seconds for one page, all in; the slowest that ever became a story took 20
RENDER_MEMORY = 1536 * 1024 * 1024  # bytes of all the browser's processes; above it the browser is restarted
RENDER_RECYCLE = 200  # pages until the browser is replaced by a fresh one
RENDER_SCROLLS = 12  # windows down a page, for boxes that are filled when they are seen
RENDER_MAXSIZE = 16 * 1024 * 1024  # characters of a rendered page; above it the page is given up
RENDER_CONNECTION_MAXSIZE = 32 * 1024 * 1024  # bytes that one connection of the browser may bring in
RENDER_BLOCKED_KINDS = ["image", "font", "media", "texttrack", "manifest", "ping", "eventsource"]  # Playwright's words
RENDER_TRACKERS = ""  # a file of hosts to block in place of the house's list
RENDER_CONSENT = False  # whether consent walls are answered by the click rules
RENDER_CONSENT_RULES = ""  # a file of click rules in place of the house's list

# --- Who watches --------------------------------------------------------------------------------------------
RUN_RECORD_ENABLED = True  # what happened in a run, kept with its stories
SITE_COUNTS_ENABLED = True  # counts by site, for the run record and the monitors
MONITORS = [  # run at the close of every crawl; an empty list switches them off
    "crawler.monitors.fewer_stories.FewerStories",
    "crawler.monitors.errors.ErrorShare",
    "crawler.monitors.store_errors.StoreErrors",
    "crawler.monitors.missing_fields.MissingFields",
    "crawler.monitors.related_fallen.RelatedFallen",
    "crawler.monitors.refused.Refused",
    "crawler.monitors.duration.Duration",
]
MONITOR_ACTIONS: list[str] = []  # who is told: crawler.monitors.actions.webhook.Webhook or .Slack, …mail.Mail
MONITOR_HISTORY_RUNS = 24  # runs that say what is usual: a day of hourly ones
MONITOR_HISTORY_MIN = 3  # runs; below it nothing is usual yet
MONITOR_STORIES_SHARE = 0.3  # of the usual number of stories, new and known: nights are quiet
MONITOR_STORIES_MIN = 5  # stories; a collection with fewer is not watched for their number
MONITOR_REQUESTS_MIN = 10  # requests; below it one bad page would be a large share
MONITOR_ERROR_SHARE = 0.2  # of the requests
MONITOR_STORE_ERRORS = 0  # calls of the store
MONITOR_SITE_STORIES_MIN = 5  # stories of a site in a run; below it nothing is said of the site
MONITOR_MISSING_SHARE = 0.3  # of a site's stories without headline, date or body
MONITOR_RELATED_SHARE = 0.4  # of the usual number of related links a story
MONITOR_REFUSED_SHARE = 0.2  # of the requests
MONITOR_DURATION_FACTOR = 3.0  # times the usual duration
MONITOR_DURATION_MAX = 0.0  # seconds; 0 means no limit
MONITOR_MAIL_TO: list[str] = []
MONITOR_MAIL_FROM = "backstory@localhost"
MONITOR_MAIL_HOST = "localhost"
MONITOR_MAIL_PORT = 25
MONITOR_MAIL_SECURITY = ""  # starttls, ssl, or empty for none; the server's certificate is verified
MONITOR_MAIL_USER = ""  # only with one of them; its password is BACKSTORY_MAIL_PASSWORD in the environment
METRICS_PORT: list[int] = []  # for Prometheus: a port, or the first and the last of a range; none by default
METRICS_HOST = "127.0.0.1"
METRICS_TEXTFILE = ""  # a folder of node_exporter's textfile collector
METRICS_SECONDS = 15.0  # between two writings of the text file, as Prometheus asks by default
