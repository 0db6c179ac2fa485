"""Starting Chromium: in a profile of its own, and in its sandbox wherever the system has one."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError
from scrapy_playwright.provider import PlaywrightBrowserProvider

if TYPE_CHECKING:
    from playwright.async_api import Browser

logger = logging.getLogger(__name__)

_NO_SANDBOX = re.compile(r"sandbox|namespace", re.IGNORECASE)
_unboxed: set[object] = set()  # paths of browsers that this system gives no sandbox; it was said


class Provider(PlaywrightBrowserProvider):  # type: ignore[misc]  # the library has no types
    """scrapy-playwright's, which launches ``user_data_dir``, one of its launch options, as the browser's profile.

    Contexts that are made later are as apart from each other as ever, and keep to the profile's preferences.
    """

    async def launch_browser(self) -> Browser:
        """Raises playwright.async_api.Error."""
        assert self.browser_type is not None
        options: dict[str, Any] = dict(self.config.launch_options)
        if options["executable_path"] in _unboxed:
            options["chromium_sandbox"] = False
        try:
            context = await self.browser_type.launch_persistent_context(**options)
        except PlaywrightError as error:
            if not (options["chromium_sandbox"] and _NO_SANDBOX.search(error.message)):
                raise
            _unboxed.add(options["executable_path"])
            logger.warning(
                "Chromium runs without its sandbox: this system gives it none (no user namespaces, no setuid helper). "
                "A page that breaks out of the browser would have the rights of this user"
            )
            context = await self.browser_type.launch_persistent_context(**{**options, "chromium_sandbox": False})
        for page in context.pages:
            await page.close()
        browser: Browser | None = context.browser
        assert browser is not None
        return browser
