"""How official names of organisations are built and declined: listed names, class words, and chains before a head."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from db.gazetteer import organisations
from pipeline import gazetteer
from pipeline.language import nlp
from pipeline.latvian import analyses, inflect, inflect_name, nominative

#: No official name is longer than this many words.
_LONGEST = 14
#: Heads that are also common words: one place name alone before them makes no organisation („Rīgas centrā”).
_COMMON_HEADS = frozenset("centrs skola muzejs bibliotēka organizācija biedrība iestāde institūcija policija".split())
#: Two letters are an acronym by themselves only for these kinds; others must be introduced in the document.
_SHORT_ACRONYMS = frozenset({"ministry", "international"})


@dataclass(frozen=True)
class Name:
    """An organisation's full nominative name; ``id`` where the authority list has it."""

    name: str
    kind: str | None = None
    id: str | None = None
    acronym: str | None = None


@dataclass(frozen=True)
class ClassWord:
    """The class word before a quoted name; ``name`` is the official chain that ends in it, if there is one."""

    start: int
    kind: str
    name: str | None


def _table(file: str) -> list[dict[str, str]]:
    with resources.files("pipeline").joinpath("data", file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _paradigm(lemma: str) -> str:
    if lemma.isupper():
        return "indecl"
    return {"a": "f-4", "e": "f-5"}.get(lemma[-1], "m-2" if lemma.endswith("is") else "m-1")


@lru_cache(maxsize=1)
def _heads() -> dict[str, dict[str, str]]:
    """Singular form of a head -> its row of the table."""
    return {
        form.lower(): row
        for row in _table("organisation_heads.csv")
        for (_, number), forms in inflect(row["lemma"], _paradigm(row["lemma"])).items()
        if number == "sg"
        for form in forms
    }


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    """Form of a class word, singular or plural -> kind of organisation."""
    return {
        form: row["kind"]
        for row in _table("organisation_classes.csv")
        for forms in inflect(row["lemma"], _paradigm(row["lemma"])).values()
        for form in (*forms, row["lemma"])
    }


@lru_cache(maxsize=1)
def _listed() -> tuple[dict[str, Name], PhraseMatcher]:
    """Lower-cased form -> listed name, and the matcher of these forms."""
    found: dict[str, Name] = {}
    for row in organisations():
        name = Name(row.name, row.kind, row.id, row.acronym)
        for label in (row.name, *row.other_names):
            for forms in inflect_name(label, _head_paradigm(label)).values():
                found.update({form.lower(): name for form in forms})
    matcher = PhraseMatcher(nlp().vocab, attr="LOWER")
    matcher.add("organisation", [nlp().make_doc(form) for form in found])
    return found, matcher


def _head_paradigm(label: str) -> str:
    """The paradigm of the noun that inflects in a name: a head of organisations, else its last nominative."""
    words = [word for word in label.split() if word.replace("-", "").isalpha() and word[1:].islower()]
    for word in reversed(words):
        if word.lower() in _heads() and _heads()[word.lower()]["lemma"] == word.lower():
            return f"{_paradigm(word.lower())[0]}-sg-{_paradigm(word.lower())[-1]}"
    for word in reversed(words):
        for a in analyses(word):
            if a.case == "nom" and a.pos in ("NOUN", "PROPN") and a.paradigm != "indecl":
                return f"{a.gender}-{a.number}-{a.paradigm[-1]}"
    return "indecl"


def known(label: str) -> Name | None:
    """The listed organisation of this nominative name."""
    return _listed()[0].get(label.lower())


@lru_cache(maxsize=1)
def authority_acronyms() -> dict[str, Name]:
    """Acronyms of the authority list that stand for one organisation and can be told from other words."""
    rows = [row for row in organisations() if row.acronym]
    counted = [row.acronym for row in rows]
    return {
        row.acronym: Name(row.name, row.kind, row.id, row.acronym)
        for row in rows
        if row.acronym
        and row.acronym.isupper()
        and counted.count(row.acronym) == 1
        and (len(row.acronym) > 2 or row.kind in _SHORT_ACRONYMS)
    }


def authority_matches(doc: Doc) -> Iterator[tuple[Span, Name]]:
    """Spans that are a form of a listed name and begin with a capital letter."""
    found, matcher = _listed()
    for span in matcher(doc, as_spans=True):
        if span.text[0].isupper():
            yield span, found[span.text.lower()]


@lru_cache(maxsize=4096)
def is_foreign_country(word: str) -> bool:
    """Whether a word is a form of another country's name."""
    meant = gazetteer.candidates(word)
    return bool(meant) and all(c.place.kind == "country" and c.place.country != "LV" for c in meant)


def _is_broad(word: str) -> bool:
    meant = gazetteer.candidates(word)
    return bool(meant) and all(c.place.kind in ("country", "region") for c in meant)


def official_names(doc: Doc) -> Iterator[tuple[int, int, Name, bool]]:
    """Token spans of names that end in an organisation's head, and whether the capital may only start a sentence."""
    for head in doc:
        row = _heads().get(head.text.lower())
        if row is None or head.text.isupper() or _is_class_word(doc, head):
            continue
        start = _chain_start(doc, head)
        if start is None:
            continue
        first, unsure = start
        end = _with_subject(doc, head)
        tailed = end > head.i + 1
        if not tailed and head.i - first == 1 and _is_any(doc[first].text, row):
            continue
        name = _nominative(doc, first, head.i, end)
        yield first, end, known(name) or Name(name, row["kind"]), unsure and not tailed


def _is_any(modifier: str, head: dict[str, str]) -> bool:
    """Whether a place alone before a head tells of any such body there, and names none („Rīgas centrā”)."""
    if head["lemma"] in _COMMON_HEADS and _is_place(modifier):
        return True
    return _is_broad(modifier) and head["kind"] not in ("ministry", "council")


def _is_class_word(doc: Doc, head: Token) -> bool:
    """Whether the head only introduces a quoted name."""
    return head.i + 1 < len(doc) and doc[head.i + 1].text in ("„", "“", '"', "«")


def _is_place(word: str) -> bool:
    return bool(gazetteer.candidates(word))


def _chain_start(doc: Doc, head: Token) -> tuple[int, bool] | None:
    """The first capitalised word of the unbroken chain of modifiers before a head.

    The second value is True where that capital may be there only because a sentence begins with it.
    """
    at = head.i
    if at and doc[at - 1].text == "un":  # „Elitu Ruku un biedrību”: two things
        return None
    while at > head.sent.start and head.i - at < _LONGEST and _modifies(doc, at - 1):
        at -= 1
    capitals = [i for i in range(at, head.i) if doc[i].text[0].isupper()]
    if not capitals:
        return None
    first = capitals[0]
    if not _opens_sentence(doc, first) or _is_place(doc[first].text) or doc[first].text.isupper():
        return first, False
    if len(capitals) > 1 and not _may_open_name(doc, first, capitals[1]):
        return capitals[1], False
    return first, True


def _may_open_name(doc: Doc, first: int, second: int) -> bool:
    """Whether a sentence's first word belongs to the name: it must be joined to the next capital directly."""
    return second == first + 1


def _opens_sentence(doc: Doc, at: int) -> bool:
    return bool(doc[at].is_sent_start) or (at > 0 and doc[at - 1].text in {"–", "-", "•", ")", "."})


def _modifies(doc: Doc, at: int) -> bool:
    """Whether the word may stand inside a name, before its head."""
    token = doc[at]
    if token.text in {"un", "&"}:
        return at > 0 and doc[at - 1].is_alpha and _modifies(doc, at - 1)
    if token.text == "." or token.is_digit:  # „64. vidusskola”
        return at > 0 and (doc[at - 1].is_digit if token.text == "." else doc[at + 1].text == ".")
    if not token.text.replace("-", "").isalpha():
        return False
    if token.text.lower() in _heads() and _word_after(doc, at)[0].isupper():  # here another organisation's name ends
        return False
    if token.text.isupper() and len(token) > 1:
        return True
    readings = analyses(token.text)
    if token.text[0].islower() and not any(r.known for r in readings):
        # an unknown word may be anything, a verb too; only these endings make it a likely genitive
        return token.text.endswith(("as", "es", "u")) and bool(readings) and readings[0].case == "gen"
    if _opens_sentence(doc, at) and any(r.known for r in readings):
        readings = tuple(r for r in readings if r.known)  # its capital says nothing of what it is
    return any(
        (r.case == "gen" and r.pos in ("NOUN", "PROPN", "ADJ", "VERB", "PRON", "NUM")) or r.pos == "ADJ"
        for r in readings
    )


def _word_after(doc: Doc, at: int) -> str:
    """The next word, over an „un”."""
    following = [token.text for token in doc[at + 1 : at + 3]]
    return next((word for word in following if word != "un"), ".")


_SUBJECT_END = "jautājumos"


def _with_subject(doc: Doc, head: Token) -> int:
    """The end of the name: behind its head, or behind what it deals with („… tīkls romu integrācijas jautājumos”)."""
    for at in range(head.i + 1, min(head.i + 6, head.sent.end)):
        if doc[at].text == _SUBJECT_END and at > head.i + 1:
            return at + 1
        if not (doc[at].text == "un" or (doc[at].text.islower() and _modifies(doc, at))):
            break
    return head.i + 1


def _nominative(doc: Doc, first: int, head: int, end: int) -> str:
    label = nominative(doc[first : head + 1].text, number="sg")
    tail = doc[head + 1 : end].text
    return re.sub(r"\s+", " ", f"{label} {tail}".strip())


def class_word_before(doc: Doc, offset: int) -> ClassWord | None:
    """The class word that ends right before a character offset, with the official chain before it."""
    mark = doc.char_span(offset, offset + 1, alignment_mode="expand")
    if mark is None or mark.start == 0:
        return None
    at = mark.start - 1
    word = doc[at]
    kind = _classes().get(word.text) or _classes().get(word.text.lower())
    if kind is None:
        return None
    start = _chain_start(doc, word) if word.text.lower() in _heads() and at else None
    if start is None or start[1]:
        return ClassWord(word.idx, kind, None)
    return ClassWord(doc[start[0]].idx, kind, _nominative(doc, start[0], at, at + 1))
