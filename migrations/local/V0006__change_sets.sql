-- Change-sets: what a key that may only propose would change, until a person has looked at it.
--
-- A change keeps the text it started from, so that accepting it later merges as any save does. It names its document by
-- id and not by a foreign key: a change to a document that is gone for ever stays to be seen, and says so.

CREATE TABLE change_sets (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    api_key INTEGER NOT NULL REFERENCES api_keys (number),
    note TEXT NOT NULL CHECK (length(note) <= 500),
    -- Changes that nobody has decided about; the set is open while there are any.
    waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting >= 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX change_sets_api_key ON change_sets (api_key, number);

CREATE INDEX change_sets_open ON change_sets (number)
WHERE waiting > 0;

CREATE INDEX change_sets_open_of_key ON change_sets (api_key, number)
WHERE waiting > 0;

CREATE INDEX change_sets_closed ON change_sets (updated_at)
WHERE waiting = 0;

CREATE TABLE proposed_changes (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    change_set INTEGER NOT NULL REFERENCES change_sets (number),
    kind TEXT NOT NULL CHECK (kind IN ('create', 'save', 'update', 'trash')),
    -- `replaced`: the key proposed something else for the same document afterwards.
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'rejected', 'replaced')),
    -- The document's id; the id it will get when it is to be made.
    document BLOB NOT NULL CHECK (length(document) = 16),
    -- What it was called then, or will be called.
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 255),
    -- The hash of the document's text that the key started from.
    base_hash BLOB CHECK (length(base_hash) = 32),
    base INTEGER REFERENCES version_texts (number),
    text INTEGER REFERENCES version_texts (number),
    -- The fields of a document to be made or updated; of an update also what they were.
    fields TEXT NOT NULL CHECK (json_valid(fields)),
    created_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by TEXT CHECK (json_valid(decided_by)),
    CHECK ((kind = 'create') = (base_hash IS NULL)),
    CHECK ((kind = 'save') = (base IS NOT NULL)),
    CHECK ((kind IN ('create', 'save')) = (text IS NOT NULL)),
    CHECK ((state = 'waiting') = (decided_at IS NULL))
) STRICT;

CREATE INDEX proposed_changes_change_set ON proposed_changes (change_set, state, number);

CREATE INDEX proposed_changes_base ON proposed_changes (base)
WHERE base IS NOT NULL;

CREATE INDEX proposed_changes_text ON proposed_changes (text)
WHERE text IS NOT NULL;

-- Change-sets that are open.
ALTER TABLE counters ADD COLUMN proposals INTEGER NOT NULL DEFAULT 0 CHECK (proposals >= 0);

CREATE TRIGGER proposed_changes_counted
AFTER INSERT ON proposed_changes
WHEN NEW.state = 'waiting'
BEGIN
    UPDATE change_sets
    SET waiting = waiting + 1
    WHERE number = NEW.change_set;
END;

CREATE TRIGGER proposed_changes_recounted
AFTER UPDATE OF state ON proposed_changes
BEGIN
    UPDATE change_sets
    SET waiting = waiting + (NEW.state = 'waiting') - (OLD.state = 'waiting')
    WHERE number = NEW.change_set;
END;

CREATE TRIGGER proposed_changes_uncounted
AFTER DELETE ON proposed_changes
WHEN OLD.state = 'waiting'
BEGIN
    UPDATE change_sets
    SET waiting = waiting - 1
    WHERE number = OLD.change_set;
END;

CREATE TRIGGER change_sets_recounted
AFTER UPDATE OF waiting ON change_sets
BEGIN
    UPDATE counters
    SET proposals = proposals + (NEW.waiting > 0) - (OLD.waiting > 0);
END;
