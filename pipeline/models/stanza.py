"""Stanza's Latvian processors, loaded as a spaCy pipeline: where their files are, which they are, how they are fetched.

Loading opens no connection and writes no file. ``stanza_reading`` does the rest.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from textwrap import shorten
from typing import Any

import spacy
from spacy.language import Language

from pipeline.models import ModelError
from pipeline.models.stanza_reading import Reader, Tokenizer

LANGUAGE = "lv"
PROCESSORS = "tokenize,pos,lemma,depparse"
_FETCH = "hronika models fetch stanza"


def load() -> Language:
    """The pipeline; raises ``ModelError`` where Stanza or its Latvian package is missing or broken."""
    processors = _processors(folder())
    nlp = spacy.blank(LANGUAGE)
    nlp.tokenizer = Tokenizer(nlp.vocab, processors)
    nlp.add_pipe("hronika_stanza", name="stanza")
    nlp.meta |= {"name": "stanza", "version": version()}
    return nlp


@Language.factory(
    "hronika_stanza",
    assigns=["token.pos", "token.tag", "token.morph", "token.lemma", "token.head", "token.dep", "doc.sents"],
)
def make_reader(nlp: Language, name: str) -> Reader:
    """The component, as spaCy asks for it."""
    return Reader(nlp.vocab, name, _processors(folder()))


def version() -> str:
    """Stanza's version and a digest of the models that read; raises as ``load`` does."""
    digest = hashlib.sha256()
    for file in files():
        digest.update(f"{file.parent.name}/{file.name}".encode() + hashlib.sha256(file.read_bytes()).digest())
    return f"stanza-{_stanza().__version__}-{digest.hexdigest()[:12]}"


def files() -> list[Path]:
    """The files of the models that read; raises as ``load`` does."""
    settings = _processors(folder()).config.items()
    return sorted({Path(value) for name, value in settings if name.endswith("_path")})


def folder() -> Path:
    """Where Stanza keeps its packages: ``STANZA_RESOURCES_DIR``, else where it does by itself."""
    _stanza()
    from stanza.resources.common import DEFAULT_MODEL_DIR

    return Path(os.environ.get("STANZA_RESOURCES_DIR") or DEFAULT_MODEL_DIR)


def fetch() -> None:
    """Download the official Latvian package, with Stanza's own progress bars; what is there already stays."""
    stanza, where = _stanza(), folder()
    try:
        stanza.download(LANGUAGE, model_dir=str(where), processors=PROCESSORS)
    except Exception as error:  # of whichever library Stanza downloads with
        raise ModelError(
            f"Stanza's Latvian package could not be downloaded to {where} ({_line(error)})."
            " It needs a connection to the internet, once; then try again."
        ) from error


@lru_cache(maxsize=1)
def _processors(where: Path) -> Any:
    """Stanza's own pipeline with the models in a folder."""
    stanza = _stanza()
    missing = f"Stanza's Latvian package is not in {where}. Get it with: {_FETCH}"
    if not (where / LANGUAGE).is_dir():
        raise ModelError(missing)
    try:
        return stanza.Pipeline(
            LANGUAGE, dir=str(where), processors=PROCESSORS, download_method=None, logging_level="CRITICAL"
        )  # what it would log of an error, the message says
    except FileNotFoundError as error:
        raise ModelError(missing) from error
    except Exception as error:  # there is no telling what a damaged file, or one of another version, makes PyTorch say
        raise ModelError(
            f"Stanza {stanza.__version__} cannot use the Latvian package in {where} ({_line(error)})."
            f" Get it anew with: {_FETCH}"
        ) from error


def _stanza() -> Any:
    try:
        import stanza
    except (ImportError, OSError) as error:  # the second where PyTorch's libraries do not fit the machine
        raise ModelError(
            f"Stanza cannot be used here ({_line(error)}). Install it with: pip install 'hronika[stanza]'"
        ) from error
    return stanza


def _line(error: Exception) -> str:
    """An error's kind and the beginning of what it says: libraries tell pages."""
    said = next(iter(str(error).strip().splitlines()), "").strip(" .")
    return type(error).__name__ + (f": {shorten(said, 100, placeholder=' …')}" if said else "")
