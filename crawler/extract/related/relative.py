"""Times that a page prints relative to its own: "2 hours ago"."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

# "2 hours ago" and its like: number, then the unit's beginning, in the languages that write it so.
_AGO = re.compile(
    r"(?:^|\D)(\d{1,3})\s*(?:"
    r"(?P<minute>min|мин|хв|分|분|dakika|λεπτ|perc|minut|مينت|دقيق|دقیقه|मिनट|মিনিট|phút|menit|דק)|"
    r"(?P<hour>hours?|hrs?\b|h\b|stunde|heure|hora|ore\b|ora\b|uur|"
    r"timm|timer|tunti|godz|hodin|óra|час|годин|時間|小时|"
    r"小時|시간|saat|ώρ|ساع|घंट|ঘণ্টা|giờ|jam\b|שעות)|"
    r"(?P<day>days?\b|d\b|tag|jour|día|dias|giorn|dag|päiv|dni|dny|nap|д[нe]|день|дні|日|天|일|gün|ημέρ|يوم|أيام|روز|दिन|দিন|"
    r"ngày|hari|ימים))",
    re.IGNORECASE,
)
_SAID_AGO = re.compile(
    r"\bago\b|\bvor\b|il y a|\bhace\b|\bhá\b|\bfa\b|geleden|\bsedan\b|\bsiden\b|sitten|temu|před|pred|"
    r"ezelőtt|назад|тому|前|전|"
    r"önce|πριν|قبل|منذ|پیش|पहले|আগে|trước|lalu|לפני|\bacum\b|преди|^\s*\d+\s*(?:h|hrs?|m|min|d)\s*$",
    re.IGNORECASE,
)


def ago(text: str, fetched_at: datetime) -> str | None:
    """The instant, in UTC, that "2 hours ago" names when the page was fetched; for days the bare day."""
    found = _AGO.search(text)
    if found is None or not _SAID_AGO.search(text):
        return None
    count = int(found[1])
    if found["day"]:
        return (fetched_at - timedelta(days=count)).date().isoformat()
    away = timedelta(hours=count) if found["hour"] else timedelta(minutes=count)
    return (fetched_at.astimezone(UTC) - away).isoformat(timespec="minutes")
