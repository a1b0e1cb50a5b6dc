"""What ``hronika extract --engine spark`` wrote, read a batch at a time, and shared out among chronicles.

A folder without Spark's ``_SUCCESS`` is half a job and refused. Nothing here needs Spark itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from zlib import crc32

import pyarrow as pa
import pyarrow.dataset as ds

from hronika.types import HronikaError
from pipeline.spark import places
from pipeline.spark.rows import COLUMNS, PARTITIONS, Row

_BATCH = 200  # rows in memory at a time
#: Bytes of a chronicle for a byte of text, index and mentions included, as pages and decks of 1.6 kB have it,
#: and for each capture besides (longer texts need less). ``benchmarks/spark.py`` measures both together.
_TIMES_TEXT, _FOR_A_CAPTURE = 17, 1024
_TYPES = {"string": pa.string(), "int": pa.int32(), "long": pa.int64()}

#: Whether a row belongs to the chronicle at hand.
Wanted = Callable[[Row], bool]


class Dataset:
    """The rows of one or several folders."""

    def __init__(self, folders: Sequence[str]) -> None:
        """Raises HronikaError where one is no finished extraction."""
        schema = pa.schema([(name, _TYPES[type_]) for name, type_ in COLUMNS.items()])
        parts = ds.partitioning(pa.schema([(name, pa.string()) for name in PARTITIONS]), flavor="hive")
        found = []
        for folder in folders:
            if not places.exists(f"{folder}/_SUCCESS"):
                raise HronikaError(
                    f"{folder} holds no finished extraction: it has no _SUCCESS. Run hronika extract --engine spark"
                    " --out with it again; what a job that was stopped left there is written anew."
                )
            system, path = places.system(folder)
            found.append(ds.dataset(path, schema=schema, format="parquet", filesystem=system, partitioning=parts))
        self._dataset = ds.dataset(found)

    def rows(self, columns: Collection[str] = tuple(COLUMNS), ids: Collection[str] | None = None) -> Iterator[Row]:
        """The rows, with these columns only; ``ids``: those of these captures."""
        one_by_one = {"batch_readahead": 1, "fragment_readahead": 1, "use_threads": False}
        which = None if ids is None else ds.field("capture_id").isin(list(ids))
        for batch in self._dataset.to_batches(list(columns), filter=which, batch_size=_BATCH, **one_by_one):
            yield from batch.to_pylist()

    def versions(self) -> set[tuple[str, str]]:
        """The versions of code and model that read the rows."""
        read = self.rows(["code_version", "model_version"])
        return {(row["code_version"], row["model_version"]) for row in read if row["code_version"]}


@dataclass(frozen=True)
class Shard:
    """A chronicle of a set: its name, and which rows are its own."""

    name: str
    wanted: Wanted


def shards(dataset: Dataset, by: str, limit: int) -> list[Shard]:
    """Chronicles of at most ``limit`` bytes or so, one for each source or year, or several where that is larger.

    Pages of one host stay together as long as they fit, and all captures of one address always do. The same rows give
    the same shards, so that a load that was stopped goes on.
    """
    sizes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in dataset.rows(["capture_id", by, *_ADDRESS, "text"]):
        if row["capture_id"]:
            sizes[row[by]][_host(row)] += _FOR_A_CAPTURE + _TIMES_TEXT * len((row["text"] or "").encode())
    plans = {group: _plan(hosts, limit) for group, hosts in sorted(sizes.items())} or {"failures": {"": (0, 1)}}
    first = next(iter(plans))

    def place(row: Row) -> tuple[str, int]:
        """The group and number of the shard of a row; records that make no capture are told of in the first."""
        group = row[by] if row["capture_id"] else first
        number, files = plans[group].get(_host(row), (0, 1))
        return group, number + crc32(_address(row).encode()) % files

    def shard(group: str, number: int) -> Shard:
        name = re.sub(r"[^\w.-]", "_", group) + (f"-{number + 1}" if number else "")
        return Shard(name, lambda row: place(row) == (group, number))

    return [shard(group, number) for group, plan in plans.items() for number in range(_files(plan))]


#: What tells the address of a document.
_ADDRESS = ("document_url", "url", "origin")


def _address(row: Row) -> str:
    return str(row["document_url"] or row["url"] or row["origin"])


def _host(row: Row) -> str:
    return urlsplit(_address(row)).netloc


def _plan(hosts: dict[str, int], limit: int) -> dict[str, tuple[int, int]]:
    """For each host the number of its first file, and in how many it is: several small ones share a file."""
    plan: dict[str, tuple[int, int]] = {}
    number = room = 0
    for host, size in sorted(hosts.items()):
        if plan and size > room:
            number, room = _files(plan), 0
        files = max(1, -(-size // limit))
        plan[host] = number, files
        room = (room or limit) - size if files == 1 else 0
    return plan


def _files(plan: dict[str, tuple[int, int]]) -> int:
    return max(first + files for first, files in plan.values())
