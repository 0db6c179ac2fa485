"""The guarded download handler, with a way to the browser for requests that carry a rendering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.guard.handler import GuardedDownloadHandler

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

    from crawler.rendering.renderer import Renderer

META_KEY = "rendering"


@dataclass(frozen=True)
class Rendering:
    """What a request carries in its meta under :data:`META_KEY`: who draws, and from what."""

    renderer: Renderer
    plain: Response


class RenderDownloadHandler(GuardedDownloadHandler):
    """Passing through the downloader keeps a rendering in the host's slot: its delay and its limits hold."""

    async def download_request(self, request: Request) -> Response:
        """Draw the page where ``request`` carries a :class:`Rendering`; else fetch it as ever."""
        rendering = request.meta.get(META_KEY)
        if isinstance(rendering, Rendering):
            return await rendering.renderer.render(request, rendering.plain)
        return await super().download_request(request)
