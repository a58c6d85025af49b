-- The index of words gives up its lists of two- and three-letter starts. Only `ab*` asked them, and they were half of the
-- index, half of the time an import spends in it, and a part of what every save writes. A start is now proposed by the
-- index of parts, or joined from the words themselves where few documents have it.
--
-- FTS5 cannot drop such lists, so the index is made anew. SQL cannot cut texts into words: the program fills the index
-- from `search_unread` when it opens the library, before anybody asks.

DROP TABLE search_words;

CREATE VIRTUAL TABLE search_words USING fts5 (
    title, headings, body,
    content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- Documents that are not in the index of words, because its format changed.
CREATE TABLE search_unread (
    document INTEGER PRIMARY KEY
) STRICT;

INSERT INTO search_unread (document)
SELECT number
FROM documents;

-- A transaction makes one segment, however long it is: whatever an import holds back in memory is written once.
INSERT INTO search_words (search_words, rank)
VALUES ('hashsize', 16777216);

INSERT INTO search_parts (search_parts, rank)
VALUES ('hashsize', 16777216);

-- Segments are merged when there is time, never inside a save. Where there is none for long, the backstop merges.
INSERT INTO search_words (search_words, rank)
VALUES ('automerge', 0);

INSERT INTO search_parts (search_parts, rank)
VALUES ('automerge', 0);

INSERT INTO search_words (search_words, rank)
VALUES ('crisismerge', 256);

INSERT INTO search_parts (search_parts, rank)
VALUES ('crisismerge', 256);
