"""What the words beside a phrase say of it: whether it is a date at all, and how exact.

„11. novembra krastmala” is a street, „1900 – 2000 eiro” an amount, a lone „2019” a date only in brackets or at the
end of a name, and a lone „martā” only where it is said of one March.
"""

from __future__ import annotations

import re

from pipeline.dates import words
from pipeline.dates.grammar import Phrase

_SENTENCE_END = re.compile(rf"\n|(?<!\d)[.!?…][”“\"»)]?\s+(?=[„“\"«(]?[{words.UPPER}])")
_SENTENCE = 600  #: characters to look for the bounds of a sentence

_APPROXIMATE = re.compile(
    r"(?:\b(?:ap|aptuveni|apmēram|aptuvenā|aptuvenajā|orientējoši)\s|[~≈])\s?(?:no\s|kopš\s|līdz\s)?$", re.I
)
_EVERY_YEAR = re.compile(
    r"\b(?:katru|katra|katrā|ik)\s+gad\w{1,2}\b|\bikgad\w*|\b(?:katru|katra|katrā|ik|parasti|tradicionāli)\s$", re.I
)
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
_BOUND = re.compile(r"\b(?:kopš|līdz|no|pirms|pēc|uz|vis[au])\s$", re.I)
#: A year is told, but not by what dates.tokens knows: „mācību gada 1. septembrī”, „iepriekšējā gada decembrī”.
_SOME_YEAR = re.compile(r"\bgada[^\S\n]$|\b(?:iepriekš|attiecīg|citā)\w*\sgadā\s$", re.I)
_ALONE_IN_BRACKETS = re.compile(r"\((?:[^()]{0,60},\s)?$")
#: „2013 – 19 pašvaldības, 2014 – 25”: years before what was counted in each.
_LISTED = re.compile(r"(?:^|[:;,\n]\s?)$")
_FIGURE_FOLLOWS = re.compile(r"\s[–-]\s\d(?!\d{3}(?!\d))[\d ]*(?![\d.]|\s?gad)")
#: „septembris – mācības Kuldīgā”: a month that opens a line of a plan.
_PLANNED = re.compile(r"\s?(?:[–-]\s|:\s)")
_NAME_BEFORE = re.compile(r"[„“”\"«‟][^„“”\"«»\n]{2,120}[^\W\d_][^„“”\"«»\n]{0,20}\s$")
_MONTH_IN_FIGURES = re.compile(
    r"(?:\([^()]{0,60}|(?:\bno|kopš|līdz|pirms|pēc|gada|termiņš:?|laiks:?|datums:?)\s)$", re.I
)
#: „21.02. Atklāšanas konference”, „23.11. Diskusija”: a day opens a line where no section is numbered so.
_LINE_OPENS = re.compile(r"(?:\A|\n)[^\S\n]{0,6}(?:[•▪–-][^\S\n]{0,3})?$")
_NO_SECTION = re.compile(r"\d{1,2}\..{0,8}(?<!\d)0\d\.?|(?:1[3-9]|[23]\d)\..{0,8}(?<!\d)1[0-2]\.?", re.S)
#: After figures: a time of day makes them a date, the name of a part of a document a number of that part.
_TIME = re.compile(r",?\s{0,2}(?:plkst|pulksten|pl\.|\d{1,2}[.:]\d\d\b)", re.I)
_SECTION = re.compile(r"\s?(?:p\b|p\.|punkt|pant|apakš|nodaļ|sadaļ|pielik|tabul|attēl|lpp|rind|daļ)", re.I)
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
    begin = max((m.end() for m in _SENTENCE_END.finditer(text, first, offset)), default=first)
    after = _SENTENCE_END.search(text, offset, offset + _SENTENCE)
    return begin, after.start() if after else min(len(text), offset + _SENTENCE)


def approximate(text: str, start: int) -> bool:
    """Whether the words before ``start`` make a date less than exact („ap 2015. gadu”)."""
    return bool(_APPROXIMATE.search(text[max(0, start - 24) : start]))


def is_date(text: str, phrase: Phrase) -> bool:
    """Whether ``phrase`` names a date where it stands."""
    before, after = text[max(0, phrase.start - 150) : phrase.start], text[phrase.end : phrase.end + 24]
    if _STREET.match(after) and _names_streets(text, phrase):
        return False
    match phrase.unit:
        case "bare_year":
            in_brackets = after[:1] == ")" and _ALONE_IN_BRACKETS.search(before)
            listed = _LISTED.search(before) and _FIGURE_FOLLOWS.match(after)
            return in_name(before, after) or bool(in_brackets or listed)
        case "figures":
            if not _figures_are_day(text, phrase, before, after):
                return False
        case "figure_month" if len(phrase.points) == 1:
            return bool(_MONTH_IN_FIGURES.search(before))
        case "years":
            return not _AMOUNT.match(after) and (phrase.kinds[-1] != "Z" or not _counted(phrase, after))
        case "today":
            return not _spoken(before)
        case "quarter" if "k" in phrase.kinds and not phrase.year_told:
            return False
        case "month" if not (phrase.year_told or _BOUND.search(before) or _one_month(text, phrase)):
            return False
    if not phrase.year_told and _SOME_YEAR.search(before):
        return False
    return phrase.year_told or not _EVERY_YEAR.search(text[sentence(text, phrase.start)[0] : phrase.start])


def in_name(before: str, after: str) -> bool:
    """Whether what stands between the two ends a quoted name („Saule 2020”)."""
    return after[:1] in {"”", "“", '"', "»"} and bool(_NAME_BEFORE.search(before))


def _figures_are_day(text: str, phrase: Phrase, before: str, after: str) -> bool:
    """Whether figures such as „18.11.” are day and month, and not the number of a section."""
    if set(phrase.kinds) & set("ewo") or _TIME.match(after):
        return True
    if _SECTION.match(after):
        return False
    if _LINE_OPENS.search(before) and _NO_SECTION.fullmatch(text, phrase.start, phrase.end):
        return after[:1].isspace()
    two_figures = text[phrase.start : phrase.start + 2].isdigit()
    in_range = any(point.join == "-" for point in phrase.points)
    beside = bool(_MONTH_IN_FIGURES.search(before))
    return (two_figures and (in_range or beside)) or (in_range and beside)


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
    if (phrase.start == 0 or text[phrase.start - 1] == "\n") and _PLANNED.match(text, phrase.end):
        return True
    if named[0].isupper() and sentence(text, phrase.start)[0] != phrase.start:
        return False
    return "-" in phrase.kinds or bool(_ONE_MONTH.search(named) or _MONTH_PART.match(text, phrase.end))
