"""What clerks call an event, in every case, and how an event's name is put together from the words around."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from spacy.tokens import Doc, Span, Token

from hronika.types import Document
from pipeline import quotes
from pipeline.latvian import analyses, inflect, nominative

#: Plural-only and indeclinable nouns keep the form that the table gives.
_PLURAL = {"i": "m-1", "as": "f-4", "es": "f-5"}
_TRIM = " ,;:–-(•"
_SHORT = 120


@dataclass(frozen=True)
class EventNoun:
    """An event noun in a text: its token, lemma and the kind of event it names."""

    token: Token
    lemma: str
    kind: str


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[str, str]]:
    """Form -> (lemma, kind)."""
    found: dict[str, tuple[str, str]] = {}
    with resources.files("pipeline").joinpath("data/event_nouns.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            lemma = row["lemma"]
            for forms in _inflected(lemma):
                for form in forms:
                    found.setdefault(form, (lemma, row["kind"]))
    return found


def _inflected(lemma: str) -> list[tuple[str, ...]]:
    if lemma.endswith("šanās"):  # reflexive verbal nouns: only these forms
        stem = lemma[:-2]
        return [(lemma, stem + "os", stem + "ās", stem + "u", stem + "ām")]
    for ending, paradigm in _PLURAL.items():
        if lemma.endswith(ending) and not lemma.endswith("us"):
            singular = lemma[: -len(ending)] + {"i": "s", "as": "a", "es": "e"}[ending]
            return [f for (_, number), f in inflect(singular, paradigm).items() if number == "pl"] + [(lemma,)]
    return list(inflect(lemma, {"a": "f-4", "e": "f-5"}.get(lemma[-1], "m-1")).values())


def event_nouns(span: Span | Doc) -> list[EventNoun]:
    """The event nouns of a sentence or text, in order."""
    return [EventNoun(token, *_forms()[token.lower_]) for token in span if token.lower_ in _forms()]


def main_noun(nouns: list[EventNoun], near: int) -> EventNoun:
    """The noun that names the event: a subject or object before a modifier, then the one nearest to the date."""

    def rank(noun: EventNoun) -> tuple[bool, bool, int]:
        cases = {a.case for a in analyses(noun.token.lower_) if a.pos == "NOUN"}
        following = noun.token.doc[noun.token.i + 1].text if noun.token.i + 1 < len(noun.token.doc) else ""
        quoted = following in ("„", "“", '"')
        return (not quoted, not cases & {"nom", "acc", "loc"}, abs(noun.token.idx - near))

    return min(nouns, key=rank)


def event_name(document: Document, noun: EventNoun) -> str:
    """The noun with its modifiers in the nominative, and the quoted title behind it."""
    doc, token = noun.token.doc, noun.token
    start = token.i
    while start > token.sent.start and token.i - start < 8 and _modifies(doc[start - 1]):
        start -= 1
    while start < token.i and doc[start].text in {"un", "gada", "arī"}:
        start += 1
    phrase = nominative(doc[start : token.i + 1].text)
    after = token.idx + len(token)
    title = next((q for q in quotes.names(document) if 0 <= q.start - after <= 2), None)
    label = f"{phrase} {document.text[title.start : title.end]}" if title else phrase
    return label[0].upper() + label[1:]


def _modifies(token: Token) -> bool:
    if token.text == "un":
        return True
    if not token.is_alpha:
        return False
    readings = analyses(token.text)
    if not readings or (readings[0].pos == "VERB" and not readings[0].case):
        return False
    if token.text[0].isupper() and token.is_sent_start:
        readings = tuple(r for r in readings if r.known)
    return any((r.case == "gen" and r.pos in ("NOUN", "PROPN", "PRON")) or r.pos == "ADJ" for r in readings[:3])


def name_from_line(before: str) -> str:
    """What a list item or title says before its date, without what dangles at its end."""
    label = before.strip(_TRIM)
    bracket = label.rfind("(")
    if bracket > 0 and ")" not in label[bracket:]:
        label = label[:bracket].strip(_TRIM)
    label = re.sub(r"\s+", " ", label)
    return label[0].upper() + label[1:] if label else ""


def is_short(text: str) -> bool:
    """Whether a line is a label rather than prose."""
    return len(text) <= _SHORT
