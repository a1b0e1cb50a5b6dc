"""The models that read Latvian, each as a spaCy pipeline behind one interface: ours in two sizes, and Stanza's.

Ours ships with Hronika. Stanza is an extra: its code comes with ``pip install 'hronika[stanza]'``, its Latvian
package with ``hronika models fetch stanza``. What reads is decided once, by name; readers see only spaCy's ``Doc``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from hronika.types import HronikaError

if TYPE_CHECKING:
    from spacy.language import Language

#: What each model is good for.
PURPOSES = {
    "full": "the most accurate, names of people and places included; what reads unless told otherwise",
    "fast": "about twice as fast and a little less accurate: for millions of pages, or small machines",
    "stanza": "comparing with Stanza's own Latvian package, which finds no names; an extra",
}
NAMES = tuple(PURPOSES)


class ModelError(HronikaError):
    """A model, or what it runs on, is not on this machine; the message says how to get it."""


@cache
def load(name: str) -> Language:
    """The pipeline of a model, one of ``NAMES``; the same object every time.

    Raises ``ModelError`` where it is not installed.
    """
    if name == "stanza":
        from pipeline.models import stanza

        return stanza.load()
    import lv_hronika

    version(name)
    return lv_hronika.load(name)


def keep_out(name: str) -> None:
    """Keep a process that only reads from loading what spaCy loads beside what reads. Call it before spaCy is imported.

    PyTorch, wherever it is installed, takes three seconds and 200 MB, and nothing but Stanza needs it; the commands of
    spaCy take a quarter of a second.
    """
    if name != "stanza":
        sys.modules.setdefault("torch", None)  # type: ignore[arg-type]
    if "spacy" not in sys.modules:
        commands = ModuleType("spacy.cli.info")
        vars(commands)["info"] = None
        sys.modules |= {"spacy.cli": ModuleType("spacy.cli"), "spacy.cli.info": commands}


def version(name: str) -> str:
    """Which weights a model has, and what runs them: it is kept with every document the model read.

    Raises ``ModelError`` where it is not installed.
    """
    if name == "stanza":
        from pipeline.models import stanza

        return stanza.version()
    weights = _package() / "weights"
    if not (weights / f"{name}.onnx").is_file():
        raise ModelError(f"The weights of the Latvian model ({name}) are not in {weights}; install Hronika again.")
    return f"lv_hronika-{name}-{_installed()}"


@cache
def _installed() -> str:
    """The version of our model; asked for with every document, and looked up in a file each time."""
    return metadata.version("lv_hronika")


def _package() -> Path:
    """Where our model is installed, found without loading it: that takes longer than a run in which nothing changed."""
    found = find_spec("lv_hronika")
    if found is None or found.origin is None:
        raise ModelError("The Latvian model, lv_hronika, is not installed; install Hronika again.")
    return Path(found.origin).parent


@dataclass(frozen=True)
class Status:
    """Whether a model can read on this machine: its version and bytes on disk, or else what is amiss."""

    version: str | None = None
    size: int = 0
    problem: str | None = None


def status(name: str) -> Status:
    """How a model, one of ``NAMES``, stands on this machine; found out by loading it."""
    try:
        load(name)
        return Status(version(name), sum(file.stat().st_size for file in _files(name)))
    except ModelError as error:
        return Status(problem=str(error))


def fetch(name: str) -> Status:
    """Download what a model needs and does not ship with; how it stands then.

    Raises ``ModelError`` where there is no way to it.
    """
    if name != "stanza":
        raise ModelError(f"The Latvian model ({name}) ships with Hronika: there is nothing to download.")
    from pipeline.models import stanza

    stanza.fetch()
    return status(name)


def _files(name: str) -> list[Path]:
    """What a model reads from the disk; the two sizes of ours share most of it."""
    if name == "stanza":
        from pipeline.models import stanza

        return stanza.files()
    from lv_hronika.weights import FOLDER, SIZES

    return [file for file in FOLDER.iterdir() if file.stem not in set(SIZES) - {name}]
