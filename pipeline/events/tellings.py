"""The words that tell of an event on a date: a noun in the sentence, a heading over a dated line, or a verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from spacy.tokens import Span

from db.terms import content_words, meet
from hronika.types import Block, DateMention, Document, OrganisationMention, PlaceMention
from pipeline import dates, organisations, places, quotes
from pipeline.events.nouns import EventNoun, event_name, event_nouns, is_short, main_noun, name_from_line
from pipeline.events.occasions import last_day, may_be_event, opens, shown_until, too_long
from pipeline.events.venues import is_broad, is_goal, seats, venues
from pipeline.events.words import any_of, pattern
from pipeline.grammar import is_finite
from pipeline.language import sentence, sentence_at, tokens
from pipeline.latvian import analyses
from pipeline.spans import index_at, inside

_WHEN_WHERE = re.compile(r"\b(kad|datums|norises (laiks|vieta|datums)|laiks|vieta)\s*:", re.I)
_WEEKDAY = re.compile(r"\b(pirm|otr|treš|ceturt|piekt|sest|svēt)dien\w*", re.I)
_NUMBERING = re.compile(r"^\d+(\.\d+)*\.?\s+(?=[^\Wa-zāčēģīķļņšūž]|„)")
#: Words of three letters and more beside date and places in a line that is only their label.
_LABEL_WORDS = 3
_OPENING_LINES = 3
_COVER_LINES = 8
#: Lines below a heading that it may be the heading of.
_LINES_OF_HEADING = 200
#: „Pārcelts uz 10. martu”, with a new day behind „uz”; „pārceltas uz tiešsaisti” are held on their day.
_NEW_DAY = re.compile(any_of("moved") + r"[^.;]*\buz\b[^.;\d]*$", re.I)
#: The same under a heading that says what was moved: „… uz 10. martu”, „… notiks 10. martā”.
_TO_NEW_DAY = re.compile(r"\b(uz|notiks|norisināsies|risināsies)\b[^.;\d]*$", re.I)
_MOVED_ELSEWHERE = re.compile(
    any_of("moved") + r"\s+uz\s+(?!\d|š|nezināmu|nenoteiktu|vēlāku|citu|nākam|nedēļu|mēnesi|gadu|dienu|divām"
    r"|\w+(dienu|ri|rti|rtu|īli|iju|stu|bri)\b)",
    re.I,
)
#: „Izbraukumi notiks: …”.
_DANGLING_INTRODUCTION = re.compile(r"\s+" + any_of("happens", "future") + r"\W*$", re.I)
#: A predicate, and no attribute: „reģistrēti 12 gadījumi”, but not „reģistrētie klienti”.
_SAID_OF_ANOTHER = re.compile(r"\b(?!\w+t(?:ās|ie|ais|o|os|ajās|ajos|ajā|ajiem|ajām)\b)" + any_of("no_event"), re.I)
#: „Tā notika …”, „Pēc tam tā ceļos …”.
_GOES_ON = re.compile(r"((pēc tam|tad|vispirms|savukārt|pēcāk|vēlāk)\s)?" + any_of("goes_on"), re.I)
#: „24 dalībnieki”, „vairāk nekā 250 apmeklētāju”: who came.
_FIGURE = re.compile(r"(\w+ ){0,2}\d", re.I)
#: „Savukārt ceturtdien, …”, „Pirms tam, …”: what only joins a sentence to the one before, or says when.
_LEADING_DAY = re.compile(
    r"^(?:[\s,]|(?:savukārt|pirms tam|pēc tam|tāpat|tikmēr|turklāt|arī|vēl|bet|vakar|šodien|rīt"
    r"|(?:pirm|otr|treš|ceturt|piekt|sest|svēt)dien\w*)\b)+",
    re.I,
)
_AT_HOUR = re.compile(r",?\s*\bplkst\.?\s?\d{1,2}([.:]\d\d)?(\s?[–-]\s?\d{1,2}([.:]\d\d)?)?,?", re.I)
#: What a sentence says besides what took place: „…, lai veicinātu …”.
_SUBORDINATE = re.compile(r", (?:lai|jo|kur\w*|kas|ka|kam|ko)\b")
#: „Nolika ziedus pie Brīvības pieminekļa”.
_AT_SOMETHING = re.compile(r"\bpie [A-ZĀČĒĢĪĶĻŅŠŪŽ]")
_HOUR = re.compile(r"\bplkst\b", re.I)
_ITS_DAY = re.compile(r"\b(datums|laiks)\b", re.I)
_NEW_CLAUSE = re.compile(r";|, (?:bet|taču|savukārt|kur(?:a|as|u|ai|ā|am|š|i|iem|ām|os|ās)?)\b|,(?= nākam)")
#: A sentence as the name of what it tells.
_LONGEST_NAME = 90


@dataclass(frozen=True)
class Telling:
    """A date, the sentence and block it stands in, and what the words say took place then."""

    date: DateMention
    sentence: Span
    block: Block
    name: str
    kind: str
    confidence: float
    end_date: str
    status: str
    line: Block | None  #: the line that names it, where that is not the sentence itself
    own_noun: bool  #: the sentence itself has a word for the event
    lemma: str | None = None  #: the word that names it, unless the sentence has other words for events too

    @property
    def start_date(self) -> str:
        return self.date.start_date


@dataclass(frozen=True)
class _Named:
    name: str
    kind: str
    confidence: float
    line: Block | None = None
    lemma: str | None = None


def tell(document: Document, when: DateMention) -> list[Telling]:
    """What the text tells of a date: nothing, one event, or all that a programme lists under that day."""
    block = document.blocks[index_at(document.blocks, when.start)]
    if not may_be_event(document, when, block):
        return []
    programme = list(_programme(document, when, block))
    told = None if programme else _tell_one(document, when, block)
    return [told, *_shown_after(document, told)] if told else programme


def _shown_after(document: Document, told: Telling) -> Iterator[Telling]:
    """The exhibition itself, where a sentence tells its opening and the next until when it can be seen."""
    if told.kind == "exhibition" and opens(told.sentence):
        until = shown_until(document, told.date, told.block)
        if until is not None:
            yield replace(told, end_date=until)


def _programme(document: Document, when: DateMention, block: Block) -> Iterator[Telling]:
    """The items of the list under a line that is only a day: „Piektdiena, 13. septembris”."""
    if not _is_only_a_day(when, block) or _is_day_of_cover(document, when, block):
        return
    for item in islice(document.blocks, index_at(document.blocks, block.start) + 1, None):
        listed = item.kind == "list_item" or (item.kind == "paragraph" and is_short(item.text))
        if not listed or inside(dates.read(document), item.start, item.end):
            return
        sentence = sentence_at(document, item.start)
        nouns = event_nouns(sentence)
        if nouns:
            noun = main_noun(nouns, item.start)
            status = _status(document, when, sentence)
            name = event_name(document, noun)
            told = (when, sentence, item, name, noun.kind, 0.7, when.end_date, status)
            yield Telling(*told, line=block, own_noun=True, lemma=noun.lemma)


def _is_only_a_day(when: DateMention, block: Block) -> bool:
    if when.precision != "day" or not is_short(block.text):
        return False
    return not re.search(r"\w{3}", _WEEKDAY.sub("", block.text.replace(when.text, "")))


def _is_day_of_cover(document: Document, when: DateMention, block: Block) -> bool:
    """Whether the only such line of a document is the day of the event named above it, whose parts come below."""
    at = index_at(document.blocks, block.start)
    if not 0 < at < _OPENING_LINES or not any(event_nouns(tokens(b.text)) for b in document.blocks[:at]):
        return False
    held = ((one, document.blocks[index_at(document.blocks, one.start)]) for one in dates.read(document))
    return not any(one is not when and _is_only_a_day(one, line) for one, line in held)


def _tell_one(document: Document, when: DateMention, block: Block) -> Telling | None:
    sentence = _said_with(document, when, block)
    happens = bool(pattern("happens").search(sentence.text))
    if (
        when.precision == "month"
        and block.kind != "list_item"
        and not (happens or _is_listed(document, when, sentence))
    ):
        return None
    nouns = _nouns_of_clause(document, when, sentence)
    if {noun.lemma for noun in nouns} == {"konkurss"} and pattern("closes").search(sentence.text):
        return None  # the end of its term
    if nouns:
        named: _Named | None = _by_noun(document, when, block, main_noun(nouns, when.start), happens)
    else:
        named = (
            _by_row(document, block)
            or _by_sentence_before(document, sentence, block, happens)
            or _by_line(document, when, block)
            or _by_heading(document, when, block, happens)
            or _by_verb(document, when, sentence)
            or _by_place(document, when, sentence, block)
            or _by_cover(document, when, block)
        )
    if named is None or too_long(when, named.kind, sentence):
        return None
    return Telling(
        date=when,
        sentence=sentence,
        block=block,
        name=named.name,
        kind=named.kind,
        confidence=named.confidence,
        end_date=last_day(document, when, named.kind, sentence, block),
        status=_status(document, when, sentence),
        line=named.line,
        own_noun=bool(nouns),
        lemma=named.lemma if len({noun.lemma for noun in nouns}) < 2 else None,
    )


def _nouns_of_clause(document: Document, when: DateMention, sentence: Span) -> list[EventNoun]:
    """The nouns of the part of a sentence that a date stands in, or of all of it where that part has none."""
    nouns = event_nouns(sentence)
    start, end = _clause(document, when, sentence)
    here = [noun for noun in nouns if start <= noun.token.idx < end]
    apart = (start, end) != (sentence.start_char, sentence.end_char)
    if apart and pattern("meeting", "visit", "visit_there").search(document.text, start, end):
        return here  # „noklausījās lekciju, bet 13. martā apmeklēja skolu”
    return here or nouns


def _is_listed(document: Document, when: DateMention, sentence: Span) -> bool:
    """„Plāns: …; oktobrī darbnīcas Dundagā un Rojā”: a part of a sentence with an event, a place and no verb."""
    start, end = _clause(document, when, sentence)
    part = [token for token in sentence if start <= token.idx < end]
    verbs = any(map(is_finite, part))
    placed = any(p.locative for p in inside(places.read(document), start, end))
    return placed and not verbs and any(start <= noun.token.idx < end for noun in event_nouns(sentence))


def _said_with(document: Document, when: DateMention, block: Block) -> Span:
    """The sentence of a date; „plkst.” ends none, and a short line of a list is one, whatever stops stand in it."""
    own = sentence_at(document, when.start)
    while own.text.rstrip().endswith("plkst.") and own.end < len(own.doc) and own.doc[own.end].idx < block.end:
        own = own.doc[own.start : sentence(own.doc[own.end]).end]
    opens = not re.search(r"\w{3}", own.text.replace(when.text, ""))  # „4. oktobris. Stāstu vakars. Jelgava.”
    listed = block.kind == "list_item" and is_short(block.text)
    if not (listed or opens) or len(inside(dates.read(document), block.start, block.end)) > 1:
        return own
    last = sentence_at(document, block.start + len(block.text.rstrip()) - 1)
    return own.doc[sentence_at(document, block.start).start : last.end]


def named_by_title(document: Document, told: Telling, only: bool) -> Telling:
    """A bare noun („Seminārs”) gives way to the page's title, where that tells of the same event."""
    if not document.title or len(told.name.split()) > 1:
        return told
    lemmas = {noun.lemma for noun in event_nouns(tokens(document.title))}
    same = lemmas & {noun.lemma for noun in event_nouns(tokens(told.name))}
    return replace(told, name=document.title) if same or (only and not lemmas) else told


def _by_noun(document: Document, when: DateMention, block: Block, noun: EventNoun, happens: bool) -> _Named:
    in_line = inside(dates.read(document), block.start, block.end)
    before = block.text[: in_line[0].start - block.start]
    listed = block.kind != "paragraph" and is_short(before) and len(in_line) == 1
    name = name_from_line(before) if listed and not _says_what_to_do(noun, block, in_line[0].start) else ""
    if not event_nouns(tokens(name)):  # only a label („Rīgā”, „Datums:”), or one of several dates
        name = event_name(document, noun, one_of_several=len(in_line) > 1)
    return _Named(name, noun.kind, 0.9 if happens else 0.75, lemma=noun.lemma)


def _says_what_to_do(noun: EventNoun, block: Block, end: int) -> bool:
    """„Nākamo sēdi sasaukt 2018. gada 13. decembrī”: whether a line has a verb before its date, and so is no name."""
    before = (t for t in sentence(noun.token) if block.start <= t.idx < end)
    return any(t.pos_ in ("VERB", "AUX") and "Part" not in t.morph.get("VerbForm", []) for t in before)


def _by_sentence_before(document: Document, sentence_: Span, block: Block, happens: bool) -> _Named | None:
    """„Ministrija rīkoja durvju dienu. Tā notika 17. novembrī”, or „Jaunais datums – 22. februāris”."""
    goes_on = _GOES_ON.match(sentence_.text)
    if sentence_.start_char <= block.start or not goes_on or not (happens or _ITS_DAY.search(sentence_.text)):
        return None
    before = sentence(sentence_.doc[sentence_.start - 1])
    nouns = event_nouns(before)
    if not nouns or before.start_char < block.start:
        return None
    noun = main_noun(nouns, sentence_.start_char)
    line = Block("sentence", before.text, before.start_char, before.end_char)
    return _Named(event_name(document, noun), noun.kind, 0.7, line, noun.lemma)


def _by_verb(document: Document, when: DateMention, sentence: Span) -> _Named | None:
    """„Nākamreiz speciālisti tiksies 2018. gada aprīlī”; less telling verbs, „apsprieda”, where a place is told too."""
    start, end = _clause(document, when, sentence)
    said = document.text[start:end]
    kind = next((kind for kind in ("meeting", "visit") if pattern(kind).search(said)), None)
    if kind is None and when.precision == "day" and _has_place(document, sentence):
        there = ("meeting", "visit", "other")
        kind = next((kind for kind in there if pattern(f"{kind}_there").search(said)), None)
    return _Named(_told_in_words(document, when, sentence), kind, 0.5) if kind else None


def _by_place(document: Document, when: DateMention, sentence_: Span, block: Block) -> _Named | None:
    """What else is told of a day and a place: „9. augustā Īslīcē ministrs pārrunāja sausuma sekas”."""
    verbs = any(map(is_finite, sentence_))
    prose = block.kind == "paragraph" and verbs
    dated = when.precision == "day" or (when.precision == "month" and block.kind == "list_item" and not verbs)
    placed = _is_at_a_place(document, when, sentence_, prose)
    if not dated or when.text.endswith("a") or not (placed or _is_in_calendar(document, when, block, verbs)):
        return None  # a genitive, „3. novembra plūdos”, dates what it stands before
    label = _label_before(sentence_, block)
    if label is not None:
        return label
    if _SAID_OF_ANOTHER.search(document.text, *_clause(document, when, sentence_)):
        return None
    if prose:
        return _Named(_told_in_words(document, when, sentence_), "other", 0.5)
    above = _introduction(document, when, block)
    introduced = _DANGLING_INTRODUCTION.sub("", _NUMBERING.sub("", above.text)).strip(" :") if above else ""
    name = _name_of_line(document, block) or introduced
    nouns = event_nouns(tokens(introduced))
    kind = main_noun(nouns, len(introduced)).kind if nouns else "other"
    return _Named(name, kind, 0.5, above) if name else None


def _by_cover(document: Document, when: DateMention, block: Block) -> _Named | None:
    """„Ventspils, 2017. gada 11. maijs” on the first slide: the occasion that a deck was shown at."""
    first = document.blocks[0]
    cover = block.page is not None and block.page == first.page and block is not first
    if not cover or not _is_label(document, when, block):
        return None
    placed = any(_is_placed(document, b) for b in document.blocks[:_COVER_LINES] if b.page == first.page)
    return _Named(document.title or first.text, "other", 0.4) if placed else None


def _is_placed(document: Document, block: Block) -> bool:
    """Whether a line names a place or a body."""
    named = (places.read(document), organisations.read(document))
    return any(inside(mentions, block.start, block.end) for mentions in named)


def _introduction(document: Document, when: DateMention, block: Block) -> Block | None:
    """The line above that says what a list or table holds."""
    return next(lines_for(document, when, block, labelled=True), None)


def _label_before(sentence_: Span, block: Block) -> _Named | None:
    """„Noslēguma seminārs. Jūrmalā 6. jūnijā …”: the short sentence without a verb that a block begins with."""
    if sentence_.start_char <= block.start:
        return None
    before = sentence(sentence_.doc[sentence_.start - 1])
    nouns = event_nouns(before)
    if before.start_char != block.start or not nouns or any(map(is_finite, before)) or not is_short(before.text):
        return None
    line = Block("sentence", before.text, before.start_char, before.end_char)
    return _Named(before.text.rstrip(" .:"), main_noun(nouns, before.end_char).kind, 0.7, line, nouns[-1].lemma)


def _is_at_a_place(document: Document, when: DateMention, sentence_: Span, prose: bool) -> bool:
    """Whether the words around a day say where: a locative, a venue; in a label any place, or „tiešsaistē”."""
    start, end = _clause(document, when, sentence_)
    here = [p for p in inside(places.read(document), start, end) if not is_broad(p)]
    if any(p.locative or is_goal(document.text, p) for p in here):
        return True
    if any(document.text[p.end : when.start].strip() == "(" for p in here):  # „uz Talsiem (6. aprīlis)”
        return True
    if any(start <= v.start < end for v in venues(sentence_)) or _is_in_a_house(document, start, end):
        return True
    if prose:
        return False
    seated = seats(sentence_, organisations.read(document))
    return bool(here or seated or pattern("online").search(document.text, start, end))


def _is_in_calendar(document: Document, when: DateMention, block: Block, verbs: bool) -> bool:
    """Whether a line without a verb stands in a list of events: „Galvenie notikumi: …”, „Nometņu kalendārs”.

    The cells of a row may have one: „Kā plānot stundu?”.
    """
    sentence = block.kind == "paragraph" or (verbs and block.kind != "table_row")
    if sentence or not _name_of_line(document, block):
        return False
    above = _introduction(document, when, block)
    return above is not None and bool(pattern("calendar").search(above.text) or event_nouns(tokens(above.text)))


def _is_in_a_house(document: Document, start: int, end: int) -> bool:
    """„Labklājības ministrijā”: an organisation in the locative is a place too."""
    return any(o.text.endswith(("ā", "ē", "ī", "ū")) for o in inside(organisations.read(document), start, end))


@lru_cache(maxsize=8)
def _name_of_line(document: Document, block: Block) -> str:
    """What a line of a list says besides days and places: a quoted title, or the first part with words of its own."""
    title = next((q.name for q in quotes.names(document) if block.start <= q.start < block.end), None)
    if title:
        return f"„{title}”"
    text = block.text
    for mention in sorted(
        (*inside(dates.read(document), block.start, block.end), *inside(places.read(document), block.start, block.end)),
        key=lambda m: -m.start,
    ):
        text = text[: mention.start - block.start] + "|" + text[mention.end - block.start :]
    parts = (name_from_line(part) for part in re.split(r"[|(),;–]|\s-\s", text))
    return next((p for p in parts if re.search(r"[^\W\d]{4,}", p) and not (_tells_where(p) or _FIGURE.match(p))), "")


def _tells_where(part: str) -> bool:
    """„Novada domes ēkā”, „pie slimnīcas”, „tiešsaistē”."""
    *_, last = part.rstrip(" .").split()
    case = next((a.case for a in analyses(last)), None)
    return case == "loc" or bool(re.match(r"(pie|pl?kst)\b", part, re.I) or pattern("online").search(part))


def _has_place(document: Document, sentence: Span) -> bool:
    start, end = sentence.start_char, sentence.end_char
    here = inside(places.read(document), start, end)
    if any(p.locative or is_goal(document.text, p) for p in here) or venues(sentence):
        return True
    return bool(_AT_SOMETHING.search(sentence.text) or inside(organisations.read(document), start, end))


def _told_in_words(document: Document, when: DateMention, sentence: Span) -> str:
    """A name for what only a verb tells: the page's title if that is about it, else the sentence without its date."""
    told = content_words(sentence.text)
    title = content_words(document.title or "")
    if document.title and sum(any(meet(word, other) for other in told) for word in title) * 2 >= len(title):
        return document.title
    start, end = _clause(document, when, sentence)
    rest = re.sub(r"(\b[Nn]o )?" + re.escape(when.text), "", document.text[start:end].strip(), count=1)
    rest = _SUBORDINATE.split(_AT_HOUR.sub("", rest), maxsplit=1)[0]
    words = " ".join(_LEADING_DAY.sub("", rest).split()).strip(" ,.;–-")
    if len(words) > _LONGEST_NAME:
        words = words[:_LONGEST_NAME].rsplit(" ", 1)[0].rstrip(" ,;–-") + " …"
    return words[:1].upper() + words[1:]


@lru_cache(maxsize=8)
def _by_row(document: Document, block: Block) -> _Named | None:
    """A row of a table that has a day and a place: its first cell of words names what is held."""
    found = inside(places.read(document), block.start, block.end)
    if block.kind != "table_row" or not (found or pattern("online").search(block.text)):
        return None
    for cell in re.finditer(r"[^|]+", block.text):
        start, end = block.start + cell.start(), block.start + cell.end()
        name = name_from_line(cell[0])
        taken = inside(dates.read(document), start, end) or any(start <= p.start < end for p in found)
        if not taken and len(re.findall(r"[^\W\d]{3,}", name)) > 1:
            return _Named(name, "other", 0.6)
    return None


def _by_line(document: Document, when: DateMention, block: Block) -> _Named | None:
    """„Darba devēju diena (Talsi, 05.05.2018.)”: a line that dates what it names in brackets, as lists of events do."""
    before = block.text[: when.start - block.start]
    opening = before.rfind("(")
    if block.kind not in ("list_item", "slide_title") or not is_short(before) or opening <= before.rfind(")"):
        return None
    name = name_from_line(before)
    return _Named(name, "other", 0.6) if len(name.split()) > 1 else None


def _by_heading(document: Document, when: DateMention, block: Block, happens: bool) -> _Named | None:
    """A date whose sentence has no word for an event: the heading above, the slide, or the title has it."""
    labelled = bool(_WHEN_WHERE.search(block.text)) or _is_label(document, when, block)
    if not labelled and not happens:
        return None
    for line in lines_for(document, when, block, labelled):
        nouns = event_nouns(tokens(line.text))
        if nouns:
            noun = main_noun(nouns, len(line.text))
            titled = line.kind in ("heading", "slide_title")
            name = _NUMBERING.sub("", line.text) if titled else event_name(document, noun, line.start)
            return _Named(name, noun.kind, 0.7 if labelled else 0.6, line, noun.lemma)
    return None


def _is_label(document: Document, when: DateMention, block: Block) -> bool:
    """Whether a line holds little but the date and places; a date quite alone tells something only on a slide."""
    here = inside(places.read(document), block.start, block.end)
    rest = block.text
    if any(_opens(block, when, p) for p in here) and (block.kind == "list_item" or is_short(block.text)):
        return True
    if block.kind == "list_item" and is_short(block.text) and here:
        return True
    if _opens_line(when, block) and _is_announced(document, block):
        return True
    if _is_only_a_day(when, block) and _is_day_of_cover(document, when, block):
        return True
    before = block.text[: when.start - block.start].rstrip()
    listed = before[-1:] in ("", ";") and ";" in block.text
    if listed and not any(
        map(is_finite, sentence_at(document, when.start))
    ):  # „8. jūnijā – Kurzemei; 10. jūnijā – Latgalei”
        return True
    inside_or_online = bool(here) or bool(pattern("online").search(block.text) or _HOUR.search(block.text))
    inside_or_online = inside_or_online or (block.kind == "list_item" and _is_announced(document, block))
    housed = _bodies_of_cover(document, when, block)
    inside_or_online = inside_or_online or bool(housed)
    for mention in (when, *here, *housed):
        rest = rest.replace(mention.text, " ")
    return len(re.findall(r"\w{3,}", rest)) <= _LABEL_WORDS and (inside_or_online or block.page is not None)


def _bodies_of_cover(document: Document, when: DateMention, block: Block) -> list[OrganisationMention]:
    """Where a cover says an occasion was, „Satiksmes ministrija, 22.01.2019.”, unless it is who published when."""
    if index_at(document.blocks, block.start) >= _COVER_LINES or when.start_date == document.published:
        return []
    named = inside(organisations.read(document), block.start, block.end)
    return [body for body in named if block.start in (body.start, when.start)]


def _opens_line(when: DateMention, block: Block) -> bool:
    """„4. novembris – e-nosūtījumi”, „1) 4. novembris – …”."""
    before, after = block.text[: when.start - block.start], block.text[when.end - block.start :]
    return bool(re.fullmatch(r"(\d{1,2}[.)])?\s*(\w+dien\w*,?)?\s*", before) and re.match(r"\s*[–—:-]", after))


def _is_announced(document: Document, block: Block) -> bool:
    """Whether a line introduces its list as what is held: „Sanāksmes notiks: …”, „rīko trīs vebinārus”."""
    at = index_at(document.blocks, block.start)
    above = reversed(document.blocks[max(0, at - _LINES_OF_HEADING) : at])
    line = next(
        (b for b in above if b.text.endswith(":") or not (b.kind == "list_item" or _begins_with_figure(b))), None
    )
    if line is None or not pattern("happens").search(line.text):
        return False
    return line.text.endswith(":") or (at > 0 and bool(event_nouns(tokens(line.text))))


def _begins_with_figure(block: Block) -> bool:
    return block.text[:1].isdigit()


def _opens(block: Block, when: DateMention, place: PlaceMention) -> bool:
    """Whether a line begins with the date and a place: „12. martā Cēsīs, plānošanas reģiona telpās”."""
    first, second = sorted((when, place), key=lambda m: m.start)
    return first.start - block.start <= 3 and second.start - first.end <= 4


def lines_for(document: Document, when: DateMention, block: Block, labelled: bool) -> Iterator[Block]:
    """Lines that may name what the block dates, the nearest first: what introduces a list, headings, the title."""
    at = index_at(document.blocks, block.start)
    above = [b for b in reversed(document.blocks[max(0, at - _LINES_OF_HEADING) : at]) if b.page == block.page]
    if block.kind in ("list_item", "table_row"):
        before_list = next((b for b in above if b.kind != block.kind or b.text.endswith(":")), None)
        yield from (b for b in (before_list,) if b and (b.text.endswith(":") or labelled))
    yield from (b for b in above if b.kind in ("heading", "slide_title"))
    if labelled:
        opening = at < _OPENING_LINES  # a cover's date and its title may fall on two pages of a text
        below = [b for b in document.blocks[at + 1 : at + 5] if opening or b.page == block.page]
        near = [b for b in [*above[:2], *below] if is_short(b.text) or b in above[:1]]
        # one item of a list does not name another, unless it begins with a day or says „Kad: …”
        alone = when.start > block.start and not _WHEN_WHERE.search(block.text)
        among_items = block.kind == "list_item" and alone
        yield from (b for b in near if not (among_items and b.kind == "list_item"))
    if document.title:
        yield Block("heading", document.title, 0, 0)  # the title, wherever it may stand


def _status(document: Document, when: DateMention, sentence: Span) -> str:
    start, end = _clause(document, when, sentence)
    text = document.text[start:end]
    new_day = _NEW_DAY.search(document.text, sentence.start_char, when.start)
    off = pattern("cancelled").search(text) or (pattern("moved").search(text) and not _MOVED_ELSEWHERE.search(text))
    if not new_day and (off or _is_off_by_heading(document, when, sentence)):
        return "cancelled"
    if document.published is not None:
        return "planned" if when.start_date > document.published else "held"
    return "planned" if pattern("future").search(text) and not pattern("took_place").search(text) else "held"


def _is_off_by_heading(document: Document, when: DateMention, sentence: Span) -> bool:
    """Whether a heading says „Atcelti” of its list, or „Pārcelti”, and this is no new day („… uz 10. martu”)."""
    block = document.blocks[index_at(document.blocks, when.start)]
    above = _introduction(document, when, block) if block.kind == "list_item" else None
    if above is None or len(above.text.split()) > _LABEL_WORDS:
        return False
    new_day = _TO_NEW_DAY.search(document.text, sentence.start_char, when.start)
    return bool(pattern("cancelled").search(above.text) or (pattern("moved").search(above.text) and not new_day))


def _clause(document: Document, when: DateMention, sentence: Span) -> tuple[int, int]:
    """Where a sentence speaks of a date: behind „, bet 13. martā”, or between „;” or „, bet” if it has other dates."""
    start, end = sentence.start_char, sentence.end_char
    others = len(inside(dates.read(document), start, end)) > 1
    for cut in _NEW_CLAUSE.finditer(document.text, start, end):
        if cut.end() <= when.start and (others or not document.text[cut.end() : when.start].strip()):
            start = cut.end()
        elif cut.start() >= when.end and others:
            end = cut.start()
            break
    return start, end
