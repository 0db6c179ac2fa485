"""Compares a stored or extracted story with what an editor says of its page, and says where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_PRINTED = ("text", "heading", "published", "section")


def differences(expected: Mapping[str, Any], story: Mapping[str, Any]) -> list[str]:
    """One line for each field and each link that is not as it should be; an empty list if all is well."""
    return [*field_differences(expected, story), *link_differences(expected, story)]


def field_differences(expected: Mapping[str, Any], story: Mapping[str, Any]) -> list[str]:
    """Where a field is not what an editor would say; links are left out."""
    return [
        f"{field}: expected {value!r}, found {story[field]!r}"
        for field, value in expected.items()
        if field != "related" and story[field] != value
    ]


def link_differences(expected: Mapping[str, Any], story: Mapping[str, Any]) -> list[str]:
    """Where a related link is missing, wrong, or has something else printed beside it.

    Of the other kinds nothing is asked but that none of them passes for related.
    """
    wanted, given = _related(expected["related"]), _related(story["related"])
    found = [f"related link missing: {url}" for url in wanted.keys() - given.keys()]
    found += [f"not related: {url}" for url in given.keys() - wanted.keys()]
    found += [
        f"{url}: expected {wanted[url]!r}, found {given[url]!r}"
        for url in wanted.keys() & given.keys()
        if wanted[url] != given[url]
    ]
    return sorted(found)


def _related(links: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Any, ...]]:
    return {link["url"]: tuple(link[name] for name in _PRINTED) for link in links if link["kind"] == "related"}
