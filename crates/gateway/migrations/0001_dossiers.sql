-- A dossier as it was received. Its row is the promise: it is written last, in one transaction with all below.
CREATE TABLE dossiers (
    number      TEXT PRIMARY KEY,   -- số gửi, minted on the device
    code        TEXT NOT NULL UNIQUE, -- mã hồ sơ
    procedure   TEXT NOT NULL,
    catalogue   TEXT NOT NULL,
    received_at TEXT NOT NULL,      -- RFC 3339, +07:00
    sha256      TEXT NOT NULL,      -- of the canonical submission as it was sent; a replay is known by it
    submission  TEXT NOT NULL,      -- canonical JSON of what is kept
    receipt     TEXT NOT NULL       -- JSON, as it was answered
) STRICT;

CREATE TABLE files (
    number     TEXT NOT NULL REFERENCES dossiers (number) ON DELETE CASCADE,
    place      INTEGER NOT NULL,    -- in the manifest, from 0
    component  TEXT NOT NULL,
    paper      TEXT NOT NULL,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size       INTEGER NOT NULL,
    sha256     TEXT NOT NULL,
    PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;

-- What happened to a dossier, in order; the last one is its state.
CREATE TABLE events (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL REFERENCES dossiers (number) ON DELETE CASCADE,
    at     TEXT NOT NULL,
    kind   TEXT NOT NULL,
    detail TEXT NOT NULL            -- JSON, without personal data
) STRICT;
CREATE INDEX events_of ON events (number, id);
CREATE TRIGGER events_are_only_appended BEFORE UPDATE ON events BEGIN
    SELECT RAISE(ABORT, 'events are only appended');
END;

-- The last running number of an agency on a day (TT 03/2025/TT-VPCP Đ13).
CREATE TABLE counters (
    agency TEXT NOT NULL,
    day    TEXT NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (agency, day)
) STRICT, WITHOUT ROWID;
