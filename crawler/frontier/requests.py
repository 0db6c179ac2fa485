"""Scrapy's requests as addresses of the frontier, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy import Request

from crawler import urls
from crawler.frontier.base import SPELLINGS, Address
from crawler.frontier.database import meta_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Spider

KEY = "frontier_key"  # in the meta of a request in hand: the key of its address
FOUND_ON = "frontier_found_on"  # in the meta of a new request: the key of the page in hand that it was found on
INCOMPLETE = "frontier_incomplete"  # in the meta of a request whose page came without all that it has: no browser
_CALLBACK = "frontier_callback"
_CB_KWARGS = "frontier_cb_kwargs"
_DEFAULT_CALLBACK = "parse"
# What columns hold, and what belongs to one attempt only.
_NOT_KEPT = {
    *(KEY, FOUND_ON, INCOMPLETE, "seed", "discovered_from", "depth", "is_start_request"),
    *("download_latency", "download_slot"),
    *("redirect_urls", "redirect_reasons", "redirect_times", "redirect_ttl", "retry_times"),
}
_FOR_GOOD = frozenset({301, 308})  # RFC 9110, 15.4
VALIDATORS = ("If-None-Match", "If-Modified-Since")


def to_address(request: Request, *, kept: bool = True) -> Address:
    """The address that a request asks for, with all that is needed to make the request again.

    Raises ValueError for what cannot be made again from an address: another method than GET, a body, a callback
    that is no method of the spider, and, if it is to be ``kept``, meta or callback arguments that are no JSON.
    """
    if request.method != "GET" or request.body:
        raise ValueError(f"the frontier keeps GET requests without a body, not {request.method} {request.url}")
    meta = {name: value for name, value in request.meta.items() if name not in _NOT_KEPT}
    if request.callback is not None:
        callback = getattr(request.callback, "__name__", "")
        if not hasattr(getattr(request.callback, "__self__", None), callback):
            raise ValueError(f"the callback of {request.url} is no method of the spider")
        if callback != _DEFAULT_CALLBACK:
            meta[_CALLBACK] = callback
    if request.cb_kwargs:
        meta[_CB_KWARGS] = request.cb_kwargs
    try:
        if kept:
            meta_text(meta)  # here, and not when this address and others are written
    except (TypeError, RecursionError) as error:
        raise ValueError(f"the meta of {request.url} cannot be kept: {error}") from None
    host = urls.host(request.url)
    return Address(
        key=urls.story_id(request.url),
        url=request.url,
        host=host,
        site=urls.site(f"//{host}"),  # asked for by host, so that the answer is found among those kept
        rank=float(request.priority),
        depth=request.meta.get("depth", 0),
        seed=request.meta.get("seed"),
        discovered_from=request.meta.get("discovered_from"),
        meta=meta,
    )


def to_request(address: Address, spider: Spider) -> Request:
    """A request for an address, conditional (RFC 9110, 13.1) if an earlier visit left validators.

    Raises AttributeError if its callback is no method of this spider any more.
    """
    meta: dict[str, Any] = dict(address.meta)
    meta.pop(SPELLINGS, None)
    callback = getattr(spider, meta.pop(_CALLBACK, _DEFAULT_CALLBACK))
    cb_kwargs = meta.pop(_CB_KWARGS, None)
    meta.update(depth=address.depth, **{KEY: address.key})
    if address.seed:
        meta["seed"] = address.seed
    if address.discovered_from:
        meta["discovered_from"] = address.discovered_from
    else:
        meta["is_start_request"] = True
    request = Request(address.url, callback, meta=meta, cb_kwargs=cb_kwargs, priority=round(address.rank))
    set_validators(request, address)
    return request


def led_here_for_now(request: Request) -> bool:
    """Whether a redirect made ``request`` that says nothing of later: any but 301 and 308, a meta refresh too."""
    reasons = request.meta.get("redirect_reasons", [])
    return bool(reasons) and reasons[-1] not in _FOR_GOOD


def led_here_for_good(meta: Mapping[str, Any]) -> list[str]:
    """The addresses whose redirects all say that the page is here from now on; ``meta`` is its request's."""
    led_here: list[str] = []
    ways = zip(meta.get("redirect_urls", []), meta.get("redirect_reasons", []), strict=False)
    for url, reason in ways:
        led_here = [*led_here, url] if reason in _FOR_GOOD else []
    return led_here


def set_validators(request: Request, address: Address | None) -> None:
    """Make ``request`` conditional on what is known of ``address``, and on nothing else."""
    known = (address.etag, address.last_modified) if address else (None, None)
    for header, value in zip(VALIDATORS, known, strict=True):
        if value:
            request.headers[header] = value
        else:
            request.headers.pop(header, None)
