"""Which dates are an occasion: not deadlines, laws, periods of projects, or the day a page was published."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import takewhile

from spacy.tokens import Span, Token

from hronika.types import Block, DateMention, Document
from pipeline import counts, dates
from pipeline.events.nouns import event_nouns
from pipeline.events.words import any_of, pattern
from pipeline.grammar import is_finite
from pipeline.language import sentence_at
from pipeline.spans import inside

_RESPECTIVELY = re.compile(r"\battiecīgi\W*$", re.I)
_DEADLINE = re.compile(any_of("deadline") + r"\s*$", re.I)
#: What was done to the day, and not what an event is called by („izsludinātās dienas – 12. martā”).
_OTHER_ACT = re.compile(r"\b(?!\w+t(?:ās|ie|ais|o|ajās|ajos)\b)" + any_of("other_act") + r"[^.;,]{0,30}$", re.I)
_LEGAL = re.compile(r"^\W{0,3}(\w+ ){0,2}" + any_of("legal"), re.I)
_PERIOD = re.compile(
    r"(īstenošanas|darbības|realizācijas|plānošanas)\s+(laik|period|termiņ|posm|ietvar)\w*[^.]*$"
    r"|projekta (laik|period|termiņ)\w*[^.]*$|laika posmā[^.]*$|laikposmā[^.]*$",
    re.I,
)
#: „2. augustu pasludināja par piemiņas dienu”: a day that something is done to is no time of anything.
_ACCUSATIVE = re.compile(r"[a-zā-ž]u$")
_FROM = re.compile(r"\bno\s*$", re.I)
#: „12. martā izsludinātā ārkārtējā situācija”: what else was done on the day, as an attribute.
_DONE = re.compile(r"\s(\w+ )?(?=\w+t(?:ais|ā|o|ās|os|ajā|ajam|ajai|ie|ajiem|ajām)\b)" + any_of("other_act"), re.I)
#: „1949. gada 25. martā izsūtīto piemiņai”: to whom it happened.
_WHO = re.compile(r"\s\w+(?:t|uš)(?:ais|ā|o|os|ās|ie|ajiem|ajām)\b", re.I)
#: „Nevis 8. decembrī, bet 15. decembrī”, „15. decembrī (iepriekš izziņotais 8. decembris atcelts)”.
_NOT_THEN = re.compile(r"(\bnevis|\((iepriekš|sākotnēji|agrāk)\s\w+t(ais|ā|ie|ās))\s*$", re.I)
#: „Iesniegšana pagarināta no 30. marta līdz 20. aprīlim”: until when.
_PROLONGED = re.compile(r"\bpagarinā\w*[^.;]{0,40}$", re.I)
#: „Vakarā”, „naktī”: a genitive before these is that of the day itself.
_PART_OF_DAY = re.compile(r"(rīt|vakar|nakt|pēcpusdien|priekšpusdien|dien)\w*$", re.I)
#: Years after which what a genitive dates is remembered rather than reported.
_LONG_AGO = 5
#: Characters on either side of a date in which its paragraph may say what it is.
_AROUND = 500
#: Words behind a genitive that may belong together.
_PHRASE = 6
#: „Pašvaldības, kuras vēlas rīkot diskusiju februārī”.
_WISH = re.compile(r"\b(vēlas|vēlētos|grib|gribētu|varētu)\b[^.;]{0,60}$", re.I)
#: „13. jūnijs – pieteikumu termiņš”, „termiņš pagarināts (sākotnēji – 1. novembris)”: days by which, not on which.
_BY_THEN = re.compile(r"\W{1,3}(\w+ ){0,2}(termiņ|pēdējā diena)", re.I)
_BY_THEN_ONCE = re.compile(r"\b(termiņ|līdz\b)[^;()]{0,90}\((sākotnēji|iepriekš|līdz šim)\W+$", re.I)
#: „Pārcelts no 3. marta uz 10. martu”.
_TO_ANOTHER = re.compile(rf"\s*(\w+\s)?({any_of('moved')}\s)?uz\b", re.I)
#: „9 870 jaunsargu (uz 01.09.2024.)”, „Rādītāji uz 1. janvāri”: what there was on a day.
_AS_OF = re.compile(
    r"(\(|\b(dati|rādītāj\w+|rezultāt\w+|stāvok\w+|situācij\w+|skait\w+|informācija)\s[^.;]*)\buz\s*$|^uz\s*$", re.I
)
_PREPOSITION = re.compile(r"\b(ap|uz|par|starp|pirms|līdz|no)\s*(\w+dienu,?\s*)?$", re.I)
_OPEN_UNTIL = re.compile(any_of("open_until") + r"[^.;]*\blīdz\s*$", re.I)
_LASTS_UNTIL = re.compile(any_of("lasts_until") + r"[^.;]*\blīdz\s*$", re.I)
#: „Kursi sāksies 3. februārī. Tie noslēgsies 28. martā”.
_ENDS = re.compile(rf"(?:{any_of('closes')}|{any_of('lasts_until')}[^.;]*\blīdz)[^.;]*$", re.I)
#: Days beyond which a range is the time of an activity and not of an event; longer for what does last.
_LONGEST = {"exhibition": 400, "course": 200, "training": 120, "discussion": 62, "camp": 31}
_LONGEST_OTHER = 21
_LONGEST_SERIES = 200
_LONGEST_MONTHS = 95  # a season, or a quarter, where only months are given


@lru_cache(maxsize=8)
def days(document: Document) -> list[DateMention]:
    """The dates of a document; days told „Talsos un Saldū, attiecīgi 18. un 19. aprīlī” are no span, but one each."""
    found: list[DateMention] = []
    for when in dates.read(document):
        first, last = date.fromisoformat(when.start_date), date.fromisoformat(when.end_date)
        if (
            when.precision == "day"
            and first < last
            and _RESPECTIVELY.search(document.text, max(0, when.start - 15), when.start)
        ):
            each = [(first + timedelta(days=after)).isoformat() for after in range((last - first).days + 1)]
            found += [replace(when, start_date=day, end_date=day) for day in each]
        else:
            found.append(when)
    return found


def may_be_event(document: Document, when: DateMention, block: Block) -> bool:
    """Whether a date of a day, a month or a range may be that of an event."""
    before = document.text[max(block.start, when.start - _AROUND) : when.start]
    after = document.text[when.end : min(block.end, when.end + _AROUND)]
    if when.precision == "year" or _DEADLINE.search(before) or _NOT_THEN.search(before):
        return False
    one = when.start_date == when.end_date or (when.precision == "month" and when.start_date[:7] == when.end_date[:7])
    if one and _FROM.search(before) and not _TO_ANOTHER.match(after):  # „no 1. jūlija mainās …”
        return False
    if _ACCUSATIVE.search(when.text) and not _PREPOSITION.search(before):
        return False
    if _WISH.search(before[-90:]) or _AS_OF.search(before[-90:]) or _PROLONGED.search(before[-90:]):
        return False
    if _is_of_other(document, when, before, after):
        return False
    if _BY_THEN.match(after) or _BY_THEN_ONCE.search(before):
        return False
    legal = _LEGAL.search(after) and not _is_of_event(document, when, before)
    return not (legal or _PERIOD.search(before[-60:]) or _OTHER_ACT.search(before[-80:]))


def _is_of_other(document: Document, when: DateMention, before: str, after: str) -> bool:
    """Whether the words behind a date make it that of something else: „3. novembra plūdos”, „25. marta deportāciju”."""
    done, long_ago = _DONE.match(after), _is_long_ago(document, when)
    if long_ago and _WHO.match(after):
        return True
    genitive = when.precision == "day" and when.text.endswith("a") and not _PREPOSITION.search(before)
    if not done and not genitive:
        return False
    at = when.end + (done.end() if done else 0)
    sentence = sentence_at(document, when.start)
    named = {noun.token.i for noun in event_nouns(sentence)}
    words = [token for token in sentence if token.idx >= at][:_PHRASE]
    if long_ago and not done:
        return bool(words) and words[0].i not in named
    nouns = [token for token in takewhile(_goes_on, words) if token.pos_ in ("NOUN", "PROPN")]
    if not nouns:
        return done is not None
    return not _PART_OF_DAY.match(nouns[0].text) and not any(noun.i in named for noun in nouns)


def _goes_on(token: Token) -> bool:
    """Whether a word may belong to a phrase that a genitive opens."""
    return token.is_alpha and token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "DET") and not is_finite(token)


def _is_long_ago(document: Document, when: DateMention) -> bool:
    latest = document.published or max(one.start_date for one in dates.read(document))
    return int(latest[:4]) - int(when.start_date[:4]) >= _LONG_AGO


def _is_of_event(document: Document, when: DateMention, before: str) -> bool:
    """„Rīgas samita (2015. gada 21.–22. maijs) lēmumi”: whether brackets give an event's date right behind its noun."""
    if not before.endswith("("):
        return False
    at = when.start - (len(before) - len(before[:-1].rstrip()))
    return any(noun.token.idx + len(noun.token) == at for noun in event_nouns(sentence_at(document, when.start)))


def too_long(when: DateMention, kind: str, sentence: Span) -> bool:
    """Whether the range is the time of an activity; a series that „took place” from one day to another may be long."""
    days = (date.fromisoformat(when.end_date) - date.fromisoformat(when.start_date)).days
    longest = _LONGEST_SERIES if pattern("took_place").search(sentence.text) else _LONGEST.get(kind, _LONGEST_OTHER)
    return days > (longest if when.precision == "day" else max(longest, _LONGEST_MONTHS))


def opens(sentence: Span) -> bool:
    """Whether a sentence tells of an opening, which is an event of its day."""
    return bool(pattern("opens").search(sentence.text))


def shown_until(document: Document, when: DateMention, block: Block) -> str | None:
    """The day behind a date up to which what is told there can be seen: „skatāma līdz 5. maijam”."""
    for later in inside(dates.read(document), when.end, min(block.end, when.end + _AROUND)):
        start = max(block.start, later.start - _AROUND)
        if later.start_date > when.end_date and _OPEN_UNTIL.search(document.text, start, later.start):
            return later.end_date
    return None


def last_day(document: Document, when: DateMention, kind: str, sentence: Span, block: Block) -> str:
    """The end that other words give to a single day: „skatāma līdz 5. maijam”, „divu dienu brauciens … 13. martā”."""
    if when.start_date != when.end_date:
        return when.end_date
    until = shown_until(document, when, block) if kind == "exhibition" and not opens(sentence) else None
    if until is not None:
        return until
    begins = pattern("begins").search(sentence.text)
    for later in inside(dates.read(document), when.end, block.end if begins else sentence.end_char):
        lasts = _ENDS if begins else _LASTS_UNTIL
        if later.start_date > when.end_date and lasts.search(document.text, when.end, later.start):
            return later.end_date
    here = inside(counts.read(document), sentence.start_char, sentence.end_char)
    held = [noun.token.idx for noun in event_nouns(sentence)]  # „trīs atvērto durvju dienas” do not last three days
    lasting = [c for c in here if c.unit == "diena" and not any(c.start <= at < c.end for at in held)]
    if lasting:
        first, after = date.fromisoformat(when.start_date), int(lasting[0].value) - 1
        for told in dates.read(document):
            if told.start_date == told.end_date and (date.fromisoformat(told.end_date) - first).days == after:
                return told.end_date
    return when.end_date
