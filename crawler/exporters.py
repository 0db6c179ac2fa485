"""Scrapy's feed exports, where their readers need care."""

from __future__ import annotations

from typing import Any

from scrapy.exporters import CsvItemExporter

from crawler.escape import csv_cell


class SafeCsvItemExporter(CsvItemExporter):
    """CSV that a spreadsheet opens without running what strangers wrote; ``FEED_EXPORTERS`` names it."""

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
        return csv_cell(super().serialize_field(field, name, value))
