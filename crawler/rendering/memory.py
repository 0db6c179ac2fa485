"""What rendering brought, by host and layout: so that a browser is not asked in vain a thousand times."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from crawler.storage.base import ObjectMissing, StoreError

if TYPE_CHECKING:
    from crawler.storage.aio import AsyncStore

logger = logging.getLogger(__name__)

# Renderings in a row that brought nothing before a layout counts as one that no browser helps.
FRUITLESS = 3
# Of the pages of such a layout, one in so many is tried all the same: papers change.
TRY_AGAIN = 25
# Plain pages in a row that suffice before what was learned is forgotten: one page more or less proves nothing.
SUFFICED = 3


@dataclass
class Experience:
    """``helped`` renderings in all, ``fruitless`` in a row since, and pages ``passed`` over since then.

    ``sufficed`` counts the plain pages in a row that needed no browser.
    """

    helped: int = 0
    fruitless: int = 0
    passed: int = 0
    sufficed: int = 0


class Memory:
    """Kept with the collection as one small JSON object; lost, it is learned anew at the cost of some renderings."""

    def __init__(self, known: dict[str, Experience] | None = None) -> None:
        self._known = known or {}
        self.changed = False

    @classmethod
    def from_json(cls, data: bytes) -> Memory:
        """Raises ValueError for data of another form."""
        try:
            loaded: dict[str, Any] = json.loads(data)
            return cls({key: Experience(**{name: int(n) for name, n in e.items()}) for key, e in loaded.items()})
        except (AttributeError, TypeError) as error:
            raise ValueError(f"no memory of renderings: {error}") from None

    @classmethod
    async def load(cls, store: AsyncStore, key: str) -> Memory:
        """What is kept at ``key``; an empty memory where there is none, or none that can be read."""
        try:
            return cls.from_json(await store.get(key))
        except ObjectMissing:
            pass
        except (StoreError, ValueError) as error:
            logger.warning("What earlier crawls learned about rendering cannot be read: %s", error)
        return cls()

    async def save(self, store: AsyncStore, key: str) -> None:
        """Keep it at ``key``; a store that fails is logged, not raised. The last of several crawls wins."""
        try:
            await store.put(key, self.to_json(), content_type="application/json")
        except StoreError as error:
            logger.warning("What this crawl learned about rendering cannot be kept: %s", error)

    def to_json(self) -> bytes:
        """Sorted, so that the same knowledge is the same bytes."""
        known = {key: asdict(experience) for key, experience in sorted(self._known.items())}
        return (json.dumps(known, indent=1) + "\n").encode()

    def worthwhile(self, host: str, layout: str) -> bool:
        """Whether a browser shall be asked for a page that seems to need it."""
        experience = self._known.get(f"{host} {layout}")
        if experience is None or experience.fruitless < FRUITLESS:
            return True
        experience.passed += 1
        self.changed = True
        return experience.passed % TRY_AGAIN == 0

    def learn(self, host: str, layout: str, *, helped: bool) -> None:
        """Remember what a rendering brought."""
        experience = self._known.setdefault(f"{host} {layout}", Experience())
        experience.sufficed = 0
        if helped:
            experience.helped += 1
            experience.fruitless = experience.passed = 0
        else:
            experience.fruitless += 1
        self.changed = True

    def sufficed(self, host: str, layout: str) -> bool:
        """A plain page of this layout needed no browser; True if with it the layout is forgotten."""
        key = f"{host} {layout}"
        if key not in self._known:
            return False
        self.changed = True
        self._known[key].sufficed += 1
        if self._known[key].sufficed < SUFFICED:
            return False
        del self._known[key]
        return True
