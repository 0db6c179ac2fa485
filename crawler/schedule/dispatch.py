"""Send a collection's run to a Scrapyd node: never beside another run of it, and to the least busy node."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from crawler.schedule.plan import Collection, Daemons, as_text
from crawler.schedule.scrapyd import Job, Node, ScrapydError, ScrapydUnavailable

logger = logging.getLogger(__name__)

STAMP = "%Y%m%dT%H%M%SZ"  # in job ids: letters and digits only, since Scrapyd makes file names of them


class NoNodeAnswers(Exception):
    """Every node failed; the message says of each why. Asking again later may help."""


def job_id(collection: str, due: datetime) -> str:
    """The id of the job that is due at ``due`` (aware): one per run, so that asking twice starts one run."""
    return f"{collection}-{due.astimezone(UTC).strftime(STAMP)}"


def belongs(job: Job, collection: str) -> bool:
    """Whether ``job`` crawls ``collection``; of a running job only the id tells, and only if we gave it."""
    return job.collection == collection or bool(re.fullmatch(rf"{re.escape(collection)}-\d{{8}}T\d{{6}}Z", job.id))


def dispatch(collection: Collection, daemons: Daemons, nodes: Sequence[Node], due: datetime) -> str | None:
    """Start the run of ``collection`` that is due at ``due``; returns its job id, or None where it needs no start.

    It needs none while an earlier run waits or runs at any node that answers, or where this very run was taken
    already (an answer that got lost). The jobs of a node that is down cannot be asked for: the run that starts
    here asks the frontier's lock (``exclusive=1``) and ends at once if the collection is in other hands.
    Raises NoNodeAnswers.
    """
    wanted = job_id(collection.name, due)
    reached: list[tuple[int, Node]] = []
    failures: list[str] = []
    for node in nodes:
        try:
            jobs = node.jobs(daemons.project)
            reached.append((node.load(), node))
        except ScrapydError as error:
            failures.append(str(error))
            continue
        if any(job.id == wanted for job in jobs):
            logger.info("%s: %s was taken by %s before", collection.name, wanted, node.url)
            return None
        busy = next((job for job in jobs if job.state != "finished" and belongs(job, collection.name)), None)
        if busy is not None:
            logger.warning("%s: left out, %s is %s at %s", collection.name, busy.id, busy.state, node.url)
            return None
    for _, node in sorted(reached, key=lambda pair: pair[0]):
        if collection.node not in (None, node.url):
            continue
        try:
            node.schedule(
                daemons.project, daemons.spider, wanted, arguments_of(collection), as_text(collection.settings)
            )
        except ScrapydUnavailable as error:  # the job may have arrived: another node must not get it as well
            raise NoNodeAnswers(str(error)) from None
        except ScrapydError as error:
            failures.append(str(error))
            continue
        logger.info("%s: %s started at %s", collection.name, wanted, node.url)
        return wanted
    raise NoNodeAnswers("; ".join(failures) or f"{collection.node} does not answer")


def arguments_of(collection: Collection) -> dict[str, str]:
    """The spider's arguments as Scrapyd sends them: text."""
    return {
        "collection": collection.name,
        "seeds": " ".join(collection.seeds),
        "exclusive": "1",
        **as_text(collection.arguments),
    }
