-- The newest version of each story.
CREATE TABLE stories (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    run_id TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    identities TEXT NOT NULL, -- JSON list: the identity of every address
    near_duplicate_of TEXT
) WITHOUT ROWID;

-- Every text that any version has had, and the first object with it.
CREATE TABLE texts (
    text_sha256 TEXT PRIMARY KEY,
    key TEXT NOT NULL
) WITHOUT ROWID;
