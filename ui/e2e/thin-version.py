"""Takes versions away as thinning does, which otherwise takes months.

Arguments: the library, the id of the document, and the numbers of the versions.
"""

import sqlite3
import sys
import uuid

path, document, *numbers = sys.argv[1:]
with sqlite3.connect(path, timeout=30) as library:
    for number in numbers:
        gone = library.execute(
            """
            DELETE FROM versions
            WHERE number = :number
                AND document = (SELECT number FROM documents WHERE id = :document)
            """,
            {"number": int(number), "document": uuid.UUID(document).bytes},
        )
        if gone.rowcount != 1:
            sys.exit(f"the document {document} has no version {number}")
library.close()
