"""Lines of the log as a terminal or a machine gets them, whatever strangers wrote."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import lxml.html
import pytest
from scrapy.utils.test import get_crawler

from crawler.extract.body import fallback
from crawler.logs import JsonLog
from settings import base

ATTACK = "one \x1b[2J\x9b31m\u202etwo\nthree"


@pytest.fixture
def written() -> Iterator[tuple[logging.Logger, logging.Handler, io.StringIO]]:
    """A logger of its own, its handler, and what the handler has written; the process as a crawl leaves it."""
    before = logging.getLogRecordFactory()
    text = io.StringIO()
    logger, handler = logging.Logger("stranger"), logging.StreamHandler(text)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger.addHandler(handler)
    get_crawler(settings_dict={"LOG_FORMATTER": base.LOG_FORMATTER})
    yield logger, handler, text
    logging.setLogRecordFactory(before)


def test_a_terminal_has_nothing_to_act_upon(
    written: tuple[logging.Logger, logging.Handler, io.StringIO],
) -> None:
    """Neither by an argument nor by an error's own text."""
    logger, _, text = written
    try:
        raise ValueError(ATTACK)
    except ValueError:
        logger.exception("said: %s", ATTACK)
    lines = text.getvalue().splitlines()
    assert lines[:2] == ["said: one \ufffd[2J\ufffd31mtwo", "three"]
    assert lines[-2:] == ["ValueError: one \ufffd[2J\ufffd31mtwo", "three"]


@pytest.mark.usefixtures("written")
def test_a_page_without_text_leaves_no_line_that_names_no_page(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert fallback.blocks(lxml.html.document_fromstring("<form><p>Log in<input></form>")) == []
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


def test_json_has_every_character_and_none_raw(written: tuple[logging.Logger, logging.Handler, io.StringIO]) -> None:
    """The value is what was said, in the traceback too."""
    logger, handler, text = written
    logging.setLogRecordFactory(logging.LogRecord)
    JsonLog(handler)
    try:
        raise ValueError(ATTACK)
    except ValueError:
        logger.exception("said: %s", ATTACK)
    (line,) = text.getvalue().splitlines()
    assert line.isprintable()
    assert json.loads(line)["message"] == f"said: {ATTACK}"
    assert ATTACK in json.loads(line)["exc_info"]
