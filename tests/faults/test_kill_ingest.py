"""Runs that read are killed in every stage, and begun again: nothing is lost, and nobody ever sees half of one.

``HRONIKA_KILLS=200 pytest -s tests/faults/test_kill_ingest.py`` kills two hundred and prints which stage was hit how
often. Where each strikes is drawn by chance from the calls that an undisturbed run makes in that stage
(``tests.faults.victim``); every fourth is drawn by time alone. ``HRONIKA_SEED`` draws others.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from db.load import open_database
from db.pictures import pictures_file
from hronika.types import Capture
from pipeline.runner import archive_folder
from sources.archive import Archive
from sources.registry import sources
from sources.sample.server import CHANGING, SampleServer, serving
from tests.faults import states
from tests.pipeline.command import run
from tests.sources.latvian_pdf import LatvianPDF

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("HRONIKA_KILLS", "8"))
SEED = int(os.environ.get("HRONIKA_SEED", "0"))
READ = ("--model", "fast", "--jobs", "1")
_PATIENCE = 60  # seconds in which processes whose parent was killed must have ended, however busy the machine is

PAGE = "<!DOCTYPE html><html lang=lv><title>{title}</title><body><h1>{title}</h1><p>{text}</p></body></html>"
CAMP = "2024. gada 5. jūlijā Engurē notika jauniešu nometne, kurā piedalījās 25 dalībnieki no trim pašvaldībām."
SEMINAR = "Liepājā 2023. gada 12. oktobrī Kultūras ministrija rīkoja semināru, kurā piedalījās 40 mediatori."
SEMINAR_LATER = f"{SEMINAR} Semināru vadīja trīs lektori."
MEETING = "2024. gada 14. martā Rīgā tikās darba grupa, 11 pārstāvji vienojās par rīcības plānu."


@dataclass
class Scene:
    """What is run, how the database stands before it, and how it is to stand after it."""

    command: Callable[[Path], list[str]]  #: its arguments, for a database
    prepare: Callable[[Path], None]  #: lays a database and its archive as they are before the run, or nothing
    exact: bool  #: the same captures at the same times, so every row is to be equal
    folder: Path = Path()
    counts: dict[str, int] = field(default_factory=dict)  #: calls of an undisturbed run, by stage
    longest: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    states: dict[str | None, str] = field(default_factory=dict)
    rows: states.Rows = field(default_factory=dict)
    pictures: set[tuple[Any, ...]] = field(default_factory=set)

    def lay(self, name: str) -> Path:
        """A copy of how things are before the run."""
        shutil.copytree(self.folder / "before", self.folder / name)
        return self.folder / name / "a.db"

    def learn(self) -> None:
        """Run it undisturbed: what it ends in, and what there is to strike at."""
        (self.folder / "before").mkdir(parents=True)
        self.prepare(self.folder / "before" / "a.db")
        db = self.lay("whole")
        before = states.look(db, self.exact)
        told, started = self.folder / "told", time.monotonic()
        process = begin({"told": str(told)}, self.command(db))
        assert process.wait() == 0
        self.seconds = time.monotonic() - started
        learnt = json.loads(told.read_text("utf-8"))
        self.counts, self.longest = learnt["counts"], learnt["longest"]
        after = states.look(db, self.exact)
        assert after not in (None, before)
        self.states = {None: "before", states.empty(): "before", before: "before", after: "after"}
        self.rows, self.pictures = rows(db, self.exact), states.pictures(pictures_file(db))


def rows(path: Path, exact: bool) -> states.Rows:
    db = open_database(path)
    try:
        return states.rows(db, exact)
    finally:
        db.close()


def page(title: str, text: str) -> str:
    return PAGE.format(title=title, text=text)


def slides() -> bytes:
    deck = LatvianPDF()
    deck.slide("Pieredzes apmaiņas brauciens", "2024. gada 22. maijā Tartu viesojās 12 speciālisti.")
    return deck.finished()


def files(folder: Path) -> Scene:
    """A folder in which, since it was ingested, a page changed and a deck came."""
    given = folder / "lapas"
    given.mkdir(parents=True)

    def prepare(db: Path) -> None:
        (given / "nometne.html").write_text(page("Nometne Engurē", CAMP), "utf-8")
        (given / "seminars.html").write_text(page("Seminārs Liepājā", SEMINAR), "utf-8")
        run("ingest", given, "--db", db, *READ)
        (given / "seminars.html").write_text(page("Seminārs Liepājā", SEMINAR_LATER), "utf-8")
        (given / "brauciens.pdf").write_bytes(slides())

    return Scene(lambda db: ["ingest", str(given), "--db", str(db), *READ], prepare, exact=False, folder=folder)


def web_archive(folder: Path) -> Scene:
    """What somebody else archived, into a database that is not there yet."""
    folder.mkdir(parents=True)
    texts = {"nometne": CAMP, "seminars": SEMINAR, "tiksanas": MEETING}
    with (folder / "citi.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, (name, text) in enumerate(texts.items()):
            url = f"http://www.example.lv/{name}"
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            body = folder / f"{name}.html"
            body.write_text(page(name, text), "utf-8")
            with body.open("rb") as payload:
                told = {"WARC-Date": f"2024-08-0{number + 1}T10:00:00Z"}
                told["WARC-Record-ID"] = f"<urn:uuid:00000000-0000-0000-0000-00000000000{number}>"
                writer.write_record(
                    writer.create_warc_record(url, "response", payload, http_headers=headers, warc_headers_dict=told)
                )
    archive = str(folder / "citi.warc.gz")
    return Scene(lambda db: ["ingest", archive, "--db", str(db), *READ], lambda db: None, exact=True, folder=folder)


def captured(db: Path, day: str, **texts: str) -> None:
    """Pages that a crawl put into the archive."""
    with Archive(archive_folder(db)) as archive:
        for name, text in texts.items():
            body = page(name, text).encode()
            url, sha256 = f"http://www.example.lv/{name}", hashlib.sha256(body).hexdigest()
            archive.write(Capture(url, body, sha256, f"{day}T10:00:00Z", "proba", url, 200, "text/html; charset=utf-8"))


def extract(folder: Path) -> Scene:
    """Captures that nobody has read yet, one of them of a page that changed."""

    def prepare(db: Path) -> None:
        captured(db, "2024-08-01", nometne=CAMP, seminars=SEMINAR)
        run("extract", "--db", db, *READ)
        captured(db, "2024-09-01", seminars=SEMINAR_LATER, tiksanas=MEETING)

    return Scene(lambda db: ["extract", "--db", str(db), *READ], prepare, exact=True, folder=folder)


def crawled(folder: Path, server: SampleServer) -> Scene:
    """A site on which, since it was crawled, a page changed and one came."""
    source = folder / "own"
    source.mkdir(parents=True)
    facts = (sources()["sample"].folder / "source.toml").read_text("utf-8")
    facts = facts.replace('server = "sources.sample.server"', f'address = "{server.address}"')
    (source / "source.toml").write_text(facts, "utf-8")
    known = ("/lv/jaunumi", CHANGING, "/lv/jaunums/jauniesu-nometne-engure", "/lv/jaunums/kopienu-darbnica-alsunga")
    held, server.files = server.files, {path: server.files[path] for path in known}

    def prepare(db: Path) -> None:
        run("ingest", source, "--db", db, *READ)
        server.revision = 1
        new = "/lv/jaunums/vecaku-konference-ogre"
        server.files[new] = held[new]

    return Scene(lambda db: ["ingest", str(source), "--db", str(db), *READ], prepare, exact=False, folder=folder)


SCENES = {"files": files, "web archive": web_archive, "extract": extract, "crawl": crawled}


def begin(plan: dict[str, Any], arguments: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.victim", json.dumps(plan), *arguments],
        cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def left(session: int) -> list[str]:
    """The processes of a session that still run, by what they were called with; none where the system does not tell."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, of_session = (process / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(of_session) == session and state != "Z":
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # it ended meanwhile
            continue
    return found


@dataclass
class Strike:
    """One kill: in a stage, at the n-th of its calls or some seconds into that; or after some seconds of the run."""

    plan: dict[str, Any]
    after: float | None

    @classmethod
    def drawn(cls, scene: Scene, stage: str | None, chance: random.Random) -> Strike:
        group = chance.random() < 0.5
        if stage is None:
            return cls({"group": group}, chance.uniform(0, scene.seconds))
        delay = chance.choice([0, chance.uniform(0, scene.longest[stage])])
        number = chance.randint(1, scene.counts[stage])
        return cls({"group": group, "stage": stage, "number": number, "delay": delay}, None)

    def fall(self, command: list[str], told: Path) -> str | None:
        """Run the command, and kill it; the stage that it was in, None where it ended before."""
        told.unlink(missing_ok=True)
        process = begin({**self.plan, "told": str(told), **({} if "stage" in self.plan else {"stage": ""})}, command)
        try:
            process.wait(self.after)
        except subprocess.TimeoutExpired:
            (os.killpg if self.plan["group"] else os.kill)(process.pid, signal.SIGKILL)
            process.wait()
        patience = time.monotonic() + _PATIENCE
        while left(process.pid) and time.monotonic() < patience:
            time.sleep(0.05)
        assert left(process.pid) == []
        if process.returncode != -signal.SIGKILL:
            return None
        return told.read_text("ascii")[:20].strip() if told.exists() else "beginning"


def stages(scene: Scene, chance: random.Random) -> Iterator[str | None]:
    """Each stage of the scene in its turn, in an order drawn anew each time; every fourth time none."""
    while True:
        for number, stage in enumerate(chance.sample(sorted(scene.counts), len(scene.counts))):
            yield stage
            if number % 3 == 2:
                yield None


def killed(scene: Scene, name: str, strike: Strike, lasting: bool) -> tuple[str, str]:
    """Kill the run once and begin it again, and see that nothing shows; the stage hit, and the state it left."""
    db = scene.lay(name)
    reader = states.Reader(db, scene.exact, lasting)
    reader.start()
    stage = strike.fall(scene.command(db), scene.folder / "told")
    left_in = scene.states.get(states.look(db, scene.exact), "half")
    seen = [scene.states.get(each, "half") for each in reader.end()]
    assert set(seen) <= {"before", "after"}
    assert seen == sorted(seen, reverse=True)  # never back from after to before
    assert left_in in ("before", "after")
    run(*scene.command(db))
    assert rows(db, scene.exact) == scene.rows
    assert states.pictures(pictures_file(db)) == scene.pictures
    assert "0 problems" in run("verify", "--db", db)
    whole = open_database(db)
    assert whole.execute("pragma integrity_check").fetchone() == ("ok",)
    for table in ("passages_fts", "events_fts"):
        whole.execute(f"insert into {table}({table}) values ('integrity-check')")
    whole.close()
    shutil.rmtree(db.parent)
    return stage or "(ended before)", left_in


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Counter[tuple[str, str, str]]]:
    """Which stage of what was hit, and the state it left; printed at the end of a full run."""
    hits: Counter[tuple[str, str, str]] = Counter()
    yield hits
    if "HRONIKA_KILLS" in os.environ:
        capture = request.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled() if capture else nullcontext():
            print(f"\n\n{sum(hits.values())} kills\n\n{table(hits)}")


def table(hits: Counter[tuple[str, str, str]]) -> str:
    lines = [f"| stage | {' | '.join(SCENES)} | left before | left after |", "| --- " * (len(SCENES) + 3) + "|"]
    for stage in sorted({stage for _, stage, _ in hits}):
        cells = [sum(hits[name, stage, end] for end in ("before", "after")) for name in SCENES]
        cells += [sum(hits[name, stage, end] for name in SCENES) for end in ("before", "after")]
        lines.append(f"| {stage} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


@contextmanager
def scene_of(name: str, folder: Path) -> Iterator[Scene]:
    with serving() if name == "crawl" else nullcontext() as server:
        scene = crawled(folder, server) if server else SCENES[name](folder)  # type: ignore[operator]
        scene.learn()
        yield scene


@pytest.mark.parametrize("name", SCENES)
def test_a_run_killed_in_any_stage_ends_as_one_that_is_not(
    name: str, tmp_path: Path, tally: Counter[tuple[str, str, str]]
) -> None:
    chance = random.Random(f"{name} {SEED}")
    with scene_of(name, tmp_path / "scene") as scene:
        drawn = stages(scene, chance)
        for number in range(max(1, KILLS // len(SCENES))):
            strike = Strike.drawn(scene, next(drawn), chance)
            stage, end = killed(scene, f"torn{number}", strike, lasting=chance.random() < 0.7)
            tally[name, stage, end] += 1
