-- One collection's addresses. Counts by state and by host are kept by triggers, so that no query has to walk the table.
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS addresses (
    key TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    host TEXT NOT NULL,
    site TEXT NOT NULL,
    rank REAL NOT NULL,
    depth INTEGER NOT NULL,
    seed TEXT,
    discovered_from TEXT,
    meta TEXT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    due_at REAL,
    etag TEXT,
    last_modified TEXT,
    found_at REAL,
    visited_at REAL,
    published_at REAL,
    unchanged INTEGER NOT NULL DEFAULT 0,
    stored INTEGER NOT NULL DEFAULT 0,
    gone_at REAL,
    alias_of TEXT,
    owner TEXT,                 -- owners.name, while in hand
    deaths INTEGER NOT NULL DEFAULT 0,  -- runs that died with this address in hand since its last visit
    visited_in INTEGER          -- the round of the last visit: several runs, if they were interrupted
);
CREATE INDEX IF NOT EXISTS queued ON addresses (host, deaths, rank DESC) WHERE state = 'queued';
CREATE INDEX IF NOT EXISTS waiting ON addresses (due_at) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS due ON addresses (due_at) WHERE state = 'done' AND due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS failed ON addresses (visited_at) WHERE state = 'failed';
CREATE INDEX IF NOT EXISTS refused_due ON addresses (due_at) WHERE state IN ('failed', 'aside') AND due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS in_hand ON addresses (owner) WHERE owner IS NOT NULL;
-- In hand only: a site may lead all its dead links to one page, and each would walk those before it.
CREATE INDEX IF NOT EXISTS leading ON addresses (alias_of) WHERE state = 'in hand' AND alias_of IS NOT NULL;
DROP INDEX IF EXISTS aliases;

CREATE TABLE IF NOT EXISTS owners (
    name TEXT PRIMARY KEY,      -- of its lock file
    run_id TEXT NOT NULL,
    exclusive INTEGER NOT NULL,
    beat INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS hosts (
    host TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    queued INTEGER NOT NULL DEFAULT 0,
    served INTEGER NOT NULL DEFAULT 0,  -- a counter, not a time: who waited longest has the smallest
    owner TEXT,                 -- owners.name, while that run fetches from this host
    last_owner TEXT,
    open_at REAL NOT NULL DEFAULT 0     -- when another run than last_owner may begin
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS hosts_to_serve ON hosts (served) WHERE queued > 0;

CREATE TABLE IF NOT EXISTS counts (state TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO counts VALUES ('queued', 0), ('in hand', 0), ('waiting', 0), ('done', 0), ('failed', 0), ('aside', 0);

CREATE TRIGGER IF NOT EXISTS address_added AFTER INSERT ON addresses BEGIN
    UPDATE counts SET n = n + 1 WHERE state = new.state;
    INSERT INTO hosts (host, site, queued) VALUES (new.host, new.site, new.state = 'queued')
        ON CONFLICT (host) DO UPDATE SET queued = queued + excluded.queued;
END;
CREATE TRIGGER IF NOT EXISTS address_moved AFTER UPDATE OF state ON addresses WHEN old.state <> new.state BEGIN
    UPDATE counts SET n = n - 1 WHERE state = old.state;
    UPDATE counts SET n = n + 1 WHERE state = new.state;
    UPDATE hosts SET queued = queued + (new.state = 'queued') - (old.state = 'queued')
        WHERE host = new.host AND 'queued' IN (old.state, new.state);
END;
