"""The models that read Latvian, each as a spaCy pipeline behind one interface: ours in two sizes, and Stanza's.

Ours ships with Hronika. Stanza is an extra: its code comes with ``pip install 'hronika[stanza]'``, its Latvian
package with ``hronika models fetch stanza``. What reads is decided once, by name; readers see only spaCy's ``Doc``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hronika.types import HronikaError

if TYPE_CHECKING:
    from spacy.language import Language

NAMES = ("full", "fast", "stanza")


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
    from lv_hronika.weights import FOLDER

    if not (FOLDER / f"{name}.onnx").is_file():
        raise ModelError(f"The weights of the Latvian model ({name}) are not in {FOLDER}; install Hronika again.")
    return lv_hronika.load(name)


def version(name: str) -> str:
    """Which weights a model has, and what runs them: it is kept with every document the model read.

    Raises ``ModelError`` where it is not installed.
    """
    if name == "stanza":
        from pipeline.models import stanza

        return stanza.version()
    import lv_hronika

    return f"lv_hronika-{name}-{lv_hronika.VERSION}"
