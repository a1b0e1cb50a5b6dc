"""Where an event was: beside its date, in its sentence, at a venue, or in the lines around it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, islice

from spacy.tokens import Span

from hronika.types import Block, DateMention, Document, PlaceMention
from pipeline import dates, organisations, places, quotes
from pipeline.events.nouns import event_nouns
from pipeline.events.occasions import days
from pipeline.events.tellings import Telling
from pipeline.events.venues import is_broad, is_goal, kinds_and_countries, seats, venues
from pipeline.events.words import any_of, pattern
from pipeline.grammar import is_finite
from pipeline.language import sentence, sentence_at, tokens, whole_text
from pipeline.spans import Cover, Offsets, index_at, inside

_LABEL = re.compile(r"(norises |pasākuma )?vieta\s*[:–-]", re.I)
#: Lines between „Datums: …” and „Vieta: …” that belong together.
_NEAR = 3
#: Lines of a cover, which name the event, and where and when it is.
_OPENING = 5
#: Words between a town and the event that is its own, at most.
_REACH = 4
#: „Ceļu muzejā (Šlokenbeka, Tukuma novads)”: brackets with nothing but names.
_NAMES = re.compile(r"\(([^\W\d_a-zāčēģīķļņšūž]\w+( novads| pagasts)?(, (?=\w)|(?=\))))+\)")
_ROUTE_FROM, _ROUTE_TO = re.compile(r"\sno\s$"), re.compile(r"\s(līdz|uz)\s$")
_CLAUSE = 500
#: A street with the number of the house.
_STREET = re.compile(
    r"\b([A-ZĀČĒĢĪĶĻŅŠŪŽ][\w.]*(?: [A-ZĀČĒĢĪĶĻŅŠŪŽ]\w+)*) (iel|laukum|bulvār|prospekt|gatv)[a-zāēīšū]+(?: \d[\w/-]*)?"
)
#: „Dalībnieki – Rīga, Liepāja”.
_ATTENDED = re.compile(any_of("came") + r"\s*[–:-]", re.I)
#: „Forums, kam bija jānotiek 2. aprīlī Rīgā, notiks tajā pašā vietā 3. septembrī”.
_SAME_PLACE = re.compile(r"\b(tajā pašā (vietā|pilsētā|zālē|ēkā)|tajās pašās telpās|turpat)\b", re.I)
_RESPECTIVELY = re.compile(r"\battiecīgi\b", re.I)
_NEW_CLAUSE = re.compile(r";|, (bet|savukārt|kā arī|kur\w{0,3})\b")


def where(document: Document, told: Telling, only: bool) -> list[PlaceMention]:
    """Where the event was: told beside its date, else in its sentence, else around it; „Latvijā” if nothing nearer."""
    when, sentence, block = told.date, told.sentence, told.block
    if block.kind == "table_row":
        return inside(places.read(document), block.start, block.end)
    start, end = sentence.start_char, sentence.end_char
    here = inside(places.read(document), start, end)
    narrow = [p for p in here if not is_broad(p)]
    beside = [p for p in narrow or here if _same_brackets(document.text, p, when) or _dateline(document.text, p, when)]
    if beside and not (is_broad(beside[0]) and venues(sentence)):
        return _without_country_of_town(_with_those_listed(document.text, here, beside))
    located = [p for p in here if p.locative or is_goal(document.text, p)] + venues(sentence)
    if told.kind == "visit" or not any(map(is_finite, sentence)):
        located += seats(sentence, organisations.read(document))
    located = located or _on_street(document, start, end)
    dated = _without_wider(inside(days(document), start, end), when)
    clusters = _clusters(document.text, dated)
    elsewhere: set[PlaceMention] = set()
    if len(clusters) > 1 or _RESPECTIVELY.search(sentence.text):
        stays = bool(pattern("moved").search(sentence.text) or _SAME_PLACE.search(sentence.text))
        its_own = _belonging(document.text, when, clusters, located, stays)
        elsewhere, located = set(located) - set(its_own), its_own
    near = [p for p in located if not is_broad(p)] or _route(document.text, here)
    if not near and told.line is not None:  # „Ludza, pilsētas bibliotēka: 23.01.–29.02.2024.”
        named = inside(places.read(document), block.start, block.end)
        near = [p for p in named if p.start - block.start <= _NEAR or p.text == p.name][:1]
    near = near or _set_off(document, sentence, here) or _whose(sentence, here, told)
    near = near or _as_before(document, told)
    near = near or ([] if located else _further_on(document, told))
    around = near or [p for p in _around(document, told, only) if p not in elsewhere]
    return _without_country_of_town(around or located)


def _further_on(document: Document, told: Telling) -> list[PlaceMention]:
    """Where the event that a page is named for was, told further on, up to the next day: „Nedēļas laikā … Cēsīs”."""
    titled = {noun.lemma for noun in event_nouns(tokens(document.title or ""))}
    if told.lemma not in titled or told.block.kind != "paragraph":
        return []
    after = index_at(document.blocks, told.block.start) + 1
    last = document.blocks[after] if after < len(document.blocks) else told.block
    found: list[PlaceMention] = []
    at = told.sentence.end
    while at < len(told.sentence.doc):
        other = sentence(told.sentence.doc[at])
        start, end = other.start_char, other.end_char
        if start >= last.end or any(d.precision != "year" for d in inside(dates.read(document), start, end)):
            break
        located = [p for p in inside(places.read(document), start, end) if p.locative] + venues(other)
        found += [p for p in located if not is_broad(p)]
        at = other.end
    return found


def _as_before(document: Document, told: Telling) -> list[PlaceMention]:
    """Where the sentence before was, for one that says „turpat” or „tajā pašā vietā” and no place."""
    if told.sentence.start_char <= told.block.start or not _SAME_PLACE.search(told.sentence.text):
        return []
    before = sentence(told.sentence.doc[told.sentence.start - 1])
    there = [p for p in inside(places.read(document), before.start_char, before.end_char) if p.locative]
    return [p for p in there + venues(before) if not is_broad(p)]


def _on_street(document: Document, start: int, end: int) -> list[PlaceMention]:
    """The town of a street, „Šķūņu ielā 11”, that the document has with its town elsewhere; at the street."""
    towns = _towns_of_streets(document)
    return [
        replace(town, start=street.start(), end=street.end(), text=street[0], rule="venue", locative=True)
        for street in _STREET.finditer(document.text, start, end)
        if (town := towns.get(_street_key(street))) is not None
    ]


@lru_cache(maxsize=8)
def _towns_of_streets(document: Document) -> dict[tuple[str, str], PlaceMention]:
    """The town beside a street: „Rīgā, Šķūņu ielā 11”, „Šķūņu iela 11, Rīga”."""
    named = [p for p in places.read(document) if not is_broad(p)]
    found: dict[tuple[str, str], PlaceMention] = {}
    for street in _STREET.finditer(document.text):
        at = index_at(named, street.start())
        for town in named[max(0, at) : at + 2]:
            (_, first), (second, _) = sorted(((town.start, town.end), street.span()))
            if document.text[first:second].strip() == ",":
                found.setdefault(_street_key(street), town)
    return found


def _street_key(street: re.Match[str]) -> tuple[str, str]:
    """A street whatever its case: its name, which is a genitive, and what kind of street it is."""
    return street[1], street[2]


def _with_those_listed(text: str, here: list[PlaceMention], beside: list[PlaceMention]) -> list[PlaceMention]:
    """With the places before that „un” or a comma joins: „Rēzeknes novadā un Viļakas novadā (23.–25.01.)”."""
    first = at = here.index(beside[0])
    while first and here[first - 1].locative == here[at].locative and _are_joined(text, here[first - 1], here[first]):
        first -= 1
    return here[first:at] + beside


def _are_joined(text: str, first: PlaceMention, second: PlaceMention) -> bool:
    return text[first.end : second.start].strip() in ("un", ",")


def _set_off(document: Document, sentence: Span, here: list[PlaceMention]) -> list[PlaceMention]:
    """Nominatives between commas in a line without a verb: „vasaras skola, Jūrkalne, Ventspils novads”."""
    verbs = filter(is_finite, sentence)
    if not all(_titles(document).holds(verb.idx, verb.idx + 1) for verb in verbs):  # „Nāc līdzi!”
        return []
    text, opening = sentence.text, sentence.start_char
    alone = [p for p in here if p.text == p.name]
    for body in reversed(
        inside(organisations.read(document), opening, sentence.end_char)
    ):  # „(Liepājas muzejs, Liepāja)”
        text = text[: body.start - opening] + "X" * (body.end - body.start) + text[body.end - opening :]
    names = Cover(Offsets(*brackets.span()) for brackets in _NAMES.finditer(text))
    return [
        p
        for p in alone
        if _is_set_off(text, p.start - opening, p.end - opening) or names.holds(p.start - opening, p.end - opening)
    ]


@lru_cache(maxsize=8)
def _titles(document: Document) -> Cover:
    return Cover(quotes.names(document))


def _is_set_off(text: str, start: int, end: int) -> bool:
    if text[start - 1 : start] + text[end : end + 1] == "()":
        return True
    if text.rfind("(", 0, start) > text.rfind(")", 0, start) or _ATTENDED.search(text, 0, start):
        return False
    before, after = text[:start].rstrip(" ")[-1:], text[end:].lstrip(" ")[:1]
    return before in {",", "–", "-", "|", ".", ":", ";", "", "\n"} and after in {
        "",
        "\n",
        ",",
        "(",
        ".",
        ";",
        "–",
        "-",
        "|",
    }


def _whose(sentence: Span, here: list[PlaceMention], told: Telling) -> list[PlaceMention]:
    """Genitives right before the noun: „Rīgas samits”, „Ogres un Ķeguma novada kopīgais pārgājiens”.

    Who travels is told in the same words („Talsu jauniešu brauciens”).
    """
    if told.kind == "visit":
        return []
    nouns = {noun.token.i for noun in event_nouns(sentence) if noun.lemma == told.lemma}
    last = next((p for p in reversed(here) if not p.locative and _leads_to(sentence, p, nouns)), None)
    return [] if last is None or is_broad(last) else _with_those_listed(whole_text(sentence.doc), here, [last])


def _leads_to(sentence: Span, place: PlaceMention, nouns: set[int]) -> bool:
    """Whether a town's genitive belongs to one of ``nouns``: „Minhenes drošības konference”; a country's beside it."""
    behind = (t for t in sentence if t.idx >= place.end and t.lower_ not in ("novada", "pagasta"))
    kind, _ = kinds_and_countries()[place.place_id]
    joins = ("ADJ",) if kind == "country" else ("ADJ", "NOUN")
    for token in islice(behind, _REACH):
        if token.i in nouns:
            return True
        if token.pos_ not in joins or (token.pos_ == "NOUN" and token.morph.get("Case", []) != ["Gen"]):
            return False
    return False


def _route(text: str, here: list[PlaceMention]) -> list[PlaceMention]:
    """„Gāja no Rucavas līdz Papei”, „no Siguldas uz Turaidu”: where it went from and to."""
    first, last = (
        [p for p in here if words.search(text, max(0, p.start - 6), p.start)] for words in (_ROUTE_FROM, _ROUTE_TO)
    )
    return [*first, *last] if first and last else []


def _without_wider(dated: list[DateMention], when: DateMention) -> list[DateMention]:
    """Without years, and longer times that a date falls within: „otrajā pusgadā: septembrī Engurē, oktobrī Cēsīs”."""
    own = (when.start_date, when.end_date)
    return [
        one
        for one in dated
        if one.precision != "year"
        and ((one.start_date, one.end_date) == own or not one.start_date <= own[0] <= own[1] <= one.end_date)
    ]


def _clusters(text: str, dated: list[DateMention]) -> list[list[DateMention]]:
    """Dates with nothing but „un” or a comma between them belong together („1. un 8. martā”)."""
    clusters: list[list[DateMention]] = []
    for when in dated:
        if clusters and text[clusters[-1][-1].end : when.start].strip(" ,.") in ("", "un"):
            clusters[-1].append(when)
        else:
            clusters.append([when])
    return clusters


def _belonging(
    text: str, when: DateMention, clusters: list[list[DateMention]], located: list[PlaceMention], stays: bool
) -> list[PlaceMention]:
    """The places that belong to one of several dates: by turns where dates and places take turns, else the nearest.

    One place before all dates is that of each: „Salaspilī 8. decembrī un vēlreiz 15. decembrī”; what is moved to
    another day ``stays`` where it was.
    """
    order: list[tuple[int, list[DateMention] | PlaceMention]] = [(cluster[0].start, cluster) for cluster in clusters]
    order += [(place.start, place) for place in located if not is_broad(place)]
    order.sort(key=lambda item: item[0])
    turns = [list(turn) for _, turn in groupby((item for _, item in order), key=lambda item: isinstance(item, list))]
    told = [[item for item in turn if isinstance(item, PlaceMention)] for turn in turns]
    groups = [places for places in told if places]
    times = [its for turn in turns if (its := [day for item in turn if isinstance(item, list) for day in item])]
    if len(groups) == len(times) > 1:
        return next(places for places, its in zip(groups, times, strict=True) if when in its)
    if (
        len(groups) == len(times) == 1
        and len(groups[0]) == len(times[0])
        and _RESPECTIVELY.search(text, groups[0][0].start, times[0][-1].end)
    ):
        return [groups[0][times[0].index(when)]]
    if len(groups) == 1 and (told[0] or stays):
        return located
    return [place for place in located if when in _nearest(text, clusters, place)]


def _nearest(text: str, clusters: list[list[DateMention]], place: PlaceMention) -> list[DateMention]:
    """The dates that a place stands nearest to."""
    return min(clusters, key=lambda cluster: min(_distance(text, place, when) for when in cluster))


def _distance(text: str, place: PlaceMention, when: DateMention) -> tuple[int, bool]:
    """Characters between a place and a date, and many more where another clause begins between them."""
    first, second = sorted((place, when), key=lambda m: m.start)
    between = text[first.end : second.start]
    return len(between) + (_CLAUSE if _NEW_CLAUSE.search(between) else 0), place.end <= when.start


def _dateline(text: str, place: PlaceMention, when: DateMention) -> bool:
    """„Cēsis, 2018. gada 6. martā”, „6.03.2018., Cēsis”: a label of its own; or „uz Cēsīm (6.03.2018.)”."""
    first, second = sorted((place, when), key=lambda m: m.start)
    between = text[first.end : second.start].strip()
    if first is place and between in ("(", "(no"):
        return True
    opens = first.start == 0 or text[: first.start].rstrip(" ")[-1] in "\n(;:."
    opens = opens or (first is place and place.text == place.name)
    if first is when and place.text == place.name and between == "(":
        return text[place.end : place.end + 1] in ",)"  # „12.–13. aprīlī (Smiltene)”
    if first is when and not place.locative and place.text != place.name:  # „29. oktobrī Eiropas dienas ietvaros”
        return False
    return opens and between in {"", ",", ".,", ":", "–", "-", "– no", "- no"}


def _same_brackets(text: str, place: PlaceMention, when: DateMention) -> bool:
    first, second = sorted((place, when), key=lambda m: m.start)
    between = text[first.end : second.start]
    opening = text.rfind("(", 0, first.start)
    return len(between) < 40 and not re.search(r"[()]", between) and opening > text.rfind(")", 0, first.start)


def _around(document: Document, told: Telling, only: bool) -> list[PlaceMention]:
    """Locatives of the line that names the event, of the heading, the block, and of a page that tells of one event."""
    block = told.block
    at = index_at(document.blocks, block.start)
    heading = next(
        (b for b in reversed(document.blocks[:at]) if b.kind in ("heading", "slide_title") and b.page == block.page),
        None,
    )
    labelled = [b for b in _labels(document) if b.page == block.page]
    if labelled and (only or abs(index_at(document.blocks, labelled[0].start) - at) <= _NEAR):
        return inside(places.read(document), labelled[0].start, labelled[0].end)
    spans = [(line.start, line.end) for line in (told.line, heading) if line]
    spans.append((block.start, block.end))
    if at < _OPENING and told.line is not None and told.line.start == 0:
        lines = [b for b in document.blocks[:_OPENING] if b.kind not in ("list_item", "table_row")]
        cover = [p for b in lines for p in inside(places.read(document), b.start, b.end)]
        alone = [p for p in cover if _is_set_off(document.text, p.start, p.end)]
        if alone:
            return alone
    if only:
        spans.append((0, len(document.text)))
    dated = _dated_sentences(document)
    for start, end in spans:
        located = [p for p in inside(places.read(document), start, end) if p.locative and not is_broad(p)]
        if told.line is None or told.line.kind != "sentence":
            located = [p for p in located if not dated.holds(p.start, p.end)]
        if located:
            return located[:1] if (start, end) == (0, len(document.text)) else located
    return []


@lru_cache(maxsize=8)
def _labels(document: Document) -> list[Block]:
    """Lines „Vieta: …”."""
    return [block for block in document.blocks if _LABEL.match(block.text)]


@lru_cache(maxsize=8)
def _dated_sentences(document: Document) -> Cover:
    """Sentences with a day of their own: their places are those of other events."""
    single = [when for when in dates.read(document) if when.precision == "day"]
    return Cover(Offsets(s.start_char, s.end_char) for s in (sentence_at(document, when.start) for when in single))


def _without_country_of_town(where: list[PlaceMention]) -> list[PlaceMention]:
    """„Viļņā (Lietuvā)” is Viļņa."""
    facts = kinds_and_countries()
    towns_in = {facts[p.place_id][1] for p in where if facts[p.place_id][0] not in ("country", "region")}
    return [p for p in where if facts[p.place_id][0] != "country" or facts[p.place_id][1] not in towns_in]
