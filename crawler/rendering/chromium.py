"""Finding the system's Chromium, and how it is started."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

ENVIRONMENT = "BACKSTORY_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge-stable")
MEND = (
    "install one (Debian and Ubuntu: apt-get install chromium; elsewhere: playwright install chromium), or name it "
    f"in the setting RENDER_BROWSER or the environment variable {ENVIRONMENT}"
)

# What Chromium does of its own accord talks to its maker's hosts; none of it belongs into a crawl.
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--no-first-run",
    "--no-pings",
    "--no-service-autorun",
    "--metrics-recording-only",
)
# Every way around the guarding proxy: UDP, names looked up by the browser itself, loopback's exemption from proxies.
# And workers that belong to no page: nothing that watches a page sees what they ask for.
_NO_WAY_AROUND = (
    "--disable-shared-workers",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
_FRUGAL = (
    "--disable-gpu",
    "--disable-dev-shm-usage",  # a container's /dev/shm has 64 MB, and pages crash in it
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--mute-audio",
    "--js-flags=--max-old-space-size=512",  # MB; a page that wants more crashes alone
)


# What a browser needs of the environment. The rest stays outside: a crawl's has keys and passwords in it.
_ENVIRONMENT = frozenset(
    (
        *("PATH", "HOME", "USER", "LOGNAME", "SHELL", "TMPDIR", "TMP", "TEMP", "TZ", "LANG", "LANGUAGE"),
        *("LD_LIBRARY_PATH", "CHROME_DEVEL_SANDBOX", "CHROME_WRAPPER", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS"),
        *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMFILES"),
    )
)
_ENVIRONMENT_FAMILIES = ("LC_", "XDG_", "FONTCONFIG_")
# Chromium's own setting for "no preloading": pages that it fetches because a reader might want them next pass by
# everything that watches a page, and no switch of the command line ends them.
_PREFERENCES = {"net": {"network_prediction_options": 2}}


class BrowserMissing(Exception):
    """There is no Chromium here; the message says where was looked and how to mend it."""


def find(configured: str = "", environ: Mapping[str, str] | None = None) -> str:
    """The path of a Chromium that can be run.

    Looked for in this order: ``configured`` (the setting RENDER_BROWSER), the environment variable
    BACKSTORY_CHROMIUM, PATH, and what ``playwright install`` left. Raises BrowserMissing, also where one that
    was named outright is not there: another one in its place would be a surprise.
    """
    environ = os.environ if environ is None else environ
    for path, where in ((configured, "the setting RENDER_BROWSER"), (environ.get(ENVIRONMENT, ""), ENVIRONMENT)):
        if path:
            found = shutil.which(path, path=environ.get("PATH"))
            if not found:
                raise BrowserMissing(f"no browser at {path!r}, which {where} names: {MEND}")
            return found
    for name in NAMES:
        if found := shutil.which(name, path=environ.get("PATH", os.defpath)):
            return found
    for candidate in _playwrights_own(environ):
        return str(candidate)
    raise BrowserMissing(f"no Chromium on PATH and none of Playwright's own: {MEND}")


def _playwrights_own(environ: Mapping[str, str]) -> Iterator[Path]:
    """Executables below Playwright's browser folder, the newest revision first."""
    home = Path(environ.get("HOME") or Path.home())
    folders = {
        "darwin": home / "Library/Caches/ms-playwright",
        "win32": Path(environ.get("LOCALAPPDATA") or home) / "ms-playwright",
    }
    folder = Path(environ.get("PLAYWRIGHT_BROWSERS_PATH") or folders.get(sys.platform, home / ".cache/ms-playwright"))
    patterns = ("chromium-*/chrome-*/chrome", "chromium-*/chrome-*/*.app/Contents/MacOS/*", "chromium-*/*/chrome.exe")
    found = [path for pattern in patterns for path in folder.glob(pattern) if os.access(path, os.X_OK)]
    yield from sorted(found, key=lambda path: (len(str(path)), str(path)), reverse=True)


def environment(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the browser gets of ``environ``: paths, language and place, and nothing that is a secret."""
    environ = os.environ if environ is None else environ
    return {
        name: value
        for name, value in environ.items()
        if name.upper() in _ENVIRONMENT or name.upper().startswith(_ENVIRONMENT_FAMILIES)
    }


def new_profile() -> str:
    """The path of a fresh profile with the house's preferences; whoever asked for it removes it."""
    folder = Path(tempfile.mkdtemp(prefix="backstory-chromium-"))
    (folder / "Default").mkdir()
    (folder / "Default" / "Preferences").write_text(json.dumps(_PREFERENCES), "utf-8")
    return str(folder)


def may_be_sandboxed() -> bool:
    """Whether Chromium's sandbox can be asked for: it refuses to be started by root."""
    return not (hasattr(os, "geteuid") and os.geteuid() == 0)


def launch_options(path: str, proxy: str, *, start_timeout: float) -> dict[str, object]:
    """Playwright's launch options: ``proxy`` is the guarding proxy's address, ``start_timeout`` in seconds."""
    return {
        "executable_path": path,
        "args": [*_QUIET, *_NO_WAY_AROUND, *_FRUGAL],
        "chromium_sandbox": may_be_sandboxed(),  # Playwright's own choice is to go without
        "env": environment(),
        "timeout": start_timeout * 1000,
        # Chromium asks loopback directly unless it is told that even loopback goes through the proxy.
        "proxy": {"server": proxy, "bypass": "<-loopback>"},
        # The crawl ends in its own order; the browser's own answer to Ctrl-C would tear pages away before that.
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }
