"""The site under load: visitors on all kinds of pages, an ingest into the same database over and over, and SQL that
never ends.

    python tests/faults/load.py                 ten minutes, and a table in Markdown
    python tests/faults/load.py --seconds 30

Locust (``load_visitors.py``) asks; this script builds the chronicle, serves it, changes documents and ingests them
again and again, and watches the server. A fifth of the time nobody asks in SQL, so that both can be compared. The exit
status is 1 where anything failed: an answer, an ingest, a lock, or memory that grows.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
HRONIKA = (sys.executable, "-c", "from pipeline.cli import main; main()")
VISITORS = Path(__file__).parent / "load_visitors.py"
#: How much more memory the server may have in the last third of the time than in the first.
GROWTH = 1.1
#: Documents that each round changes.
CHANGED = 3


@dataclass
class Watched:
    """What was seen of the server and of the ingests while visitors asked."""

    server: list[int] = field(default_factory=list)  #: bytes of memory, each second
    asking: list[int] = field(default_factory=list)  #: of the processes that answer SQL, together
    log: list[int] = field(default_factory=list)  #: bytes of SQLite's log beside the database
    rounds: int = 0
    troubles: list[str] = field(default_factory=list)

    def growth(self) -> float:
        """The memory of the last third over that of the first."""
        third = max(1, len(self.server) // 3)
        return median(self.server[-third:]) / median(self.server[:third])


def resident(process: int) -> int:
    """Bytes of memory that a process has; none where it has ended."""
    try:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def children(process: int) -> list[int]:
    """The processes that a process has begun."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text(encoding="ascii").split()]
        except OSError:
            continue
    return found


@contextmanager
def served(database: Path, watched: Watched) -> Iterator[tuple[str, int]]:
    """The address and the process of a server, which must end when it is told to, and all that it began with it."""
    log = database.with_suffix(".log")
    with log.open("w", encoding="utf-8") as errors:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [*HRONIKA, "serve", "--port", str(port), "--db", str(database)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT)
    assert server.stdout
    told = server.stdout.readline()
    try:
        address = re.search(r"http://\S+", told)
        assert address, log.read_text(encoding="utf-8")
        with urlopen(f"{address[0]}search?q=gads"):  # what it reads once, it has read
            pass
        yield address[0].rstrip("/"), server.pid
        if server.poll() is not None:
            watched.troubles.append(f"the server ended by itself: {server.returncode}")
        begun = children(server.pid)
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        time.sleep(1)
        watched.troubles += [f"process {one} outlived the server" for one in begun if resident(one)]
    finally:
        server.kill()
        server.wait()
        written = log.read_text(encoding="utf-8")
        watched.troubles += re.findall(r"^.*locked.*$|^Traceback(?:.*\n)+?\S.*", written, re.MULTILINE)


def change(folder: Path, round_: int) -> None:
    """Add a sentence to a few documents, others each time."""
    files = sorted(folder.iterdir())
    for number in range(CHANGED):
        file = files[(round_ * CHANGED + number) % len(files)]
        text = file.read_text(encoding="utf-8")
        sentence = f"{round_ + 1}. papildinājums: 2024. gada {1 + round_ % 28}. maijā notika seminārs Cēsīs."
        added = f"<p>{sentence}</p>\n</body>" if "</body>" in text else f"\n\n{sentence}\n"
        changed = text.replace("</body>", added, 1) if "</body>" in text else text + added
        file.write_text(changed, encoding="utf-8")


def ingest_over_and_over(folder: Path, database: Path, end: threading.Event, watched: Watched) -> None:
    while not end.is_set():
        change(folder, watched.rounds)
        command = [*HRONIKA, "ingest", str(folder), "--jobs", "1", "--db", str(database)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        if done.returncode:
            watched.troubles.append(f"an ingest failed: {done.stdout[-500:]}{done.stderr[-500:]}")
        watched.rounds += 1


def watch(server: int, database: Path, end: threading.Event, watched: Watched) -> None:
    log = database.with_name(f"{database.name}-wal")
    while not end.wait(1):
        watched.server.append(resident(server))
        watched.asking.append(sum(resident(one) for one in children(server)))
        watched.log.append(log.stat().st_size if log.exists() else 0)


def ask(address: str, database: Path, clients: int, hogs: int, seconds: float, out: Path) -> Path:
    """Let visitors ask for so long; the file with what they measured. Its name says who was there."""
    prefix = out / ("crowd" if hogs else "quiet")
    command = [
        sys.executable, "-m", "locust", "-f", str(VISITORS), "--headless", "--only-summary", "--host", address,
        "--users", str(clients + hogs), "--spawn-rate", "50", "--run-time", f"{seconds:.0f}s", "--stop-timeout", "20",
        "--csv", str(prefix),
    ]  # fmt: skip
    environment = {**os.environ, "HRONIKA_LOAD_DB": str(database), "HRONIKA_LOAD_HOGS": str(hogs)}
    subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    return prefix


def rows(prefix: Path, what: str) -> list[dict[str, str]]:
    with Path(f"{prefix}_{what}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(prefixes: list[Path]) -> str:
    """How long answers took, by kind of page, in milliseconds."""
    lines = [
        "| visitors | page | answers | failed | median | 95 % | 99 % | longest |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for prefix in prefixes:
        for row in rows(prefix, "stats"):
            counts = f"{row['Request Count']} | {row['Failure Count']}"
            times = " | ".join(f"{float(row[name]):.0f}" for name in ("50%", "95%", "99%", "Max Response Time"))
            lines.append(f"| {prefix.name} | {row['Name']} | {counts} | {times} |")
    return "\n".join(lines)


def build(folder: Path, documents: list[Path]) -> tuple[Path, Path]:
    """A chronicle of the sample and of copies of documents; its file, and the folder of the copies."""
    database, pages = folder / "load.db", folder / "pages"
    pages.mkdir()
    for file in (file for one in documents for file in sorted(one.glob("*.*"))):
        shutil.copy(file, pages / f"{file.parent.name}-{file.name}")
    subprocess.run([*HRONIKA, "ingest", "sample", str(pages), "--db", str(database)], check=True, cwd=ROOT)
    return database, pages


def load(database: Path, pages: Path, seconds: float, clients: int, hogs: int) -> tuple[Watched, str]:
    """Have a chronicle asked for so long, while its pages change; what was seen, and how long answers took."""
    folder, watched, end = database.parent, Watched(), threading.Event()
    with served(database, watched) as (address, server):
        quiet = ask(address, database, clients, 0, seconds / 5, folder)
        threads = [
            threading.Thread(target=ingest_over_and_over, args=(pages, database, end, watched)),
            threading.Thread(target=watch, args=(server, database, end, watched)),
        ]
        for thread in threads:
            thread.start()
        crowd = ask(address, database, clients, hogs, seconds * 4 / 5, folder)
        end.set()
        for thread in threads:
            thread.join()
    for row in (*rows(quiet, "failures"), *rows(crowd, "failures")):
        watched.troubles.append(f"{row['Name']}: {row['Error']} ({row['Occurrences']})")
    with closing(sqlite3.connect(database)) as connection:
        state = connection.execute("pragma integrity_check").fetchone()[0]
    if state != "ok":
        watched.troubles.append(f"the database is damaged: {state}")
    return watched, table([quiet, crowd])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=float, default=600)
    arguments.add_argument("--clients", type=int, default=8, help="visitors who read pages")
    arguments.add_argument("--hogs", type=int, default=10, help="visitors who ask slow SQL")
    arguments.add_argument("--growth", type=float, default=GROWTH, help="how much memory may grow")
    asked = arguments.parse_args()
    gold = [ROOT / "tests" / "gold" / name for name in ("unseen", "unseen9")]
    with tempfile.TemporaryDirectory() as folder:
        watched, times = load(*build(Path(folder), gold), asked.seconds, asked.clients, asked.hogs)
    if watched.growth() > asked.growth:
        watched.troubles.append(f"the server's memory grew: {watched.growth():.2f}")
    megabytes = {
        "memory of the server, first and last": (watched.server[0], watched.server[-1]),
        "memory of the server, most": (max(watched.server),),
        "memory of the processes that answer SQL, most": (max(watched.asking),),
        "log of the database, most and last": (max(watched.log), watched.log[-1]),
    }
    print(times, "\n\n| seen | |\n|---|--:|", sep="")
    for name, values in megabytes.items():
        print(f"| {name} | {', '.join(f'{value / 2**20:.0f} MiB' for value in values)} |")
    print(f"| last third of the server's memory over the first | {watched.growth():.2f} |")
    print(f"| ingests meanwhile, each with {CHANGED} changed documents | {watched.rounds} |")
    print(f"| troubles | {len(watched.troubles)} |")
    sys.exit("\n".join(watched.troubles) or None)


if __name__ == "__main__":
    main()
