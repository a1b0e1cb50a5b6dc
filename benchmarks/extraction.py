"""How well documents are read, beside what is to be had off the shelf: python benchmarks/extraction.py GOLD PATH...

Ingests the documents into a scratch database and scores it against the gold file. Beside it, in the same run and by the
same measure: dates by dateparser's search, and places by looking for the gazetteer's nominatives word for word.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from pathlib import Path

from dateparser.search import search_dates
from sqlite_utils import Database

from db.gazetteer import places
from db.load import read_database
from pipeline import runner
from pipeline.evaluate import Score, evaluate


def main() -> None:
    """Print a table of precision, recall and F1 for each kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("paths", nargs="+")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "read.db"
        summary = runner.ingest(arguments.paths, path)
        ours = evaluate(read_database(path), arguments.gold)
        _use_baselines(Database(path))
        baseline = evaluate(read_database(path), arguments.gold)
    words = f"{summary.found} documents in {summary.seconds:.1f} s\n"
    print(words + "| kind | reader | precision | recall | F1 |\n| --- | --- | --- | --- | --- |")
    for kind, score in ours.items():
        print(_row(kind, "Hronika", score))
    print(_row("dates", "dateparser", baseline["dates"]))
    print(_row("places", "nominatives of the gazetteer", baseline["places"]))


def _row(kind: str, reader: str, score: Score) -> str:
    return f"| {kind} | {reader} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} |"


def _use_baselines(db: Database) -> None:
    """Put the baselines' readings in the place of ours."""
    names = {place.name: place.id for place in places()}
    word = re.compile(r"\b(" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")\b")
    passages = list(db.query("select id, document_id, text from passages"))
    for table in ("event_counts", "dates", "place_mentions"):
        db.execute(f"delete from {table}")
    for passage in passages:
        shared = {"document_id": passage["document_id"], "passage_id": passage["id"], "rule": "baseline"}
        span = {"char_start": 0, "char_end": 0, "confidence": 1.0}
        for at, (text, when) in enumerate(search_dates(passage["text"], languages=["lv"]) or []):
            day = when.date().isoformat()
            row = {"id": f"{passage['id']}-{at}", "text": text, "start_date": day, "end_date": day, "precision": "day"}
            db.table("dates").insert({**row, **shared, **span})
        for at, found in enumerate(word.finditer(passage["text"])):
            place = names[found[1]]
            if db.table("places").count_where("id = ?", [place]) == 0:
                db.table("places").insert({"id": place, "name": found[1], "kind": "town"})
            row = {"id": f"{passage['id']}-{at}", "text": found[1], "place_id": place}
            db.table("place_mentions").insert({**row, **shared, **span})


if __name__ == "__main__":
    main()
