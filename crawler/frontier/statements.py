"""What a SQLite frontier says to its file: the statements that move an address from one state to another."""

from __future__ import annotations

# Values of the statements that begin with _WISH, in this order: key, rank, depth, seed, discovered_from, meta.
_WISH = (
    "UPDATE addresses SET rank = max(rank, ?2), depth = min(depth, ?3), seed = ?4, discovered_from = ?5, meta = ?6, "
)
QUEUE_AGAIN = (
    _WISH + "state = 'queued', tries = 0, deaths = 0, due_at = NULL, alias_of = NULL "
    "WHERE key = ?1 AND state NOT IN ('queued', 'in hand')"
)
# A seed is asked for what is there, wherever that is, even if it is also due to be asked where it leads.
FOR_ITSELF = _WISH + "alias_of = NULL WHERE key = ?1 AND state = 'queued'"
# Depth, seed and discovered_from are of one way to the address. Values: key, rank, depth, seed, discovered_from.
_WAY = (
    "UPDATE addresses SET rank = max(rank, ?2), seed = CASE WHEN ?3 < depth THEN ?4 ELSE seed END, "
    "discovered_from = CASE WHEN ?3 < depth THEN ?5 ELSE discovered_from END, depth = min(depth, ?3)"
)
BETTER = _WAY + " WHERE key = ?1"
# Without validators: a 304 would bring no links, and the links are what it is fetched for.
NEARER = (
    _WAY + ", state = 'queued', etag = NULL, last_modified = NULL, due_at = NULL "
    "WHERE key = ?1 AND state = 'done' AND depth > ?3"
)
HOST = "INSERT INTO hosts (host, site) VALUES (?, ?) ON CONFLICT (host) DO NOTHING"
# Not while it is queued: its host counts what is. Validators are of what was at the other spelling.
SPELLED = (
    "UPDATE addresses SET url = ?2, host = ?3, site = ?4, etag = NULL, last_modified = NULL "
    "WHERE key = ?1 AND state NOT IN ('queued', 'in hand')"
)
UNQUEUE = "UPDATE addresses SET state = 'waiting', due_at = NULL WHERE key = ? AND state = 'queued'"
SPELLINGS = "UPDATE addresses SET meta = ?2 WHERE key = ?1"
REQUEUE = "UPDATE addresses SET state = 'queued' WHERE key = ? AND state = 'waiting'"
QUEUE_TWIN = (
    "UPDATE addresses SET state = 'queued', tries = 0, due_at = NULL "
    "WHERE key = ? AND state IN ('done', 'failed', 'aside')"
)
NEARER_MEANWHILE = (
    "UPDATE addresses SET state = 'queued', etag = NULL, last_modified = NULL, due_at = NULL "
    "WHERE key = ?1 AND depth < ?2 AND owner IS NULL"
)
TAKE = "UPDATE addresses SET state = 'in hand', owner = ?2, due_at = NULL, alias_of = NULL WHERE key = ?1"
# DONE, ERROR, ASIDE: what another run has in hand by now is that one's to tell of, whoever held it before.
DONE = (
    "UPDATE addresses SET state = 'done', owner = NULL, alias_of = NULL, tries = 0, deaths = 0, error = NULL, "
    "etag = ?2, last_modified = ?3, stored = max(stored, ?4), "
    "unchanged = CASE WHEN ?5 THEN 0 ELSE unchanged + (visited_at IS NOT NULL) END, "
    "published_at = coalesce(?6, published_at), gone_at = CASE WHEN ?7 THEN coalesce(gone_at, ?9) END, "
    "due_at = ?8, visited_at = ?9, visited_in = ?10 "
    "WHERE key = ?1 AND (owner IS NULL OR owner = ?11)"
)
STORED = "UPDATE addresses SET stored = 1 WHERE key = ?1"
# It is asked for where it was answered, in the turn of that host. Not while it is queued: its host counts what is.
MOVED = "UPDATE addresses SET url = ?2, host = ?3, site = ?4 WHERE key = ?1 AND state = 'done'"
ERROR = (
    "UPDATE addresses SET state = ?2, owner = NULL, alias_of = NULL, tries = ?3, error = ?4, due_at = ?5, "
    "unchanged = unchanged + (?2 = 'failed'), visited_at = CASE WHEN ?2 = 'failed' THEN ?6 ELSE visited_at END "
    "WHERE key = ?1 AND (owner IS NULL OR owner = ?7)"
)
ASIDE = (
    "UPDATE addresses SET state = 'aside', owner = NULL, alias_of = NULL, error = ?2, due_at = ?3, "
    "unchanged = unchanged + 1, visited_at = ?4, visited_in = ?5 "
    "WHERE key = ?1 AND (owner IS NULL OR owner = ?6)"
)
LOST = (
    "UPDATE addresses SET stored = 0, etag = NULL, last_modified = NULL, gone_at = NULL, visited_in = NULL, "
    "due_at = CASE state WHEN 'done' THEN NULL ELSE due_at END, "
    "state = CASE state WHEN 'done' THEN 'queued' ELSE state END WHERE key = ?1"
)
LEADS = "UPDATE addresses SET alias_of = ?2 WHERE (key = ?1 OR alias_of = ?1 AND state = 'in hand') AND key <> ?2"
LEADS_FOR_NOW = "UPDATE addresses SET due_at = ?3, unchanged = unchanged + 1 WHERE key = ?1 AND key <> ?2"
# Takes back what LEADS_FOR_NOW said.
PART = (
    "UPDATE addresses SET alias_of = NULL, unchanged = unchanged - (due_at IS NOT NULL), due_at = NULL "
    "WHERE alias_of = ?1 AND state = 'in hand' AND stored AND owner = ?2"
)
LED_NOWHERE = (
    "UPDATE addresses SET state = 'done', owner = NULL, tries = 0, deaths = 0, error = NULL, visited_at = ?2, "
    "visited_in = ?3, alias_of = CASE WHEN due_at IS NOT NULL THEN alias_of END "
    "WHERE alias_of = ?1 AND state = 'in hand' AND owner = ?4"
)
# Keeps the time at which join() wants it asked again.
LED_HERE = (
    "UPDATE addresses SET state = 'done', owner = NULL, tries = 0, deaths = 0, error = NULL, "
    "visited_at = ?2, visited_in = ?3 WHERE alias_of = ?1 AND state = 'in hand'"
)
ALIAS = (
    "UPDATE addresses SET state = 'done', alias_of = ?2, due_at = NULL WHERE key = ?1 AND key <> ?2 "
    "AND (state IN ('queued', 'waiting') AND visited_at IS NULL OR state = 'done' AND alias_of = ?2)"
)
NAMED = "UPDATE addresses SET due_at = NULL WHERE key = ?1 AND state = 'done' AND alias_of = ?2"
