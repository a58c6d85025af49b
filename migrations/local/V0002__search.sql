-- Search: an index of words, an index of parts of words, and what still has to enter the second.
--
-- Both hold text that the program has already folded and cut into tokens (case, accents and width are gone, every CJK
-- character stands alone), separated by spaces: `ascii` then splits at the spaces and changes nothing. So what is
-- indexed, what is asked and what is highlighted follow one rule, whatever Unicode tables SQLite has.
-- Neither keeps the text again; a row is taken out by its number.

CREATE VIRTUAL TABLE search_words USING fts5 (
    title, headings, body,
    content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3'
);

-- Each run of one, two and three characters that a document has, once: `detail = none` keeps only which documents.
CREATE VIRTUAL TABLE search_parts USING fts5 (
    parts,
    content = '', contentless_delete = 1, tokenize = 'ascii', detail = none
);

-- Documents whose parts are not indexed yet, or are indexed as they were before their last change.
CREATE TABLE search_pending (
    document INTEGER PRIMARY KEY
) STRICT;

-- For `has:`, where few documents have it. They bear no time, so that a save leaves them alone.
CREATE INDEX documents_with_attachments ON documents (trashed_at)
WHERE attachments > 0;

CREATE INDEX documents_with_links ON documents (trashed_at)
WHERE links > 0;

CREATE INDEX documents_with_tasks ON documents (trashed_at)
WHERE tasks > 0;
