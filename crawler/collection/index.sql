-- Run whenever an index is opened: a file of an older Backstory gets the tables that it lacks.

-- The newest version of each story, numbered in the order in which stories were first seen.
CREATE TABLE IF NOT EXISTS stories (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    identities TEXT NOT NULL, -- JSON list: the identity of every address
    near_duplicate_of TEXT,
    signature BLOB -- of the text that was seen first; NULL where it was too short
);

-- Every text that any version has had, and the first object with it.
CREATE TABLE IF NOT EXISTS texts (
    text_sha256 TEXT PRIMARY KEY,
    key TEXT NOT NULL
) WITHOUT ROWID;

-- Which stories share a band of their signatures: one short row for each band, in the order in which it is asked.
CREATE TABLE IF NOT EXISTS bands (
    band INTEGER NOT NULL,
    story INTEGER NOT NULL,
    PRIMARY KEY (band, story)
) WITHOUT ROWID;

-- Where an address leads, for those that are not the address that a story is named after: by the story id of each.
CREATE TABLE IF NOT EXISTS addresses (
    key TEXT PRIMARY KEY,
    story INTEGER NOT NULL
) WITHOUT ROWID;

-- The runs whose stories are all in this index.
CREATE TABLE IF NOT EXISTS runs (run_id TEXT PRIMARY KEY) WITHOUT ROWID;

-- Objects that were stored without a look at what other machines stored beside them: the look is due.
CREATE TABLE IF NOT EXISTS looks (
    key TEXT PRIMARY KEY,
    opening TEXT NOT NULL -- of the index, by whoever stored it
) WITHOUT ROWID;
