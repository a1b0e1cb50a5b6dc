"""The Spark job: web archives cut into ranges, the ranges read side by side, the rows written as Parquet.

Two stages. The first makes an index (CDXJ) of each file that has none, and cuts all files where records begin. The
second reads the ranges; what a lost worker had not finished is read by another. What is written counts once Spark has
committed all of it: a folder without ``_SUCCESS`` is half a job, and ``hronika load`` takes none.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from hronika.types import HronikaError
from pipeline import models, versions
from pipeline.spark import places, rows
from pipeline.spark.reading import Range, read_ranges
from sources.archive.ranges import cut, index, indexed

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

#: Ranges for each core that Spark says it has, and bytes of one at most: a slow one holds nothing up, little is read
#: again where a machine is lost.
_RANGES_PER_CORE, _LARGEST = 8, 32 << 20
#: Bytes of a group of rows: what whoever reads the Parquet has in memory at a time.
_ROWS = 16 << 20
_PATIENCE = 10  # seconds for a master to answer


@dataclass
class Extracted:
    """What a job wrote, counted in captures."""

    documents: int = 0
    others: int = 0  #: captures that are no documents: redirects, pages that are gone
    failures: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def extract(master: str, patterns: Sequence[str], out: str, model: str, partitions: int | None = None) -> Extracted:
    """Read the web archives that the patterns name, and write what they say to the folder ``out``.

    ``partitions``: in how many ranges; None is some for each core. Raises HronikaError where it cannot begin.
    """
    out = out if "://" in out else f"file://{Path(out).resolve()}"
    if places.exists(f"{out}/_SUCCESS"):
        raise HronikaError(f"{out} holds a finished extraction. Name another folder with --out, or remove that one.")
    files = _named(places.find(patterns))
    read_by = (versions.described(), models.version(model))
    with _session(master) as spark:
        context = spark.sparkContext
        ranges = _ranges(spark, files, f"{out}.cdxj", partitions)
        read = context.parallelize(ranges, len(ranges)).mapPartitions(
            partial(read_ranges, model=model, read_by=read_by)
        )
        schema = ", ".join(f"`{column}` {type_}" for column, type_ in rows.COLUMNS.items())
        table = spark.createDataFrame(read, schema, verifySchema=False)
        table.write.mode("overwrite").partitionBy(*rows.PARTITIONS).option("parquet.block.size", _ROWS).parquet(out)
        return _sum(spark.read.schema(schema).parquet(out))


def _named(addresses: list[str]) -> dict[str, str]:
    """Files by the names they go by in a chronicle: their own and that of their folder, as of any file."""
    named: dict[str, str] = {}
    for address in addresses:
        name = "/".join(address.split("/")[-2:])
        if named.setdefault(name, address) != address:
            raise HronikaError(f"{named[name]} and {address} would both be known as {name}; read them one by one.")
    return named


def _ranges(spark: SparkSession, files: dict[str, str], made: str, number: int | None) -> list[Range]:
    """All files in about so many ranges of whole records; None is as many as are good."""
    context, size = spark.sparkContext, sum(map(places.size, files.values()))
    target = max(
        1, size // number if number else min(_LARGEST, size // (_RANGES_PER_CORE * context.defaultParallelism))
    )
    found = _indexes(files.values(), made)
    known = context.parallelize(found, max(1, len(found))).flatMap(_read_index).groupByKey()
    keyed = [(PurePosixPath(address).name, (name, address)) for name, address in files.items()]
    cuts = context.parallelize(keyed, len(keyed)).leftOuterJoin(known, len(keyed))
    return sorted(cuts.flatMap(partial(_cut, made=made, target=target)).collect(), key=lambda range_: range_.name)


def _indexes(addresses: Iterable[str], made: str) -> list[str]:
    """The indexes that lie beside archive files, where pywb and Browsertrix put theirs, or where a job before did."""
    folders = {address.rpartition("/")[0] for address in addresses}
    beside = {folder.rpartition("/")[0] + "/indexes" for folder in folders}
    return [file for folder in sorted({*folders, *beside, made}) for file in places.find_any(f"{folder}/*.cdxj")]


def _read_index(address: str) -> Iterator[tuple[str, int]]:
    with places.open_file(address) as file:
        for line in file:
            if (place := indexed(line.decode(errors="replace"))) is not None:
                yield place


def _cut(keyed: tuple[str, tuple[tuple[str, str], Iterable[int] | None]], made: str, target: int) -> list[Range]:
    file_name, ((name, address), offsets) = keyed
    with places.open_file(address) as file:
        if offsets is None:
            lines = list(index(file, file_name))
            places.write(f"{made}/{file_name}.cdxj", "".join(sorted(lines)).encode())
            offsets = [place[1] for line in lines if (place := indexed(line))]
        return [Range(address, name, start, end) for start, end in cut(file, offsets, target)]


def _sum(table: DataFrame) -> Extracted:
    found = Extracted()
    for row in table.where("stage is null").groupBy("role", "message").agg({"*": "count", "left_out": "sum"}).collect():
        if row["role"] == "left out":
            found.left_out[row["message"]] += row["sum(left_out)"]
        elif row["role"] == "document":
            found.documents += row["count(1)"]
        else:
            found.others += row["count(1)"]
    failed = table.where("stage is not null").select("origin", "message").orderBy("origin")
    found.failures = [f"{row['origin']}: {row['message']}" for row in failed.toLocalIterator()]
    return found


@contextmanager
def _session(master: str) -> Iterator[SparkSession]:
    """Spark, begun at ``master`` and ended afterwards. Raises HronikaError where it cannot begin, with what to do."""
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise HronikaError("Spark is an extra of Hronika: pip install 'hronika[spark]'") from error
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise HronikaError("Spark needs Java 17 or newer (Debian: apt-get install default-jre-headless).")
    _reach(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    settings: dict[str, Any] = {
        "spark.log.level": "ERROR",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
        "spark.ui.enabled": str(not master.startswith("local")).lower(),
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    }
    try:
        builder = SparkSession.builder.appName("hronika extract").master(master)
        for name, value in settings.items():
            builder = builder.config(name, value)
        spark = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise HronikaError(f"Spark cannot begin at {master}: {_cause(str(error))}") from error
    try:
        yield spark
    except (PySparkException, Py4JError) as error:
        raise HronikaError(f"the Spark job failed: {_cause(str(error))}") from error
    finally:
        spark.stop()


def _reach(master: str) -> None:
    """A standalone master that does not answer is told at once: Spark itself would try for minutes."""
    if not master.startswith("spark://"):
        return
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host, int(port)), _PATIENCE).close()
            return
        except (OSError, ValueError) as error:
            reason = error
    raise HronikaError(f"No Spark master answers at {master} ({reason}). Is it running, and is that its address?")


def _cause(message: str) -> str:
    """What went wrong in the words of the Python that failed, of all that Spark prints, or else its first line."""
    told = re.search(r"^(?!org\.|java\.|py4j\.)[\w.]*(?:Error|Exception): (?!Traceback)(.+)$", message, re.MULTILINE)
    return told[1].strip() if told else message.strip().partition("\n")[0]
