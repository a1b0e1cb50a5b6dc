"""What the words beside a phrase say of it: whether it is a date at all, and how exact.

„11. novembra krastmala” is a street, „1900 – 2000 eiro” an amount, a lone „2019” a date only in brackets or at the
end of a name, and a lone „martā” only where it is said of one March.
"""

from __future__ import annotations

import re

from hronika.types import Document
from pipeline.dates import figures, words
from pipeline.dates.grammar import Phrase

_SENTENCE_END = re.compile(
    rf"\n|(?<!\d)[.!?…][”“\"»)]?\s+(?=[„“\"«(]?[{words.UPPER}])"
    # a date may open the next, after what is no abbreviation
    rf"|(?<=[{words.LOWER}]{{3}}[aāeēiīouūsšm])\.\s+(?=(?:(?:19|20)\d\d\.\s?gad|\d{{1,2}}\.\s?{words.MONTH}\b))"
)
_SENTENCE = 600  #: characters to look for the bounds of a sentence

_APPROXIMATE = re.compile(
    r"(?:\b(?:ap|aptuveni|apmēram|aptuvenā|aptuvenajā|orientējoši)\s|[~≈])\s?(?:no\s|kopš\s|līdz\s)?$", re.I
)
_EVERY_YEAR = re.compile(
    r"\b(?:katru|katra|katrā|ik)\s+gad\w{1,2}\b|\bikgad\w*|\b(?:katru|katra|katrā|ik|parasti|tradicionāli)\s$", re.I
)
_QUOTES = tuple('„“”"«»')
_STREET = re.compile(r"\s(?:iel|krastmal|prospekt|laukum|bulvār|gatv|park|til[tļ]|alej|deklarācij)\w", re.I)
_AMOUNT = re.compile(
    r"\s?(?:eiro|euro|eur|€|%|lat[iu]|ls\b|usd|miljon|tūkst|dalībniek|cilvēk|iedzīvotāj|person|skolēn|biedr|vien[īi]b"
    r"|gab|m²|m2|m\b|km|kg|ha\b|kv|metr|hektār|reiz|eks)",
    re.I,
)
_MONTH_PART = re.compile(
    r"\s(?:sākum|vid(?:ū|us|u)\b|beig|nogal|(?:pirm|otr|treš|ceturt|pēdēj)(?:aj)?[āo]|garum|laikā|gaitā|mēnes)", re.I
)
_ONE_MONTH = re.compile(r"(?:ā|ī)$")
_BOUND = re.compile(r"\b(?:kopš|līdz|no|pirms|pēc|uz|par|vis[au])\s$", re.I)
#: A year is told, but not by what dates.tokens knows: „mācību gada 1. septembrī”, „iepriekšējā gada decembrī”.
_SOME_YEAR = re.compile(r"\bgada[^\S\n]$|\b(?:iepriekš|attiecīg|citā)\w*\sgadā\s$", re.I)
#: „termiņš pagarināts no 30. marta līdz 20. aprīlim”: one day in place of another.
_MOVED = re.compile(r"\b(?:pagarin|pārc[eē]l|pārlik|atlik|mainī|pārbīdī)\w*\s(?:(?!uz\s)[^\W\d_]+\s){0,2}no\s$", re.I)
_ALONE_IN_BRACKETS = re.compile(r"\((?:[^()]{0,60},\s)?$")
#: „JAUNSARDZES VASARA 2024”: the name of something, where „pavasaris 2024” in a plan is a time.
_NAMED_SEASON = re.compile(rf"[{words.LOWER}{words.UPPER}]\s(?:vasara|rudens|pavasaris|ziema)\s(?:19|20)\d\d$", re.I)
#: „2013 – 19 pašvaldības, 2014 – 25”: years before what was counted in each.
_LISTED = re.compile(r"(?:^|[:;,\n]\s?)$")
_FIGURE_FOLLOWS = re.compile(r"\s[–-]\s\d(?!\d{3}(?!\d))[\d ]*(?![\d.]|\s?gad)")
#: „septembris – mācības Kuldīgā”: a month that opens a line of a plan, or a row or cell of its table.
_LINE_OPENS = re.compile(r"(?:\A|\n|\|\s?)$")
_PLANNED = re.compile(r"\s?(?:[–-]\s|:\s|\|)")
_NAME_BEFORE = re.compile(r"[„“”\"«‟][^„“”\"«»\n]{2,120}[^\W\d_][^„“”\"«»\n]{0,20}\s$")
#: After two years without a full stop: what plans and programmes are, and what is counted rather than dated.
_PERIOD = re.compile(
    r"\s(?:[^\W\d_]+\s)?"
    r"(?:plān|program|period|posm|laik|budžet|stratēģ|attīst|pamatnost|darbīb|rīcīb|fond|sezon|projekt)",
    re.I,
)
_COUNTED = re.compile(r"\s[^\W\d_]+(?:u|i|as|es|is|us|iem|ām|ēm|īm)\b", re.I)


def sentence(text: str, offset: int) -> tuple[int, int]:
    """Where the sentence around ``offset`` begins and ends, near enough."""
    first = max(0, offset - _SENTENCE)
    ends = _SENTENCE_END.finditer(text, first, offset + 1)  # one more, to see how the sentence begins
    begin = max((m.end() for m in ends if m.end() <= offset), default=first)
    after = _SENTENCE_END.search(text, offset, offset + _SENTENCE)
    return begin, after.start() if after else min(len(text), offset + _SENTENCE)


def approximate(text: str, start: int) -> bool:
    """Whether the words before ``start`` make a date less than exact („ap 2015. gadu”)."""
    return bool(_APPROXIMATE.search(text[max(0, start - 24) : start]))


def moved(text: str, start: int) -> bool:
    """Whether what is put off, or given longer, is told to be so from the date at an offset."""
    return _MOVED.search(text, max(0, start - 60), start) is not None


def is_date(document: Document, phrase: Phrase) -> bool:
    """Whether ``phrase`` names a date where it stands."""
    text = document.text
    before, after = text[max(0, phrase.start - 150) : phrase.start], text[phrase.end : phrase.end + 24]
    if _STREET.match(after) and _names_streets(text, phrase):
        return False
    if not phrase.year_told and before[-1:] in _QUOTES and after[:1] in _QUOTES:
        return False  # SIA „11. novembris”
    match phrase.unit:
        case "bare_year":
            in_brackets = after[:1] == ")" and _ALONE_IN_BRACKETS.search(before)
            listed = _LISTED.search(before) and _FIGURE_FOLLOWS.match(after)
            return in_name(before, after) or bool(in_brackets or listed)
        case "figures" if not figures.are_day(document, phrase):
            return False
        case "figure_month" if len(phrase.points) == 1:
            return figures.is_month(document, phrase)
        case "years":
            return not _AMOUNT.match(after) and (phrase.kinds[-1] != "Z" or not _counted(phrase, after))
        case "today":
            return not _spoken(before)
        case "quarter" if "k" in phrase.kinds and not phrase.year_told:
            return False
        case "quarter" if _NAMED_SEASON.search(text, max(0, phrase.start - 40), phrase.end):
            return False
        case "month" if not (phrase.year_told or _BOUND.search(before) or _one_month(text, phrase)):
            return False
    if not phrase.year_told and _SOME_YEAR.search(before):
        return False
    return phrase.year_told or not _EVERY_YEAR.search(text[sentence(text, phrase.start)[0] : phrase.start])


def in_name(before: str, after: str) -> bool:
    """Whether what stands between the two ends a quoted name („Saule 2020”)."""
    return after[:1] in {"”", "“", '"', "»"} and bool(_NAME_BEFORE.search(before))


def _counted(phrase: Phrase, after: str) -> bool:
    """Whether two numbers before a word are an amount of what the word names: „1200–1500 skatītāji”."""
    known = all(1900 <= (point.year or 0) < 2100 for point in phrase.points)
    return not known or (bool(_COUNTED.match(after)) and not _PERIOD.match(after))


def _names_streets(text: str, phrase: Phrase) -> bool:
    """Whether ``phrase`` has the form of „11. novembra” and „1905. gada”, by which streets are called."""
    in_genitive = text[phrase.end - 1].lower() == "a"
    return in_genitive and (phrase.unit == "year" or (phrase.unit == "day" and not phrase.year_told))


def _spoken(before: str) -> bool:
    """Whether a quotation is open: what its speaker calls today is rather these times."""
    return before.rfind("„") > max(before.rfind("”"), before.rfind("“"))


def _one_month(text: str, phrase: Phrase) -> bool:
    """Whether a month without a year is said of one time: „martā”, „marta beigās”, „marts–maijs”."""
    named = text[phrase.start : phrase.end]
    if _LINE_OPENS.search(text[max(0, phrase.start - 12) : phrase.start]) and _PLANNED.match(text, phrase.end):
        return True
    if named[0].isupper() and sentence(text, phrase.start)[0] != phrase.start:
        return False
    return "-" in phrase.kinds or bool(_ONE_MONTH.search(named) or _MONTH_PART.match(text, phrase.end))
