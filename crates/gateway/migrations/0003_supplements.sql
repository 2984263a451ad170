-- What completes a dossier after its office has asked for more: kept as a dossier is, under a number of its own. Its
-- manifest stands in the submission, its files lie in the folder of its number.
CREATE TABLE supplements (
    number      TEXT PRIMARY KEY,   -- số gửi, minted on the device
    dossier     TEXT NOT NULL REFERENCES dossiers (number) ON DELETE CASCADE,
    event       INTEGER NOT NULL UNIQUE REFERENCES events (id), -- `supplemented`, by which it is handed on
    received_at TEXT NOT NULL,      -- RFC 3339, +07:00
    sha256      TEXT NOT NULL,      -- of the canonical submission as it was sent; a replay is known by it
    submission  TEXT NOT NULL,      -- canonical JSON of what is kept: without the secret that it was proven by
    receipt     TEXT NOT NULL       -- JSON, as it was answered
) STRICT;
CREATE INDEX supplements_of ON supplements (dossier, event);
