"""The browser's processes: who they are, what memory they hold, and their certain end."""

from __future__ import annotations

import contextlib
import os
import signal

import psutil

_DRIVER_MARK = "run-driver"  # the argument that Playwright starts its driver with
_GRACE = 2.0  # seconds for the dead to be buried


def drivers() -> set[int]:
    """The process ids of the Playwright drivers that this process has started and that still run."""
    found = set()
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if _DRIVER_MARK in child.cmdline():
                found.add(child.pid)
    return found


class Family:
    """One driver, its browser, and the browser's many children."""

    def __init__(self, driver: int) -> None:
        self._driver = psutil.Process(driver)
        self._browsers: list[psutil.Process] = []

    def learn(self) -> None:
        """Take note of the driver's children, so that they are found even after the driver is gone."""
        with contextlib.suppress(psutil.Error):
            self._browsers = self._driver.children()

    def members(self) -> list[psutil.Process]:
        """All that still run, the driver last."""
        found: dict[int, psutil.Process] = {}
        for parent in (*self._browsers, self._driver):
            with contextlib.suppress(psutil.Error):
                for process in (*parent.children(recursive=True), parent):
                    if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                        found[process.pid] = process
        return sorted(found.values(), key=lambda process: process.pid == self._driver.pid)

    def memory(self) -> int:
        """Bytes held by all members; memory that they share is counted once where the system can tell."""
        total = 0
        for process in self.members():
            with contextlib.suppress(psutil.Error):
                info = process.memory_full_info()
                total += getattr(info, "pss", info.rss)
        return total

    def kill_browsers(self) -> None:
        """End the browser with SIGKILL, and leave the driver to bury it. Blocks for at most a few seconds."""
        browsers = [member for member in self.members() if member.pid != self._driver.pid]
        for browser in self._browsers:
            # Playwright starts the browser as the leader of its own group: this reaches children born meanwhile.
            with contextlib.suppress(OSError, psutil.Error):
                if browser.is_running() and os.getpgid(browser.pid) == browser.pid:
                    os.killpg(browser.pid, signal.SIGKILL)
        _kill(browsers)

    def kill(self) -> None:
        """End every member with SIGKILL, the driver last. Blocks for at most a few seconds."""
        self.kill_browsers()
        _kill([self._driver])


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(processes, timeout=_GRACE)
