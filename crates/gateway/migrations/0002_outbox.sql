-- Where a dossier is handed on to, and how far its states have come back.
CREATE TABLE relays (
    number   TEXT PRIMARY KEY REFERENCES dossiers (number) ON DELETE CASCADE,
    province TEXT NOT NULL,              -- its name in the settings
    follows  INTEGER NOT NULL,           -- 1: we decide how it stands, and each of our events is handed on too
    code     TEXT NOT NULL DEFAULT '',   -- mã hồ sơ in that system, once it is known
    seen     INTEGER NOT NULL DEFAULT 0, -- running number of the last state taken from there
    asked_at INTEGER                     -- seconds since 1970: when to ask for states; NULL when nothing will come
) STRICT, WITHOUT ROWID;
CREATE INDEX relays_asked ON relays (province, asked_at) WHERE asked_at IS NOT NULL;
CREATE INDEX relays_by_code ON relays (code) WHERE code <> '';

-- What has to be handed on, in order; written in the transaction that keeps it.
CREATE TABLE outbox (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    number   TEXT NOT NULL REFERENCES relays (number) ON DELETE CASCADE,
    province TEXT NOT NULL,
    event    INTEGER NOT NULL UNIQUE REFERENCES events (id), -- `received` is the dossier itself
    since    INTEGER NOT NULL,           -- seconds since 1970: when it began to wait
    due_at   INTEGER NOT NULL,           -- not tried before
    tries    INTEGER NOT NULL DEFAULT 0,
    sent     INTEGER NOT NULL DEFAULT 0, -- 1: it was on its way once, and the other side may have it
    state    TEXT NOT NULL DEFAULT 'waiting', -- waiting, delivered, dead, given_up
    late     INTEGER NOT NULL DEFAULT 0, -- 1: it has waited too long, and whom it concerns was told
    why      TEXT NOT NULL DEFAULT ''    -- of the last failure, or a person's reason; no word of the citizen's
) STRICT;
CREATE INDEX outbox_waiting ON outbox (province, due_at) WHERE state = 'waiting';
CREATE INDEX outbox_in_order ON outbox (number, id);
