"""Makes the conflict of a document that was deleted elsewhere and edited here.

No command does this: it is what a synchronisation writes. The row is what the store writes
(crates/store/src/conflicts.rs). Arguments: the library and the id of the document.
"""

import sqlite3
import sys
import time
import uuid

path, document = sys.argv[1:]
with sqlite3.connect(path, timeout=30) as library:
    made = library.execute(
        """
        INSERT INTO conflicts (id, document, kind, mine, created_at)
        SELECT :id, documents.number, 'deleteEdit', version_texts.number, :now
        FROM documents
        JOIN version_texts ON version_texts.hash = documents.hash
        WHERE documents.id = :document
        """,
        {
            "id": uuid.uuid4().bytes,
            "now": time.time_ns() // 1_000_000,
            "document": uuid.UUID(document).bytes,
        },
    )
    if made.rowcount != 1:
        sys.exit(f"there is no document {document}, or its text is not kept")
library.close()
