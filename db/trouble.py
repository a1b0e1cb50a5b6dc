"""What SQLite could not do, in words that say what happened and what to do next."""

from __future__ import annotations

import sqlite3

_PERMISSIONS = "See to the permissions of the file and its folder, or name another with --db"
_AGAIN = "run the same command again; what was captured is kept"
#: By the beginning of SQLite's name for it.
_WORDS = {
    "SQLITE_BUSY": f"another program is writing to it. Wait until that has finished, or close it, and {_AGAIN}",
    "SQLITE_LOCKED": f"another program is writing to it. Wait until that has finished, or close it, and {_AGAIN}",
    "SQLITE_FULL": f"the disk is full. Make room on it, and {_AGAIN}",
    "SQLITE_IOERR": f"the disk would not read or write it, which a full one does not either. See to it, and {_AGAIN}",
    "SQLITE_READONLY": f"it may not be written. {_PERMISSIONS}",
    "SQLITE_CANTOPEN": f"it cannot be opened. {_PERMISSIONS}",
    "SQLITE_PERM": f"it may not be opened. {_PERMISSIONS}",
    "SQLITE_NOTADB": "it is no database. Name another with --db",
    "SQLITE_CORRUPT": "it is damaged. Put it aside, and make it anew from the captures beside it with hronika extract",
}


def in_words(error: sqlite3.Error) -> str:
    """What is to be said of an error, to follow upon the name of the database."""
    name = getattr(error, "sqlite_errorname", "")  # not every error comes from SQLite itself
    return next((words for beginning, words in _WORDS.items() if name.startswith(beginning)), str(error))
