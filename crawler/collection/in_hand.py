"""The stories between the first pipeline and the last: two pages of one story wait for each other."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from crawler.items import Story


@dataclass(slots=True)
class _Name:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0  # who holds it or waits for it


class InHand:
    """Locks by name (a story id, a text's hash), held by stories; memory grows with stories in hand only."""

    def __init__(self) -> None:
        self._names: dict[str, _Name] = {}
        self._held: dict[int, list[str]] = {}

    async def hold(self, story: Story, *names: str) -> bool:
        """Wait until no other story has one of ``names``; ``story`` keeps them until :meth:`let_go`.

        Names are taken in order, so that no two stories wait for each other for ever. A story that needs more than it
        has gives back what it has first: False then says that what was known of it may be so no longer.
        """
        held = self._held.get(id(story), [])
        wanted = {*held, *names}
        if len(wanted) == len(held):
            return True
        self.let_go(story)
        now_held = self._held.setdefault(id(story), [])
        for text in sorted(wanted):
            name = self._names.setdefault(text, _Name())
            name.users += 1
            try:
                await name.lock.acquire()
            except BaseException:
                self._less(text)
                raise
            now_held.append(text)
        return not held

    def let_go(self, story: Story) -> None:
        """The story has left the pipelines, whatever became of it. No error where it held nothing."""
        for text in self._held.pop(id(story), ()):
            self._names[text].lock.release()
            self._less(text)

    def _less(self, text: str) -> None:
        self._names[text].users -= 1
        if not self._names[text].users:
            del self._names[text]
