"""Where in a TOML file a key stands: tomllib tells values, not lines, and a person mends lines."""

from __future__ import annotations

import re


def line_of(text: str, location: tuple[int | str, ...], message: str) -> int:
    """The line (from 1) of the key at ``location``; of its table where the key itself does not stand in the file."""
    lines = text.splitlines()
    table, *rest = location or ("",)
    if not location and (name := re.search(r"'([^']+)'", message)):  # a name that stands twice: its last line
        wanted = re.compile(rf"\s*name\s*=\s*[\"']{re.escape(name[1])}[\"']")
        return max((n for n, line in enumerate(lines, 1) if wanted.match(line)), default=1)
    nth = next((part for part in rest if isinstance(part, int)), 0) if table == "collection" else 0
    heads = [n for n, line in enumerate(lines) if re.match(rf"\s*\[+\s*{re.escape(str(table))}\s*\]+", line)]
    if nth >= len(heads):
        return 1
    line = heads[nth]
    for key in [part for part in rest if isinstance(part, str)]:
        wanted = re.compile(rf"\s*\[?[\w.]*\b{re.escape(key)}\b[\"']?\s*(=|\.|\])|.*[{{,]\s*{re.escape(key)}\s*=")
        end = next((n for n in range(line + 1, len(lines)) if re.match(r"\s*\[\[", lines[n])), len(lines))
        line = next((n for n in range(line, end) if wanted.match(lines[n])), line)
    return line + 1
