"""Crawls a source into the archive of a database, in a process of its own: Scrapy's reactor runs once in a process.

The archive is the state of a crawl. One that was interrupted goes on where it was, whatever killed it.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlite_utils import Database

from db import captures, load
from db.crawls import begin_crawl, finish_crawl
from hronika import clock
from hronika.orphans import end_with_parent
from hronika.types import HronikaError
from sources.archive import Archive
from sources.crawler import CrawlResult, Report
from sources.registry import Source

_CONTEXT = get_context("spawn")
_LAST_WORDS = 5  # seconds


def crawl(source: Source, db_path: Path, folder: Path, tell: Callable[[Report], object]) -> CrawlResult:
    """Fetch a source into the archive ``folder`` and enter what came into the database.

    ``tell`` hears of each address.
    Raises HronikaError where the crawl cannot begin, ends before its time, or yields nothing to read.
    """
    crawl_id = _begin(source, db_path, folder)
    try:
        result = _in_a_process(source, db_path, folder, crawl_id, tell)
    finally:
        db = load.open_database(db_path)
        with Archive(folder) as archive:
            archive.lock(wait=True)
            enter_archive(db, archive)
    if result.finished:
        finish_crawl(db, crawl_id)
    db.close()
    if not result.documents:
        raise HronikaError(
            f"{source.id}: not one page or file could be fetched ({result.failed} addresses failed);"
            f" see whether {source.start[0]} opens in a browser, and compare source.toml with the site"
        )
    return result


def enter_archive(db: Database, archive: Archive) -> None:
    """Bring the database up to all that the archive has; the caller holds the archive's lock.

    What is captured from now on is newer than all of it.
    """
    captures.record_missing_captures(db, archive.iter_captures(captures.last_archived(db)))
    clock.not_before(captures.newest_stamp(db))


def _begin(source: Source, db_path: Path, folder: Path) -> str:
    """The crawl to go on with or to begin, once the database knows all that the archive has."""
    db = load.open_database(db_path)
    with Archive(folder) as archive:
        archive.lock()
        enter_archive(db, archive)
        crawl_id = begin_crawl(db, source.id, clock.now())
    db.close()
    return crawl_id


def _in_a_process(
    source: Source, db_path: Path, folder: Path, crawl_id: str, tell: Callable[[Report], object]
) -> CrawlResult:
    hear, say = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_crawl, args=(source, db_path, folder, crawl_id, say), daemon=True)
    process.start()
    say.close()  # so that the pipe ends with the process
    told: object = None
    try:
        while not isinstance(told := hear.recv(), CrawlResult | HronikaError):
            assert isinstance(told, Report)
            tell(told)
    except EOFError:
        pass
    finally:
        _end(process)
    if isinstance(told, HronikaError):
        raise told
    if not isinstance(told, CrawlResult):
        raise HronikaError(
            f"the crawl of {source.id} ended before its time (status {process.exitcode}); what it fetched is kept, and"
            " the same command goes on from there"
        )
    return told


def _end(process: BaseProcess) -> None:
    process.join(_LAST_WORDS)
    if process.is_alive():
        process.kill()  # it loses nothing: what it fetched is in the archive
        process.join()


def _crawl(source: Source, db_path: Path, folder: Path, crawl_id: str, say: Connection) -> None:
    """What the process does. An interrupt from the keyboard reaches the one that began it, which ends this one."""
    from pipeline.known import KnownCaptures
    from sources.crawler import crawl as fetch

    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        db = load.read_database(db_path)
        clock.not_before(captures.newest_stamp(db))
        with Archive(folder) as archive:
            say.send(fetch(source, archive, KnownCaptures(db), crawl_id, say.send))
    except HronikaError as error:
        say.send(HronikaError(str(error)))
