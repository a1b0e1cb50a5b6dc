"""The capture archive: every page and file as it was received, in WARC files, before anything reads it."""

from sources.archive.exchange import Exchange
from sources.archive.store import Archive, ArchivedCapture

__all__ = ["Archive", "ArchivedCapture", "Exchange"]
