-- A dossier that was submitted. Its row is the promise: it is written in one transaction with all that came.
CREATE TABLE dossiers (
    code   TEXT PRIMARY KEY,        -- mã hồ sơ
    key    TEXT NOT NULL UNIQUE,    -- số gửi
    client TEXT NOT NULL,           -- who sent it, and is called back
    state  TEXT NOT NULL            -- 1 to 10
) STRICT;

-- What came for a dossier: first the submission, then supplements.
CREATE TABLE parcels (
    key      TEXT PRIMARY KEY,      -- Idempotency-Key
    client   TEXT NOT NULL,
    code     TEXT NOT NULL REFERENCES dossiers (code),
    place    INTEGER NOT NULL,      -- 0 the submission
    sha256   TEXT NOT NULL,         -- of all of it; a replay is known by it
    received INTEGER NOT NULL,      -- seconds since 1970
    fields   TEXT NOT NULL,         -- JSON, [[name, text], …] in the order they came
    UNIQUE (code, place)
) STRICT;

CREATE TABLE files (
    key        TEXT NOT NULL REFERENCES parcels (key),
    place      INTEGER NOT NULL,    -- tep-<place>
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       INTEGER NOT NULL,
    sha256     TEXT NOT NULL,
    PRIMARY KEY (key, place)
) STRICT, WITHOUT ROWID;

-- What the office decided, with the callback that tells of it.
CREATE TABLE states (
    code   TEXT NOT NULL REFERENCES dossiers (code),
    serial INTEGER NOT NULL,        -- 1, 2, 3 … without gaps
    state  TEXT NOT NULL,
    words  TEXT NOT NULL,
    until  TEXT,                    -- yyyyMMdd
    at     INTEGER NOT NULL,
    heard  TEXT NOT NULL,           -- waiting, taken, given_up, nobody
    due    INTEGER NOT NULL,        -- when it is told next
    tries  INTEGER NOT NULL DEFAULT 0,
    late   INTEGER NOT NULL,        -- later ones may overtake it
    PRIMARY KEY (code, serial)
) STRICT, WITHOUT ROWID;
CREATE INDEX states_to_tell ON states (due) WHERE heard = 'waiting';

-- The national synchronisation: a dossier as it was told last, its steps, the files to be fetched.
CREATE TABLE records (
    code    TEXT PRIMARY KEY,
    client  TEXT NOT NULL,
    body    TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;

CREATE TABLE steps (
    code  TEXT NOT NULL REFERENCES records (code),
    at    TEXT NOT NULL,
    state TEXT NOT NULL,
    body  TEXT NOT NULL,
    UNIQUE (code, at, state)
) STRICT;

CREATE TABLE papers (
    code    TEXT NOT NULL REFERENCES records (code),
    place   INTEGER NOT NULL,
    name    TEXT NOT NULL,
    address TEXT NOT NULL,
    fetched TEXT NOT NULL,          -- waiting, here, given_up
    due     INTEGER NOT NULL,
    tries   INTEGER NOT NULL DEFAULT 0,
    size    INTEGER,
    sha256  TEXT,
    PRIMARY KEY (code, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX papers_to_fetch ON papers (due) WHERE fetched = 'waiting';

CREATE TABLE tokens (
    sha256 TEXT PRIMARY KEY,        -- of the token: it is not kept itself
    client TEXT NOT NULL,
    ends   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last running number of a day.
CREATE TABLE counters (
    agency TEXT NOT NULL,
    day    TEXT NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (agency, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
