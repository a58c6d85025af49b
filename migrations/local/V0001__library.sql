-- The library: documents, their texts and versions, what orders and ties them, and what was done to them.
--
-- A row's `number` is its local rowid: short in indexes, never shown, never synced. Its `id` is a UUIDv7, the same on
-- every device. Times are milliseconds since 1970 in UTC. Hashes are SHA-256.
-- Everything a sidebar counts is kept by triggers, so that showing it costs one row.

CREATE TABLE library (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL CHECK (length(id) = 16),
    -- Makes the ids of tags, so that two devices of one library make the same id for one name.
    secret BLOB NOT NULL CHECK (length(secret) = 32),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE counters (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    -- The last number of the outbox; never goes back.
    sequence INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    documents INTEGER NOT NULL DEFAULT 0 CHECK (documents >= 0),
    inbox INTEGER NOT NULL DEFAULT 0 CHECK (inbox >= 0),
    favorites INTEGER NOT NULL DEFAULT 0 CHECK (favorites >= 0),
    templates INTEGER NOT NULL DEFAULT 0 CHECK (templates >= 0),
    conflicts INTEGER NOT NULL DEFAULT 0 CHECK (conflicts >= 0),
    trash INTEGER NOT NULL DEFAULT 0 CHECK (trash >= 0),
    categories INTEGER NOT NULL DEFAULT 0 CHECK (categories >= 0),
    tags INTEGER NOT NULL DEFAULT 0 CHECK (tags >= 0),
    attachments INTEGER NOT NULL DEFAULT 0 CHECK (attachments >= 0),
    outbox INTEGER NOT NULL DEFAULT 0 CHECK (outbox >= 0)
) STRICT;

INSERT INTO counters (one)
VALUES (1);

CREATE TABLE categories (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    parent INTEGER REFERENCES categories (number) CHECK (parent <> number),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    color TEXT CHECK (color GLOB '#[0-9A-F][0-9A-F][0-9A-F][0-9A-F][0-9A-F][0-9A-F]'),
    icon TEXT CHECK (length(icon) BETWEEN 1 AND 100),
    description TEXT NOT NULL CHECK (length(description) <= 2000),
    sort_order TEXT NOT NULL CHECK (length(sort_order) BETWEEN 1 AND 200),
    -- Documents in it that are not in the trash.
    documents INTEGER NOT NULL DEFAULT 0 CHECK (documents >= 0)
) STRICT;

CREATE INDEX categories_parent ON categories (parent, sort_order, id);

CREATE TABLE tags (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 50),
    name_key TEXT NOT NULL UNIQUE,
    color TEXT CHECK (color GLOB '#[0-9A-F][0-9A-F][0-9A-F][0-9A-F][0-9A-F][0-9A-F]'),
    description TEXT NOT NULL CHECK (length(description) <= 2000),
    -- Documents with it that are not in the trash.
    documents INTEGER NOT NULL DEFAULT 0 CHECK (documents >= 0)
) STRICT;

CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 255),
    title_key TEXT NOT NULL,
    category INTEGER REFERENCES categories (number),
    pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)),
    favorite INTEGER NOT NULL CHECK (favorite IN (0, 1)),
    template INTEGER NOT NULL CHECK (template IN (0, 1)),
    public INTEGER NOT NULL CHECK (public IN (0, 1)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    trashed_at INTEGER,
    -- What the text says about itself, for lists and filters.
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    bytes INTEGER NOT NULL CHECK (bytes BETWEEN 0 AND 10485760),
    words INTEGER NOT NULL CHECK (words >= 0),
    links INTEGER NOT NULL CHECK (links >= 0),
    tasks INTEGER NOT NULL CHECK (tasks >= 0),
    tasks_open INTEGER NOT NULL CHECK (tasks_open BETWEEN 0 AND tasks),
    attachments INTEGER NOT NULL DEFAULT 0 CHECK (attachments >= 0),
    conflicts INTEGER NOT NULL DEFAULT 0 CHECK (conflicts >= 0),
    -- Where an import found it, source first, such as `vault/notes/a.md`: relative links start there.
    path TEXT CHECK (length(path) BETWEEN 1 AND 4096),
    description TEXT NOT NULL CHECK (length(description) <= 2000),
    excerpt TEXT NOT NULL CHECK (length(excerpt) <= 200)
) STRICT;

-- One index for each list and sort. Pinned documents come first, so a list is two ranges of one index.

CREATE INDEX documents_all_updated ON documents (pinned, updated_at)
WHERE trashed_at IS NULL;

CREATE INDEX documents_all_created ON documents (pinned, created_at)
WHERE trashed_at IS NULL;

CREATE INDEX documents_all_title ON documents (pinned, title_key)
WHERE trashed_at IS NULL;

CREATE INDEX documents_all_size ON documents (pinned, bytes)
WHERE trashed_at IS NULL;

CREATE INDEX documents_category_updated ON documents (category, pinned, updated_at)
WHERE trashed_at IS NULL;

CREATE INDEX documents_category_created ON documents (category, pinned, created_at)
WHERE trashed_at IS NULL;

CREATE INDEX documents_category_title ON documents (category, pinned, title_key)
WHERE trashed_at IS NULL;

CREATE INDEX documents_category_size ON documents (category, pinned, bytes)
WHERE trashed_at IS NULL;

CREATE INDEX documents_favorites_updated ON documents (pinned, updated_at)
WHERE favorite = 1 AND trashed_at IS NULL;

CREATE INDEX documents_favorites_created ON documents (pinned, created_at)
WHERE favorite = 1 AND trashed_at IS NULL;

CREATE INDEX documents_favorites_title ON documents (pinned, title_key)
WHERE favorite = 1 AND trashed_at IS NULL;

CREATE INDEX documents_favorites_size ON documents (pinned, bytes)
WHERE favorite = 1 AND trashed_at IS NULL;

CREATE INDEX documents_templates_updated ON documents (pinned, updated_at)
WHERE template = 1 AND trashed_at IS NULL;

CREATE INDEX documents_templates_created ON documents (pinned, created_at)
WHERE template = 1 AND trashed_at IS NULL;

CREATE INDEX documents_templates_title ON documents (pinned, title_key)
WHERE template = 1 AND trashed_at IS NULL;

CREATE INDEX documents_templates_size ON documents (pinned, bytes)
WHERE template = 1 AND trashed_at IS NULL;

CREATE INDEX documents_conflicts_updated ON documents (pinned, updated_at)
WHERE conflicts > 0 AND trashed_at IS NULL;

CREATE INDEX documents_conflicts_created ON documents (pinned, created_at)
WHERE conflicts > 0 AND trashed_at IS NULL;

CREATE INDEX documents_conflicts_title ON documents (pinned, title_key)
WHERE conflicts > 0 AND trashed_at IS NULL;

CREATE INDEX documents_conflicts_size ON documents (pinned, bytes)
WHERE conflicts > 0 AND trashed_at IS NULL;

CREATE INDEX documents_trash_updated ON documents (updated_at)
WHERE trashed_at IS NOT NULL;

CREATE INDEX documents_trash_created ON documents (created_at)
WHERE trashed_at IS NOT NULL;

CREATE INDEX documents_trash_title ON documents (title_key)
WHERE trashed_at IS NOT NULL;

CREATE INDEX documents_trash_size ON documents (bytes)
WHERE trashed_at IS NOT NULL;

CREATE INDEX documents_trashed ON documents (trashed_at)
WHERE trashed_at IS NOT NULL;

-- For the foreign key, documents in the trash included.
CREATE INDEX documents_category ON documents (category)
WHERE category IS NOT NULL;

CREATE INDEX documents_path ON documents (path)
WHERE path IS NOT NULL;

CREATE TABLE document_texts (
    document INTEGER PRIMARY KEY REFERENCES documents (number),
    -- The headings, one a line: the search index wants them apart when the title alone changes.
    headings TEXT NOT NULL,
    text TEXT NOT NULL CHECK (octet_length(text) <= 10485760)
) STRICT;

-- What links may call a document: its title, its aliases, the name of the file it came from.
CREATE TABLE document_names (
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('title', 'alias', 'file')),
    document INTEGER NOT NULL REFERENCES documents (number),
    PRIMARY KEY (name_key, kind, document)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_names_document ON document_names (document, kind);

-- The sort keys are those of the document, repeated so that a tag's list is a range of one index.
CREATE TABLE document_tags (
    document INTEGER NOT NULL REFERENCES documents (number),
    tag INTEGER NOT NULL REFERENCES tags (number),
    trashed INTEGER NOT NULL CHECK (trashed IN (0, 1)),
    pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)),
    updated_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    title_key TEXT NOT NULL,
    PRIMARY KEY (document, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_tags_tag ON document_tags (tag, document);

CREATE INDEX document_tags_updated ON document_tags (tag, pinned, updated_at, document)
WHERE trashed = 0;

CREATE INDEX document_tags_created ON document_tags (tag, pinned, created_at, document)
WHERE trashed = 0;

CREATE INDEX document_tags_title ON document_tags (tag, pinned, title_key, document)
WHERE trashed = 0;

CREATE INDEX document_tags_size ON document_tags (tag, pinned, bytes, document)
WHERE trashed = 0;

-- Texts by their hash, each kept once. `live`: it is the text of the document `host`, and moves here when that text is
-- replaced. `keyframe`: compressed whole. `delta`: compressed against the text of the keyframe `base`.
CREATE TABLE version_texts (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    encoding TEXT NOT NULL CHECK (encoding IN ('live', 'keyframe', 'delta')),
    host INTEGER REFERENCES documents (number),
    base INTEGER REFERENCES version_texts (number),
    bytes INTEGER NOT NULL CHECK (bytes BETWEEN 0 AND 10485760),
    stored INTEGER NOT NULL CHECK (stored >= 0),
    data BLOB,
    CHECK ((encoding = 'live') = (host IS NOT NULL)),
    CHECK ((encoding = 'delta') = (base IS NOT NULL)),
    CHECK ((encoding = 'live') = (data IS NULL))
) STRICT;

CREATE INDEX version_texts_host ON version_texts (host)
WHERE host IS NOT NULL;

CREATE INDEX version_texts_base ON version_texts (base, stored)
WHERE base IS NOT NULL;

CREATE TABLE versions (
    document INTEGER NOT NULL REFERENCES documents (number),
    number INTEGER NOT NULL CHECK (number >= 0),
    id BLOB NOT NULL CHECK (length(id) = 16),
    text INTEGER NOT NULL REFERENCES version_texts (number),
    origin TEXT NOT NULL CHECK (origin IN (
        'created', 'imported', 'saved', 'autosave', 'restored', 'replaced', 'merged', 'synced', 'api', 'linksRewritten'
    )),
    actor TEXT NOT NULL,
    name TEXT CHECK (length(name) BETWEEN 1 AND 100),
    created_at INTEGER NOT NULL,
    words INTEGER NOT NULL CHECK (words >= 0),
    added INTEGER NOT NULL CHECK (added >= 0),
    removed INTEGER NOT NULL CHECK (removed >= 0),
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 255),
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX versions_id ON versions (id);

CREATE INDEX versions_text ON versions (text);

-- What thinning may take away.
CREATE INDEX versions_autosaved ON versions (created_at)
WHERE origin = 'autosave' AND name IS NULL;

CREATE TABLE links (
    document INTEGER NOT NULL REFERENCES documents (number),
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('wiki', 'embed', 'relative', 'image')),
    target TEXT NOT NULL,
    -- What waits for a document: the folded last part of the target, without its ending.
    target_key TEXT NOT NULL,
    fragment TEXT,
    alias TEXT,
    line INTEGER NOT NULL CHECK (line >= 1),
    -- The document it leads to, once known; it stays when that document is renamed.
    leads_to INTEGER REFERENCES documents (number),
    PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX links_leads_to ON links (leads_to)
WHERE leads_to IS NOT NULL;

CREATE INDEX links_waiting ON links (target_key)
WHERE leads_to IS NULL;

CREATE TABLE attachments (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    file_name TEXT NOT NULL CHECK (length(file_name) BETWEEN 1 AND 255),
    media_type TEXT NOT NULL CHECK (length(media_type) BETWEEN 1 AND 255),
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    created_at INTEGER NOT NULL,
    -- Documents that use it.
    documents INTEGER NOT NULL DEFAULT 0 CHECK (documents >= 0)
) STRICT;

CREATE INDEX attachments_hash ON attachments (hash);

CREATE INDEX attachments_bytes ON attachments (bytes);

CREATE INDEX attachments_unused ON attachments (created_at)
WHERE documents = 0;

CREATE TABLE document_attachments (
    document INTEGER NOT NULL REFERENCES documents (number),
    reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 4096),
    attachment INTEGER NOT NULL REFERENCES attachments (number),
    PRIMARY KEY (document, reference)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_attachments_attachment ON document_attachments (attachment, document);

CREATE TABLE import_sources (
    source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 4096),
    source_key TEXT NOT NULL CHECK (length(source_key) BETWEEN 1 AND 4096),
    document INTEGER NOT NULL REFERENCES documents (number),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (source, source_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_sources_document ON import_sources (document);

CREATE TABLE saved_searches (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    query TEXT NOT NULL CHECK (length(query) <= 2000),
    icon TEXT CHECK (length(icon) BETWEEN 1 AND 100),
    color TEXT CHECK (color GLOB '#[0-9A-F][0-9A-F][0-9A-F][0-9A-F][0-9A-F][0-9A-F]')
) STRICT;

CREATE TABLE settings (
    setting TEXT PRIMARY KEY CHECK (length(setting) BETWEEN 1 AND 200),
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    prefix TEXT NOT NULL CHECK (length(prefix) BETWEEN 1 AND 16),
    -- The secret itself is nowhere.
    secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    scope TEXT NOT NULL CHECK (json_valid(scope)),
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE TABLE jobs (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'pending', 'processing', 'completed', 'failed', 'cancelled', 'interrupted'
    )),
    title TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0 CHECK (done >= 0),
    total INTEGER CHECK (total >= 0),
    current TEXT NOT NULL DEFAULT '',
    result TEXT CHECK (json_valid(result)),
    error TEXT,
    created_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;

CREATE INDEX jobs_unfinished ON jobs (number)
WHERE state IN ('pending', 'processing');

CREATE TABLE audit_log (
    sequence INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    batch BLOB NOT NULL CHECK (length(batch) = 16),
    command TEXT NOT NULL,
    client TEXT,
    object_kind TEXT NOT NULL,
    object_id TEXT NOT NULL,
    object_name TEXT NOT NULL,
    action TEXT NOT NULL,
    before TEXT NOT NULL CHECK (json_valid(before)),
    after TEXT NOT NULL CHECK (json_valid(after)),
    -- Not part of the chain: it changes when the row is undone.
    reverted INTEGER NOT NULL DEFAULT 0 CHECK (reverted IN (0, 1)),
    -- SHA-256 over the hash of the row before and this row.
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX audit_log_object ON audit_log (object_id);

CREATE INDEX audit_log_batch ON audit_log (batch);

CREATE INDEX audit_log_at ON audit_log (at);

-- The last row that was pruned: what is left is checked from its hash on.
CREATE TABLE audit_anchor (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

INSERT INTO audit_anchor (one, sequence, hash)
VALUES (1, 0, zeroblob(32));

CREATE TABLE render_cache (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    variant TEXT NOT NULL CHECK (length(variant) BETWEEN 1 AND 100),
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    data BLOB NOT NULL,
    UNIQUE (hash, variant)
) STRICT;

CREATE TABLE remotes (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind TEXT NOT NULL CHECK (kind IN ('postgres', 'github', 'folder', 'memory')),
    name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
    address TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'stopped')),
    reason TEXT,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE bindings (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    document INTEGER NOT NULL REFERENCES documents (number),
    remote INTEGER NOT NULL REFERENCES remotes (number),
    remote_key TEXT NOT NULL CHECK (length(remote_key) BETWEEN 1 AND 4096),
    base INTEGER REFERENCES version_texts (number),
    remote_revision TEXT,
    state TEXT NOT NULL CHECK (state IN ('clean', 'ahead', 'behind', 'conflicted')),
    UNIQUE (remote, remote_key)
) STRICT;

CREATE INDEX bindings_document ON bindings (document);

CREATE INDEX bindings_base ON bindings (base)
WHERE base IS NOT NULL;

CREATE TABLE conflicts (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    document INTEGER NOT NULL REFERENCES documents (number),
    remote INTEGER REFERENCES remotes (number),
    kind TEXT NOT NULL CHECK (kind IN ('text', 'deleteEdit', 'metadata')),
    base INTEGER REFERENCES version_texts (number),
    mine INTEGER NOT NULL REFERENCES version_texts (number),
    theirs INTEGER REFERENCES version_texts (number),
    created_at INTEGER NOT NULL,
    resolved_at INTEGER
) STRICT;

CREATE INDEX conflicts_document ON conflicts (document);

CREATE INDEX conflicts_open ON conflicts (created_at)
WHERE resolved_at IS NULL;

CREATE INDEX conflicts_remote ON conflicts (remote)
WHERE remote IS NOT NULL;

CREATE INDEX conflicts_base ON conflicts (base)
WHERE base IS NOT NULL;

CREATE INDEX conflicts_mine ON conflicts (mine);

CREATE INDEX conflicts_theirs ON conflicts (theirs)
WHERE theirs IS NOT NULL;

-- What changed since a remote place last had it, each thing once, the last change last.
CREATE TABLE outbox (
    sequence INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN (
        'document', 'category', 'tag', 'version', 'conflict', 'setting', 'attachment', 'savedSearch'
    )),
    -- The 16 bytes of its id; a setting's name.
    item BLOB NOT NULL,
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    first_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    last_error TEXT,
    UNIQUE (item, kind)
) STRICT;

CREATE TABLE sync_runs (
    number INTEGER PRIMARY KEY,
    remote INTEGER NOT NULL REFERENCES remotes (number),
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    outcome TEXT CHECK (outcome IN ('completed', 'failed', 'stopped', 'interrupted')),
    pulled INTEGER NOT NULL DEFAULT 0 CHECK (pulled >= 0),
    pushed INTEGER NOT NULL DEFAULT 0 CHECK (pushed >= 0),
    error TEXT
) STRICT;

CREATE INDEX sync_runs_remote ON sync_runs (remote, started_at);

CREATE TABLE sync_operations (
    run INTEGER NOT NULL REFERENCES sync_runs (number),
    position INTEGER NOT NULL CHECK (position >= 0),
    operation TEXT NOT NULL,
    kind TEXT NOT NULL,
    item BLOB NOT NULL,
    detail TEXT NOT NULL,
    error TEXT,
    PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

-- Where a replica stands: see the sync protocol.
CREATE TABLE sync_state (
    remote INTEGER PRIMARY KEY REFERENCES remotes (number),
    device BLOB NOT NULL CHECK (length(device) = 16),
    machine_nonce BLOB NOT NULL,
    target BLOB,
    timeline TEXT CHECK (json_valid(timeline)),
    cursor INTEGER NOT NULL DEFAULT 0 CHECK (cursor >= 0),
    sequence INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    collected INTEGER NOT NULL DEFAULT 0 CHECK (collected >= 0)
) STRICT;

-- The last state of an item that the other side is known to have: the base of its next merge.
CREATE TABLE sync_bases (
    remote INTEGER NOT NULL REFERENCES remotes (number),
    item BLOB NOT NULL,
    kind TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    fields TEXT NOT NULL CHECK (json_valid(fields)),
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    PRIMARY KEY (remote, item)
) STRICT, WITHOUT ROWID;

-- The batch that is under way, written before it is sent, so that it is sent again as it was.
CREATE TABLE sync_inflight (
    remote INTEGER PRIMARY KEY REFERENCES remotes (number),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    batch BLOB NOT NULL CHECK (length(batch) = 16),
    items TEXT NOT NULL CHECK (json_valid(items))
) STRICT;

-- A row from the other side that this program cannot read never blocks the ones after it.
CREATE TABLE sync_quarantine (
    number INTEGER PRIMARY KEY,
    remote INTEGER NOT NULL REFERENCES remotes (number),
    item BLOB NOT NULL,
    revision INTEGER NOT NULL,
    raw TEXT NOT NULL,
    error TEXT NOT NULL
) STRICT;

CREATE INDEX sync_quarantine_remote ON sync_quarantine (remote, item);

CREATE TABLE webhooks (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    url TEXT NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
    events TEXT NOT NULL CHECK (json_valid(events)),
    created_at INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
    last_error TEXT,
    disabled_at INTEGER
) STRICT;

-- The counters follow the rows.

CREATE TRIGGER documents_counted
AFTER INSERT ON documents
WHEN NEW.trashed_at IS NULL
BEGIN
    UPDATE counters
    SET documents = documents + 1,
        inbox = inbox + (NEW.category IS NULL),
        favorites = favorites + NEW.favorite,
        templates = templates + NEW.template,
        conflicts = conflicts + (NEW.conflicts > 0);
    UPDATE categories
    SET documents = documents + 1
    WHERE number = NEW.category;
END;

CREATE TRIGGER documents_counted_in_trash
AFTER INSERT ON documents
WHEN NEW.trashed_at IS NOT NULL
BEGIN
    UPDATE counters
    SET trash = trash + 1;
END;

CREATE TRIGGER documents_uncounted
AFTER DELETE ON documents
BEGIN
    UPDATE counters
    SET documents = documents - (OLD.trashed_at IS NULL),
        trash = trash - (OLD.trashed_at IS NOT NULL),
        inbox = inbox - (OLD.trashed_at IS NULL AND OLD.category IS NULL),
        favorites = favorites - (OLD.trashed_at IS NULL AND OLD.favorite),
        templates = templates - (OLD.trashed_at IS NULL AND OLD.template),
        conflicts = conflicts - (OLD.trashed_at IS NULL AND OLD.conflicts > 0);
    UPDATE categories
    SET documents = documents - (OLD.trashed_at IS NULL)
    WHERE number = OLD.category;
END;

CREATE TRIGGER documents_recounted
AFTER UPDATE OF category, favorite, template, trashed_at, conflicts ON documents
BEGIN
    UPDATE counters
    SET documents = documents + (NEW.trashed_at IS NULL) - (OLD.trashed_at IS NULL),
        trash = trash + (NEW.trashed_at IS NOT NULL) - (OLD.trashed_at IS NOT NULL),
        inbox = inbox + (NEW.trashed_at IS NULL AND NEW.category IS NULL)
            - (OLD.trashed_at IS NULL AND OLD.category IS NULL),
        favorites = favorites + (NEW.trashed_at IS NULL AND NEW.favorite)
            - (OLD.trashed_at IS NULL AND OLD.favorite),
        templates = templates + (NEW.trashed_at IS NULL AND NEW.template)
            - (OLD.trashed_at IS NULL AND OLD.template),
        conflicts = conflicts + (NEW.trashed_at IS NULL AND NEW.conflicts > 0)
            - (OLD.trashed_at IS NULL AND OLD.conflicts > 0);
    UPDATE categories
    SET documents = documents - (OLD.trashed_at IS NULL)
    WHERE number = OLD.category;
    UPDATE categories
    SET documents = documents + (NEW.trashed_at IS NULL)
    WHERE number = NEW.category;
END;

CREATE TRIGGER documents_saved_under_tags
AFTER UPDATE OF updated_at, bytes ON documents
BEGIN
    UPDATE document_tags
    SET updated_at = NEW.updated_at,
        bytes = NEW.bytes
    WHERE document = NEW.number;
END;

CREATE TRIGGER documents_changed_under_tags
AFTER UPDATE OF pinned, created_at, title_key, trashed_at ON documents
BEGIN
    UPDATE document_tags
    SET trashed = NEW.trashed_at IS NOT NULL,
        pinned = NEW.pinned,
        created_at = NEW.created_at,
        title_key = NEW.title_key
    WHERE document = NEW.number;
END;

CREATE TRIGGER document_tags_counted
AFTER INSERT ON document_tags
WHEN NEW.trashed = 0
BEGIN
    UPDATE tags
    SET documents = documents + 1
    WHERE number = NEW.tag;
END;

CREATE TRIGGER document_tags_uncounted
AFTER DELETE ON document_tags
WHEN OLD.trashed = 0
BEGIN
    UPDATE tags
    SET documents = documents - 1
    WHERE number = OLD.tag;
END;

CREATE TRIGGER document_tags_recounted
AFTER UPDATE OF trashed ON document_tags
WHEN NEW.trashed <> OLD.trashed
BEGIN
    UPDATE tags
    SET documents = documents + OLD.trashed - NEW.trashed
    WHERE number = NEW.tag;
END;

CREATE TRIGGER document_attachments_counted
AFTER INSERT ON document_attachments
BEGIN
    UPDATE documents
    SET attachments = attachments + 1
    WHERE number = NEW.document;
    UPDATE attachments
    SET documents = (
        SELECT count(DISTINCT document)
        FROM document_attachments
        WHERE attachment = NEW.attachment
    )
    WHERE number = NEW.attachment;
END;

CREATE TRIGGER document_attachments_uncounted
AFTER DELETE ON document_attachments
BEGIN
    UPDATE documents
    SET attachments = attachments - 1
    WHERE number = OLD.document;
    UPDATE attachments
    SET documents = (
        SELECT count(DISTINCT document)
        FROM document_attachments
        WHERE attachment = OLD.attachment
    )
    WHERE number = OLD.attachment;
END;

CREATE TRIGGER conflicts_counted
AFTER INSERT ON conflicts
WHEN NEW.resolved_at IS NULL
BEGIN
    UPDATE documents
    SET conflicts = conflicts + 1
    WHERE number = NEW.document;
END;

CREATE TRIGGER conflicts_uncounted
AFTER DELETE ON conflicts
WHEN OLD.resolved_at IS NULL
BEGIN
    UPDATE documents
    SET conflicts = conflicts - 1
    WHERE number = OLD.document;
END;

CREATE TRIGGER conflicts_recounted
AFTER UPDATE OF resolved_at ON conflicts
BEGIN
    UPDATE documents
    SET conflicts = conflicts + (NEW.resolved_at IS NULL) - (OLD.resolved_at IS NULL)
    WHERE number = NEW.document;
END;

CREATE TRIGGER categories_counted
AFTER INSERT ON categories
BEGIN
    UPDATE counters
    SET categories = categories + 1;
END;

CREATE TRIGGER categories_uncounted
AFTER DELETE ON categories
BEGIN
    UPDATE counters
    SET categories = categories - 1;
END;

CREATE TRIGGER tags_counted
AFTER INSERT ON tags
BEGIN
    UPDATE counters
    SET tags = tags + 1;
END;

CREATE TRIGGER tags_uncounted
AFTER DELETE ON tags
BEGIN
    UPDATE counters
    SET tags = tags - 1;
END;

CREATE TRIGGER attachments_counted
AFTER INSERT ON attachments
BEGIN
    UPDATE counters
    SET attachments = attachments + 1;
END;

CREATE TRIGGER attachments_uncounted
AFTER DELETE ON attachments
BEGIN
    UPDATE counters
    SET attachments = attachments - 1;
END;

CREATE TRIGGER outbox_counted
AFTER INSERT ON outbox
BEGIN
    UPDATE counters
    SET outbox = outbox + 1;
END;

CREATE TRIGGER outbox_uncounted
AFTER DELETE ON outbox
BEGIN
    UPDATE counters
    SET outbox = outbox - 1;
END;
