"""How clerks build an official name: a capital letter, genitive modifiers, and a head such as *ministrija*.

*Valsts izglītības satura centrs*, *Jelgavas 4. vidusskola*, *Reģionālo ekspertu tīkls romu integrācijas jautājumos*:
the chain is walked from the head to the left, over what can stand inside a name, to its first capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline import gazetteer
from pipeline.grammar import is_finite
from pipeline.language import entity, sentence, word, words
from pipeline.latvian import analyses, is_common_word, nominative
from pipeline.names import (
    SHARED,
    Name,
    any_head_row,
    classes,
    head_row,
    heads,
    is_broad,
    is_foreign_country,
    known,
    plural_heads,
)

#: No official name is longer than this many words.
_LONGEST = 14
#: Heads that are also common words: one place name alone before them makes no organisation („Rīgas centrā”).
_COMMON_HEADS = frozenset(
    "centrs skola muzejs bibliotēka organizācija biedrība iestāde institūcija policija nodaļa".split()
)
_INITIAL = re.compile(r"[A-ZĀČĒĢĪĶĻŅŠŪŽ]\.$")
_ORDINAL = re.compile(r"\d{1,3}\.$")
_SUBJECT_END = "jautājumos"
_ABROAD = frozenset({"vēstniecība", "konsulāts", "pārstāvniecība"})
#: Behind these a capital says nothing: a sentence, a line or somebody's speech may begin here.
_OPENERS = frozenset({"–", "-", "•", ")", ".", ":", *'„“”«»"'})


@dataclass(frozen=True)
class ClassWord:
    """The class word before a quoted name; ``name`` is the official chain that ends in it, if there is one.

    ``unsure``: its capital may be there only because a sentence begins.
    """

    start: int
    kind: str
    name: str | None
    unsure: bool = False


def official_names(doc: Doc) -> Iterator[tuple[int, int, Name, bool]]:
    """Token spans of names that end in an organisation's head, and whether the capital may only start a sentence."""
    for at, form in enumerate(words(doc)):
        row = any_head_row(form)
        if row is None or form.isupper() or _is_class_word(doc, head := doc[at]):
            continue
        if row["only_after"] and word(doc, head.i - 1).lower() not in row["only_after"].split(";"):
            continue
        start = _chain_start(doc, head)
        if start is None:
            continue
        first, unsure = start
        end = _with_tail(doc, first, head, row)
        tailed = end > head.i + 1
        if not tailed and (_is_vague(doc, first, head, row) or _is_plural(doc, first, head, row)):
            continue
        name = _nominative(doc, first, head.i, end)
        yield first, end, known(name) or Name(name, row["kind"]), unsure and not tailed


def _is_vague(doc: Doc, first: int, head: Token, row: dict[str, str]) -> bool:
    """Whether the words may mean any such body: „Rīgas centrā”, „Novada pašvaldība”."""
    if row["kind"] == "municipality" and not any(_is_place(t.text) for t in doc[first : head.i]):
        return True
    return _is_any(doc, first, head, row) and not _is_seen(doc, first, head.i + 1)


def _is_seen(doc: Doc, start: int, end: int) -> bool:
    """Whether the model sees an organisation in just these words."""
    seen = entity(doc[start:end])
    return seen is not None and seen.label_ == "organization" and (seen.start, seen.end) == (start, end)


def _is_any(doc: Doc, first: int, head: Token, row: dict[str, str]) -> bool:
    """Whether a place and adjectives tell of any such body there, and name none („Rīgas centrā”)."""
    if head.text[0].isupper() or word(doc, first - 1).lower() in heads():  # „… aģentūras Valmieras nodaļa”
        return False
    place = doc[first].text
    described = doc[first + 1 : head.i]
    if not all(t.text.islower() and any(a.pos == "ADJ" for a in analyses(t.text)[:1]) for t in described):
        return False
    if row["lemma"] in _COMMON_HEADS and _is_place(place):
        return len(described) == 0 or is_broad(place)
    return len(described) == 0 and is_broad(place) and row["kind"] not in ("ministry", "council")


def _is_plural(doc: Doc, first: int, head: Token, row: dict[str, str]) -> bool:
    """Whether a plural means several bodies without a name: „organizāciju pārstāvji”, „Kauņas un Alītas skolas”.

    Where each place has one („Kauņas un Alītas pašvaldības”), a list of places names them all.
    """
    listed = word(doc, first - 1) in ("un", ",") and _is_place_genitive(word(doc, first - 2))
    if listed and row["kind"] in SHARED and _is_place_genitive(doc[first].text):
        return False
    after = word(doc, head.i + 1)
    if head.text.endswith("u") and "Plur" in head.morph.get("Number", []):
        return True
    if head.text.endswith("u") and after[:1].islower():
        best = analyses(after)[:1]
        if best and best[0].pos in ("NOUN", "ADJ") and best[0].case:
            return True
    pair = listed and word(doc, first - 1) == "un"
    return head.lower_ in plural_heads() or (pair and head.i - first == 1 and _is_place(doc[first].text))


def _is_class_word(doc: Doc, head: Token) -> bool:
    """Whether the head only introduces a quoted name."""
    return word(doc, head.i + 1) in {"„", "“", '"', "«"}


def _is_place(word: str) -> bool:
    return bool(gazetteer.candidates(word))


def _is_place_genitive(word: str) -> bool:
    return any("gen" in candidate.cases for candidate in gazetteer.candidates(word))


def place_at(doc: Doc, start: int) -> int:
    """How many words from ``start`` are a place in the genitive: two („Cēsu novada”), one, or none."""
    return next((n for n in (2, 1) if _is_place_genitive(doc[start : start + n].text)), 0)


def place_before(doc: Doc, end: int) -> int:
    """How many words before ``end`` are a place in the genitive."""
    return next((n for n in (2, 1) if end >= n and _is_place_genitive(doc[end - n : end].text)), 0)


def _chain_start(doc: Doc, head: Token) -> tuple[int, bool] | None:
    """The first capitalised word of the unbroken chain of modifiers before a head.

    The second value is True where that capital may be there only because a sentence begins with it.
    """
    at, opening = head.i, sentence(head).start
    if word(doc, at - 1) == "un":  # „Elitu Ruku un biedrību”: two things
        return None
    while at > opening and head.i - at < _LONGEST and _modifies(doc, at - 1):
        at -= 1
    capitals = [i for i in range(at, head.i) if doc[i].text[0].isupper()]
    if len(capitals) > 1 and _is_legal_form(doc[capitals[0]]):  # „SIA Ceļu pārvalde”
        capitals = capitals[1:]
    if not capitals:
        return None
    first = capitals[0]
    if first > opening and _INITIAL.match(doc[first - 1].text):  # „Ģ. Eliasa … muzejs”
        return first - 1, False
    if _is_proper(doc[first]) or not _opens_sentence(doc, first):
        return first, False
    if len(capitals) > 1 and capitals[1] > first + 1:  # a sentence's first word is not joined to the name
        return capitals[1], False
    return first, not (len(capitals) > 1 and _is_place(doc[first].text))


def _is_legal_form(token: Token) -> bool:
    return token.text.isupper() and classes().get(token.text, {}).get("kind") == "company"


def _is_proper(token: Token) -> bool:
    """Whether a word has its capital wherever it stands: an acronym, a place, a person's name."""
    named = token.pos_ == "PROPN" or _is_place(token.text)
    return token.text.isupper() or (named and not is_common_word(token.text))


def _opens_sentence(doc: Doc, at: int) -> bool:
    return bool(doc[at].is_sent_start) or word(doc, at - 1) in _OPENERS


def _modifies(doc: Doc, at: int) -> bool:
    """Whether the word may stand inside a name, before its head."""
    token = doc[at]
    if token.text == ",":
        return _lists(doc, at)
    if token.text in {"un", "&"}:
        before = doc[at - 1] if at else token
        coordinates = before.is_alpha and before.lower_ not in heads()
        joined = word(doc, at + 1)[:1].islower() or _is_within_name(doc, at)
        return coordinates and joined and _modifies(doc, at - 1)
    if _ORDINAL.match(token.text):  # „64. vidusskola”
        return True
    if not token.text.replace("-", "").isalpha():
        return False
    if token.text.lower() in heads() and word(doc, at + 1)[:1].isupper():  # here another organisation's name ends
        return False
    if token.text.isupper() and len(token) > 1:
        return True
    if _is_clause_word(token):
        return False
    if token.pos_ == "ADV":
        return True
    readings = analyses(token.text)
    if token.text[0].islower() and not any(r.known for r in readings):
        # an unknown word may be anything, a verb too; only these endings make it a likely genitive
        likely = token.text.endswith(("as", "es", "u")) and bool(readings) and readings[0].case == "gen"
        return likely or token.pos_ == "ADJ"
    if _opens_sentence(doc, at) and any(r.known for r in readings):
        readings = tuple(r for r in readings if r.known)  # its capital says nothing of what it is
    return any(
        (r.case == "gen" and r.pos in ("NOUN", "PROPN", "ADJ", "VERB", "PRON", "NUM")) or r.pos == "ADJ"
        for r in readings
    )


def _is_within_name(doc: Doc, at: int) -> bool:
    """Whether the model sees one name on both sides of „un” („Cēsu Kultūras un Tūrisma centrs”).

    Of ministries and of places it may be two, which share a head.
    """
    seen = entity(doc[at : at + 1])
    if seen is None or seen.label_ != "organization" or seen.start == at or _is_place(doc[at - 1].text):
        return False
    last = head_row(seen[-1].text)
    return last is not None and last["kind"] != "ministry"


def _lists(doc: Doc, at: int) -> bool:
    """Whether a comma stands within a name („Izglītības, kultūras un sporta departaments”)."""
    before, after = doc[at - 1], [word(doc, i) for i in range(at + 1, at + 6)]
    listed = "un" in after and all(w.islower() or w == "," for w in after[: after.index("un") + 2])
    genitive = "Gen" in before.morph.get("Case", []) and before.pos_ != "PROPN"
    return listed and genitive and before.lower_ not in heads() and not _is_place(before.text)


def _is_clause_word(token: Token) -> bool:
    """Whether the model sees a word of the sentence around: its verb, a preposition, „tajā”."""
    elsewhere = token.pos_ == "PRON" and "Gen" not in token.morph.get("Case", [])
    following = [after.pos_ for after in token.doc[token.i + 1 : token.i + 2]]  # none where the text ends
    adverb = token.pos_ == "ADV" and following != ["ADJ"]  # „evaņģēliski luteriskā draudze”
    return is_finite(token) or elsewhere or adverb or token.pos_ in ("ADP", "SCONJ")


def _with_tail(doc: Doc, first: int, head: Token, row: dict[str, str]) -> int:
    """The end of the name: behind its head, behind what it deals with („… tīkls romu integrācijas jautājumos”), or
    behind the country that our embassy is in („Latvijas vēstniecība Gruzijā”).
    """
    if row["lemma"] in _ABROAD and doc[first].text == "Latvijas" and is_foreign_country(word(doc, head.i + 1)):
        return head.i + 2
    for at in range(head.i + 1, min(head.i + 6, sentence(head).end)):
        if doc[at].text == _SUBJECT_END and at > head.i + 1:
            return at + 1
        if not (doc[at].text == "un" or (doc[at].text.islower() and _modifies(doc, at))):
            break
    return head.i + 1


def _nominative(doc: Doc, first: int, head: int, end: int) -> str:
    """The name from ``first`` to ``end``; a place and what stands before a full stop („Jelgavas 4.”) stay."""
    stopped = max((i + 1 for i in range(first, head) if doc[i].text.endswith(".")), default=first)
    fixed = min(max(stopped, first + place_at(doc, first)), head)
    label = doc[fixed : head + 1].text
    plural = plural_heads().get(doc[head].lower_)
    if plural:
        label = f"{doc[fixed:head].text} {plural['lemma']}"
    elif "-" in doc[head].text:  # „vidusskolas-liceja”: both parts decline
        label = "-".join(nominative(part, number="sg") for part in label.rsplit("-", 1))
    else:
        label = nominative(label, number="sg")
    return " ".join(f"{doc[first:fixed].text} {label} {doc[head + 1 : end].text}".split())


def class_word_before(doc: Doc, offset: int) -> ClassWord | None:
    """The class word that ends right before a character offset, with the official chain before it."""
    mark = doc.char_span(offset, offset + 1, alignment_mode="expand")
    if mark is None or mark.start == 0:
        return None
    at = mark.start - 1
    token = doc[at]
    row = classes().get(token.text) or classes().get(token.lower_)
    before = word(doc, at - 1).lower()
    if row is None or (before and before in row["not_after"].split(";")):  # „vasaras skola „X”” is an event
        return None
    if row["only_after"] and before not in row["only_after"].split(";"):
        return None
    kind = row["kind"]
    start = _chain_start(doc, token) if kind != "company" and token.lower_ in heads() and at else None
    if start is None or _is_any(doc, start[0], token, heads()[token.lower_]):
        return ClassWord(token.idx, kind, None)
    return ClassWord(doc[start[0]].idx, kind, _nominative(doc, start[0], at, at + 1), unsure=start[1])
