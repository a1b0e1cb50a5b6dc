"""Reads which organisations a document names, by three kinds of evidence, the surest first.

The authority list in any case form; a class word with a quoted name („biedrība „X””); and an official name as
clerks build it: a capital letter, genitive modifiers, and a head such as *ministrija*, *padome*, *vidusskola*.
Acronyms hold for the name that introduces them in the document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.tokens import Doc, Span

from hronika.types import Document, OrganisationMention
from pipeline import chains, gazetteer, names, quotes
from pipeline.language import analyse, word, words
from pipeline.latvian import analyses
from pipeline.names import Name
from pipeline.spans import Cover

#: What a body is called behind its place where every town has one: „Cēsu un Madonas Valsts ģimnāzija”.
_EVERYWHERE = frozenset({"Valsts", "Centrālā", "Galvenā", "Sociālais", "Mūzikas", "Mākslas", "Sporta", "Izglītības"})
#: Characters of a name at most.
_LONGEST_NAME = 300
#: Words at most before a head that a list shares.
_LONGEST_SHARING = 7
_ACRONYM = r"([A-ZĀČĒĢĪĶĻŅŠŪŽ]{2,8}|[A-ZĀČĒĢĪĶĻŅŠŪŽ][A-ZĀČĒĢĪĶĻŅŠŪŽa-zāčēģīķļņšūž]{0,4}[A-ZĀČĒĢĪĶĻŅŠŪŽ])"
_ACRONYM_AFTER = re.compile(
    r"\s*\(\s*(?:turpmāk\s*(?:tekstā)?\s*(?:saukt[sai]\w*)?\s*[–—:-]?\s*|saīsināti\s*[–—:-]?\s*)?[„“\"]?"
    + _ACRONYM
    + r"[”“\"]?\s*\)"
)
#: Characters before a name in which an acronym that it explains stands: „SIF (Sabiedrības integrācijas fonds)”.
_REACH = 14
_ACRONYM_BEFORE = re.compile(_ACRONYM + r"\s*\([„“\"]?$")
_QUOTE_MARKS = re.compile('[„“”«»"‟]')
_CONFIDENCE = {"authority": 0.95, "quoted-name": 0.85, "official-name": 0.75, "acronym": 0.85}


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    name: Name
    rule: str


@lru_cache(maxsize=8)
def read(document: Document) -> list[OrganisationMention]:
    """Every mention of an organisation, in reading order; where two readings overlap the surer and longer one stays."""
    doc = analyse(document)
    listed = list(_listed(doc))
    quoted = _with_repeats(document, list(_quoted(document, doc)))
    named = Cover(quoted)
    titles = Cover(q for q in quotes.names(document) if not named.holds(q.start, q.end))
    official = [f for f in _official(doc, listed) if not titles.holds(f.start, f.end, strictly=True)]
    outer = sorted([*official, *quoted], key=lambda f: f.start)
    listed = [f for f in listed if not _is_part_of(f, outer)]
    found = _without_overlaps([*quoted, *listed, *official])
    acronyms = list(_acronyms(document, doc, found))
    found = _without_overlaps(
        [*_without_parents(document, official, [*listed, *acronyms]), *quoted, *listed, *acronyms]
    )
    return [_mention(document, f) for f in _under_parents(document, found)]


def _listed(doc: Doc) -> Iterator[_Found]:
    for span, name in names.authority_matches(doc):
        yield _Found(span.start_char, span.end_char, name, "authority")
        yield from _sharing(doc, span, name)
        yield from _in_other_places(doc, span.start, name)


def _sharing(doc: Doc, span: Span, name: Name) -> Iterator[_Found]:
    """„Labklājības un Veselības ministrijas”: a listed name whose head stands only at the end of the list."""
    head = name.name.split()[-1]
    at = span.start
    while at >= 2 and doc[at - 1].text in ("un", ","):
        widths = range(min(_LONGEST_SHARING, at - 1), 0, -1)
        found = ((width, names.known(f"{doc[at - 1 - width : at - 1].text} {head}")) for width in widths)
        width, other = next(((w, n) for w, n in found if n and doc[at - 1 - w].text[0].isupper()), (0, None))
        if other is None or gazetteer.candidates(doc[at - 1 - width : at - 1].text):  # „Liepājas un Rīgas …”
            return
        start, end = doc[at - 1 - width].idx, doc[at - 2].idx + len(doc[at - 2])
        yield _Found(start, end, other, "authority")
        at -= 1 + width


def _in_other_places(doc: Doc, start: int, name: Name) -> Iterator[_Found]:
    """„Valkas, Smiltenes un Alūksnes novada pašvaldības”: the same body of the places before the last one's."""
    own = chains.place_at(doc, start)
    place = doc[start : start + own].text
    rest = name.name.removeprefix(place).split()
    if not (own and rest and name.name.startswith(place) and (name.kind in names.SHARED or rest[0] in _EVERYWHERE)):
        return
    shared = " novada" if doc[start + own - 1].text == "novada" else ""
    at = start
    while word(doc, at - 1) in ("un", ",") and (width := chains.place_before(doc, at - 1)):
        at -= 1 + width
        other = doc[at : at + width]
        wide = shared if width == 1 and gazetteer.candidates(other.text + shared) else ""
        label = " ".join([other.text + wide, *rest])
        ours = names.known(" ".join(rest)) if other.text == "Latvijas" else None
        found = ours or names.known(label) or Name(label, name.kind)
        yield _Found(other.start_char, other.end_char, found, "official-name")


def _official(doc: Doc, listed: list[_Found]) -> Iterator[_Found]:
    """Names built as clerks build them; one that only repeats the tail of a listed name adds nothing."""
    spans = list(chains.official_names(doc))
    sure = {name.name for _, _, name, unsure in spans if not unsure}
    at_end, at_start = _by(listed, "end"), _by(listed, "start")
    for start, end, name, unsure in spans:
        if unsure and name.name not in sure:
            continue
        begin, stop = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
        same_end = [*at_end.get(stop, ()), *(f for f in at_start.get(begin, ()) if f.end > stop)]
        if not any(f.start <= begin or not _foreign(doc, start, f) for f in same_end):
            yield _Found(begin, stop, name, "official-name")
            yield from _in_other_places(doc, start, name)


def _by(found: list[_Found], side: str) -> dict[int, list[_Found]]:
    """What was found by its start or its end."""
    by: dict[int, list[_Found]] = {}
    for f in found:
        by.setdefault(getattr(f, side), []).append(f)
    return by


def _foreign(doc: Doc, start: int, listed: _Found) -> bool:
    """Whether the words before a listed name make it another country's („Lietuvas Labklājības ministrija”)."""
    second = doc[start + 2 if doc[start + 1].lower_ == "republikas" else start + 1]
    return names.is_foreign_country(doc[start].text) and second.idx == listed.start


def _quoted(document: Document, doc: Doc) -> Iterator[_Found]:
    """A class word before a quoted name; further names of the same list share the class word."""
    kind: str | None = None
    previous_end = -1
    for quoted in quotes.names(document):
        if quoted.start < previous_end:
            continue
        between = document.text[previous_end : quoted.start] if previous_end >= 0 else None
        continues = between is not None and between.strip() in {",", "un", "vai", "kā arī", ", kā arī"}
        chain = chains.class_word_before(doc, quoted.start)
        if chain is None and not (continues and kind):
            kind, previous_end = None, -1
            continue
        start, label = quoted.start, _QUOTE_MARKS.sub("", quoted.name)
        if chain is not None:
            kind = chain.kind
            whole = f"{chain.name} {label}"
            if chain.name and (not chain.unsure or names.known(whole)):
                start, label = chain.start, whole
        previous_end = quoted.end
        yield _Found(start, quoted.end, names.known(label) or Name(label, kind), "quoted-name")


def _with_repeats(document: Document, quoted: list[_Found]) -> list[_Found]:
    """A quoted name that a class word introduced stays an organisation where it is quoted without one."""
    by_name = {f.name.name.casefold(): f.name for f in quoted}
    taken = [(f.start, f.end) for f in quoted]
    for q in quotes.names(document):
        name = by_name.get(q.name.casefold())
        if name is not None and not any(start <= q.start and q.end <= end for start, end in taken):
            quoted.append(_Found(q.start, q.end, name, "quoted-name"))
    return quoted


def _acronyms(document: Document, doc: Doc, found: list[_Found]) -> Iterator[_Found]:
    """Acronyms that the document introduces, else those of the authority list that mean one thing only."""
    meanings = dict(names.authority_acronyms())
    for f in found:
        introduced = _ACRONYM_AFTER.match(document.text, f.end) or _ACRONYM_BEFORE.search(
            document.text, max(0, f.start - _REACH), f.start
        )
        if introduced:
            meanings[introduced[1]] = replace(f.name, acronym=introduced[1])
    for at, text in enumerate(words(doc)):
        name = meanings.get(text)
        if name is not None and not _in_capitals(doc, at):
            yield _Found(doc[at].idx, doc[at].idx + len(text), name, "acronym")


def _without_parents(document: Document, official: list[_Found], bodies: list[_Found]) -> Iterator[_Found]:
    """Official names without a body that they begin with: „IZM Jaunatnes departaments”, „Saeimas … komisija”."""
    ends = {f.start: f.end for f in bodies}
    for f in official:
        begin = ends.get(f.start, len(document.text)) + 1
        if not f.name.id and begin < f.end and document.text[begin].isupper():
            f = replace(f, start=begin, name=replace(f.name, name=f.name.name[begin - f.start :]))
        yield f


def _under_parents(document: Document, found: list[_Found]) -> list[_Found]:
    """Names that stand behind the body they belong to, under it („… pašvaldības Sociālais dienests”).

    Only a department is known by its own name within its parent, if that says more than a town („Daugavpils nodaļa”);
    anything else carries the parent's, which is then a mention inside its own. Later in the document a unit's own
    name is enough.
    """
    whole: list[_Found] = []
    units: dict[str, set[Name]] = {}
    before: _Found | None = None
    for f in found:
        own = f.name.name
        if before and _is_unit_of(document, before, f):
            f = _as_unit(document, before, f)
            units.setdefault(own, set()).add(f.name)
        whole.append(f)
        before = f
    named = [replace(f, name=_only(units.get(f.name.name)) or f.name) for f in whole]
    return sorted(named, key=lambda f: (f.start, -f.end))


def _as_unit(document: Document, parent: _Found, f: _Found) -> _Found:
    branch = len(f.name.name.split()) == 2 and gazetteer.candidates(f.name.name.split()[0])
    if f.name.kind == "department" and not branch:
        return replace(f, name=replace(f.name, parent=parent.name.name))
    written = document.text[parent.start : parent.end]
    # „RTU Inženierzinātņu vidusskola” is a name; „NVA Cēsu filiāle” only shortens one
    prefix = written if written.isupper() and f.name.kind != "department" else names.genitive(parent.name.name)
    name = f"{prefix} {f.name.name}"
    return replace(f, start=parent.start, name=names.known(name) or replace(f.name, name=name, parent=parent.name.name))


def _only(meant: set[Name] | None) -> Name | None:
    return next(iter(meant)) if meant and len(meant) == 1 else None


def _is_unit_of(document: Document, parent: _Found, f: _Found) -> bool:
    """Whether a name follows its parent's genitive; a school or museum of a municipality is known by its place."""
    if f.rule != "official-name" or f.name.id or f.start != parent.end + 1 or parent.rule == "quoted-name":
        return False
    last = document.text[parent.start : parent.end].split()[-1]
    genitive = last.isupper() or any(a.case == "gen" and a.number == "sg" for a in analyses(last)[:2])
    local = parent.name.kind == "municipality" and gazetteer.candidates(f.name.name.split()[0])
    return document.text[parent.end] == " " and genitive and not local


def _in_capitals(doc: Doc, at: int) -> bool:
    """Whether the words around are written in capitals as well, so that this one need not be an acronym."""
    around = [t.text for t in doc[max(0, at - 2) : at + 3] if t.i != at and t.is_alpha and len(t) > 3]
    return len(around) > 1 and all(word.isupper() for word in around)


def _without_overlaps(found: list[_Found]) -> list[_Found]:
    kept: list[_Found] = []  # in the order of their starts, none over another: only neighbours can overlap
    for f in sorted(found, key=lambda f: (-_CONFIDENCE[f.rule], f.start - f.end, f.start)):
        at = bisect_left(kept, f.start, key=lambda k: k.start)
        if all(f.end <= k.start or k.end <= f.start for k in kept[max(0, at - 1) : at + 1]):
            kept.insert(at, f)
    return kept


def _is_part_of(listed: _Found, outer: list[_Found]) -> bool:
    """Whether a listed name stands inside another body's; ``outer`` is in the order of starts."""
    first = bisect_left(outer, listed.start - _LONGEST_NAME, key=lambda f: f.start)
    last = bisect_right(outer, listed.start, first, key=lambda f: f.start)
    return any(_is_other(f, listed) for f in outer[first:last])


def _is_other(outer: _Found, listed: _Found) -> bool:
    """Whether a listed name is only part of another body's („Igaunijas Kultūras ministrija”, „Sustento kopā”).

    A council or department behind it („… ministrijas padome”) leaves the listed body what it is.
    """
    if outer.rule == "official-name" and outer.start == listed.start:
        return False
    inside = outer.start <= listed.start and listed.end <= outer.end
    return inside and outer.name.name.casefold() != listed.name.name.casefold()


def _mention(document: Document, f: _Found) -> OrganisationMention:
    return OrganisationMention(
        start=f.start,
        end=f.end,
        text=document.text[f.start : f.end],
        rule=f.rule,
        confidence=_CONFIDENCE[f.rule],
        name=f.name.name,
        organisation_id=f.name.id,
        kind=f.name.kind,
        acronym=f.name.acronym,
        parent=f.name.parent,
    )
