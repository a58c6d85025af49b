-- A running server signs further browsers in by links that another program mints. The library is what the
-- two share: it keeps the hash of a link's token until the link is followed or has expired.

CREATE TABLE sign_in_links (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
