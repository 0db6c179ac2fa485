"""Scrapy's settings as they hold everywhere: a good guest by default. Our own stand in settings/backstory.py."""

from __future__ import annotations

from crawler.version import backstory_version
from settings.backstory import *

VERSION = backstory_version()

BOT_NAME = "backstory"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
COMMANDS_MODULE = "crawler.commands"

# --- A good guest ------------------------------------------------------------------------------------------
USER_AGENT = f"Backstory/{VERSION} (news archive crawler)"  # crawler.middlewares.contact puts CONTACT behind it
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Backstory"  # the product token that groups of robots.txt name
DOWNLOAD_DELAY = 2.0  # seconds between requests to one host
DOWNLOAD_DELAY_JITTER = 0.5  # the share by which a delay varies, so that requests come in no beat
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
COOKIES_ENABLED = False
DOWNLOAD_TIMEOUT = 60  # seconds
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"  # a server that fails is no error of ours
REDIRECT_MAX_TIMES = 8  # RFC 9309 asks for five; honest chains are shorter
METAREFRESH_MAXDELAY = 11  # seconds, and not as many; who has moved says so for up to ten, later ones are live pages
METAREFRESH_IGNORE_TAGS = ["script", "noscript"]  # what is written there is for others, or for nobody

# --- A suspicious host -------------------------------------------------------------------------------------
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # it is a local port that runs Python
DOWNLOAD_HANDLERS = {
    "http": "crawler.rendering.handler.RenderDownloadHandler",
    "https": "crawler.rendering.handler.RenderDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "crawler.guard.resolver.GuardedResolver"
DOWNLOAD_VERIFY_CERTIFICATES = True  # a story is a document: who served it must be known
HTTPPROXY_ENABLED = False  # a proxy resolves names itself, and the guard would be blind
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes; the largest of 257 real news pages had 4 MB

# --- The way of a story ------------------------------------------------------------------------------------
ITEM_PIPELINES = {
    "pipelines.validate.ValidatePipeline": 100,
    "pipelines.deduplicate.DeduplicatePipeline": 200,
    "pipelines.archive.ArchivePipeline": 300,
    "pipelines.store.StorePipeline": 400,
}
EXTENSIONS = {
    "scrapy.extensions.logstats.LogStats": None,  # the house's own says more
    "crawler.extensions.progress.Progress": 0,
    "crawler.extensions.gone.MarkGone": 0,
    "crawler.extensions.log_context.LogContext": 10,
    "crawler.extensions.wider.WiderArguments": 20,
    "crawler.extensions.sites.SiteCounts": 80,  # what the monitors read
    "crawler.extensions.monitors.Monitors": 90,  # what the run record lists
    "crawler.extensions.run_record.RunRecord": 100,
    "crawler.extensions.metrics.Metrics": 110,  # shows what the monitors said
}
SCHEDULER = "crawler.scheduler.FrontierScheduler"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.middlewares.render.RenderMiddleware": 90,  # sees the page when all others have had it
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.contact.ContactMiddleware": 450,
    "crawler.middlewares.outcome.OutcomeMiddleware": 540,  # on the spider's side of the retries
    "crawler.middlewares.refresh.RefreshMiddleware": 580,
    "crawler.middlewares.content.ContentMiddleware": 585,
    "crawler.middlewares.compression.BoundedCompressionMiddleware": 590,
    "crawler.middlewares.address.AddressMiddleware": 605,  # between the downloader and the redirects
    "crawler.middlewares.manners.MannersMiddleware": 950,
}
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.acknowledge.AcknowledgeMiddleware": 10,  # nearest to the engine: sees what the others let pass
    "crawler.middlewares.robots_tags.RobotsTagsMiddleware": 510,
    "crawler.middlewares.traps.TrapsMiddleware": 520,
}

LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.log_formatter.StoryLogFormatter"
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {"csv": "crawler.exporters.SafeCsvItemExporter"}
