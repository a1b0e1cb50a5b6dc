"""How each piece of a date is spelt: one pattern per kind of piece, tried in the order given at every place of a text.

Spaces may be missing or double and full stops missing or doubled; words may follow a date without a space, as they do
where a page lost its line breaks. No pattern repeats a repetition without a bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from pipeline.dates import words

_GAP = r"\s{0,2}"
_YEAR = r"(?:1\d|20)\d\d(?!\d)"
_GADS = r"g(?:\b|ad)"
#: The end of a word, also where the next word or number is glued on („gadāRīgā”).
_END = rf"(?:\b|(?=\d)|(?-i:(?<=[{words.LOWER}])(?=[{words.UPPER}])))"
_CLOCK = r"(?:[01]?\d|2[0-4])"
_MINUTES = r"[.:][0-5]\d"
_DASH = "[-‐‑‒–—―−]"
_TO = rf"\s{{0,2}}(?:{_DASH}|līdz)\s{{0,2}}"
_NO_DATE = rf"(?!\d|\.\s{{0,2}}\w|\s{{0,2}}{words.MONTH}\b)"  # after the hour of „plkst. 10”
_KIND_OF_YEAR = r"(?:(?:budžeta|finanšu|pārskata|saimniecisk\w{1,4}|kalendār\w{1,4})\s)?"
_DAY_FOLLOWS = rf"(?=\s?\d{{1,2}}\.?\s?{words.MONTH}\b)"
_QUARTER, _HALF = r"(?:ceturk[sš][nņ]\w{1,3}|cet\.)", r"pusgad\w{1,3}"
#: Between „1.” and the „3. ceturksnis” that it is told with; the last of a list says what they all are.
_TOLD_WITH = rf"(?:\s{{0,2}}(?:,|un|vai|{_DASH}|līdz(?:\spat)?)\s{{0,2}}{words.ORDINAL}){{1,3}}\s{{0,2}}"
_SCHOOL = r"(?:mācību|studiju|akadēmisk\w{1,4}|māc\.|m\.)\s?(?:gad\w{1,3}|g\b\.?)"


def _two_years(name: str) -> str:
    """„2021./2022.” or „2021./22.”, as the groups ``name_year`` and ``name_last``."""
    return rf"(?<!\d)(?P<{name}_year>{_YEAR})\.?\s?(?:/|{_DASH})\s?(?P<{name}_last>(?:\d\d)?\d\d)\.?\s?"


#: Named as the readers in tokens.py; groups within say which part is which.
PATTERNS = {
    "numeric": rf"""
        (?<!\d)(?<!\d[.,])(?:
            (?P<iso_year>{_YEAR})(?P<iso>[-./])(?P<iso_month>\d\d)(?P=iso)(?P<iso_day>\d\d)(?![\d/-]|\.\d)\.?
          | (?P<n_day>\d{{1,2}})
            (?: (?:\s?\.{{1,2}}{_GAP}|,(?=\d\d\.{_YEAR})) (?P<n_month>\d{{1,2}})
                (?:\s?\.{{1,2}}|(?<=\d\.\d\d),(?={_YEAR}\.)) (?!\s{{1,2}}{_YEAR}\.?\s{{0,2}}{_GADS}){_GAP}
              | /(?P<n_month2>\d{{1,2}})/ | -(?P<n_month3>\d{{1,2}})- )
            (?P<n_year>{_YEAR})(?:\.?\s?(?:gad[aā]{_END}|g\b\.?)|\.)?
          | (?P<n_day2>0[1-9]|[12]\d|3[01])\.(?P<n_month4>0[1-9]|1[0-2])\.(?P<n_year2>(?:1[3-9]|[23]\d))
            (?:\.(?!\d)|\.?\s?g\b\.?) )""",
    "reference": r"""
        (?:https?://|www\.)\S+
      | \b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}
      | \b(?:Nr|№|Nº)\.?\s{0,2}(?=[\w./-]{0,40}\d)\w[\w/-]*(?:\.[\w/-]+)*
      | \b(?-i:[A-Z]{2}\d\d(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?)\b
      | \bLV-?\s?\d{4}\b
      | \b(?:(?:tālr|tel|mob|faks?s?)[.:]{1,2}|tālru\w{1,4}:?|telefon\w{0,4}:?)\s{0,2}\+?\d[\d\s()-]{3,16}\d
      | (?<!\d)\+\d[\d\s()-]{6,16}\d
      | (?<![\d.,])[26]\d{7}(?!\d)
      | (?<![\d.,])\d[\d.]{0,20}(?:[/-]\w{0,20}){0,8}[/-](?-i:[A-Z]\w*)(?:[/-]\w+)*
      | (?<![\d.,/])(?!(?:19|20)\d\d/)\d{1,6}(?:\.\d{1,4}){0,4}(?:[/-]\d{1,6}){0,4}/(?:19|20)\d\d(?!\d|\.\d)
      | \b(?-i:[A-Z]{1,20})(?:[/-]\w{1,20}){0,8}/\w+(?:/\w+)*""",
    "time": rf"""
        \b(?:plkst\b|pulksten\w{{0,3}}|pl\.)\.?\s{{0,2}}{_CLOCK}(?:{_MINUTES}|{_NO_DATE})
          (?:{_TO}(?:plkst\.?\s{{0,2}})?{_CLOCK}(?:{_MINUTES}(?!\.\s?\d)|{_NO_DATE}))?(?!\d)
      | (?<![\d.,:]){_CLOCK}:[0-5]\d(?::[0-5]\d)?(?:{_TO}{_CLOCK}{_MINUTES}(?!\.\s?\d))?(?!\d)
      | (?<![\d.,:]){_CLOCK}\.[0-5]\d{_TO}{_CLOCK}\.[0-5]\d(?!\.?\d)
      | (?<![\d.,:]){_CLOCK}\.(?:00|15|30|45)(?!\d|[.,/]\d|\s{{0,2}}(?:%|€|eiro|eur|lat|milj|tūkst|punkt|pant))""",
    "school_year": _two_years("s") + _SCHOOL,
    "school_year_part": _two_years("S")
    + rf"(?=(?:un|vai|,|{_DASH}|līdz(?:\spat)?)\s?{_YEAR}\.?\s?(?:/|{_DASH})[\d.\s]{{2,7}}{_SCHOOL})",
    "winter": _two_years("v") + rf"(?:gada\s|g\.\s?)?{words.WINTER}\b",
    "decade": rf"""
        (?:(?:(?<!\d)(?P<g_century>\d\d)\.|\b(?P<g_roman>X(?:I?X|VI{{0,3}}|XI?))\.?)\s?(?:gadsimta|gs\.)\s)?
        (?:(?:(?<!\d)(?P<g_from>(?:1\d|20)?\d0)\.?\s?{_DASH}\s?)?(?<!\d)(?P<g_year>(?:1\d|20)?\d0)(?:\.|-t(?:aj)?os)\s?
          |\b(?P<g_word>{words.TENS})\s)
        (?:gad(?:i|os|iem)\b|gadu(?=\s(?:sāk|vid|beig|otr|pirm|desmit)))""",
    "year": rf"""
        (?<!\d)(?<!\d,)(?P<y_year>{_YEAR})
        (?: (?:{_GAP}\.{{1,2}}{_GAP}|,){_KIND_OF_YEAR}(?:gad(?:a|ā|am|u|s|os|iem|i|us){_END} | g\.{_GAP}g\. | gg?\b\.?)
          | {_GAP}{_KIND_OF_YEAR}(?:gad(?:a|ā|am|s){_END} | g\b\.?)
          | \.\s?g\w{{2,5}}{_DAY_FOLLOWS} )  # „gda”: before a day it can be no other word
        (?:\.(?=\d)|(?<=gada)\.{_DAY_FOLLOWS})?""",
    "year_in_words": rf"""
        \b(?P<yw_century>{words.CENTURY})\s{{1,2}}(?P<yw>{words.UP_TO_99TH})(?:ais|ajā|ajam|[āos])\s{{1,2}}
        gad(?:a|ā|am|u|s)\b""",
    "day_in_words": rf"\b(?P<dw>{words.UP_TO_99TH}){words.BEFORE_ITS_MONTH}",
    "word_year": rf"\b(?:{words.YEAR_WORD})(?:(?<=\.)|(?!\w))",
    "same_year": rf"\b(?:{words.SAME_YEAR})(?:(?<=\.)|(?!\w))",
    "word_day": rf"\b{words.DAY_WORD}\b",
    "near_season": rf"""
        \b(?:šo|šajā\s|šī[sn]?\s|(?P<last_season>pērn))(?P<near_season_name>{words.SEASON_STEM})\w{{0,2}}\b""",
    "part": rf"\b(?P<p_number>{words.ORDINAL})(?={_TOLD_WITH}(?:(?P<p_quarter>{_QUARTER})|{_HALF}))",
    "quarter": rf"\b(?P<q_number>{words.ORDINAL})\s{{0,2}}{_QUARTER}",
    "half": rf"\b(?P<half_number>{words.ORDINAL})\s{{0,2}}(?:{_HALF}|(?P<half_of>pusē))",
    "first_months": rf"""
        (?:\bpirm(?:aj)?(?:os|iem|o|ie)\s|(?<=gada\s))(?P<f_number>1?\d|{words.UP_TO_11})\s
        (?:mēneš(?:os|iem|u|i)|(?P<f_quarters>ceturkš[ņn](?:os|iem|u|i)))\b""",
    "season": rf"\b{words.SEASON}\b",
    "weekday": rf"\b{words.WEEKDAY}(?!\w)",
    "month": rf"(?<![^\W\d_])(?:{words.MONTH}{_END}|{words.MONTH_SHORT}\b\.?)",
    "numeric_month": rf"""
        (?<!\d)(?<!\d[.,])(?:(?P<b_month>0?[1-9]|1[0-2])\.(?P<b_year>(?:19|20)\d\d)(?!\d|[./]\d|\.?\s{{0,2}}{_GADS})\.?
          | (?P<b_month2>0[1-9])\.(?P<b_year2>(?:19|20)\d\d)\.?\s?(?:gad[aā]\b|g\b\.?))""",
    "bare_year": rf"(?<![\d/])(?<!\d[.,])(?P<Y_year>{_YEAR})(?![,/]\d)(?P<Y_dot>\.(?!\d))?",
    "day_month": rf"""
        (?<!\w)(?<!\d,)(?P<h_day>\d{{1,2}})\.(?:\s{{1,2}}(?=\d{{1,2}}\.?{_TO}\d))?(?P<h_month>\d{{1,2}})
        (?![\d/]|\.\d)(?P<h_dot>\.)?""",
    "day": rf"""
        (?:(?<!\w)(?<!\d,)|(?<=gada)|(?<=gadā))(?P<d_day>\d{{1,2}})
        (?:(?P<d_dot> \.(?:\s?\.(?=\s?\w))? | \s\.(?=\s?\w)
                    | (?:(?<=gad[aā]\s\d)|(?<=gad[aā]\s\d\d)),(?=\s?{words.MONTH}\b)) (?!\d)
          | (?!\d|[.,:/]\d|%))""",
    "other": rf"\d+(?:[.,:/](?!{_YEAR}\.?\s{{0,2}}{_GADS})\d+)*",
    "to": rf"""
        {_DASH}{{1,2}} | \b(?-i:l[īi]dz|LĪDZ)(?:\spat)?\b
      | (?<=\d{{4}}\.)/(?=\d) | (?<=\d{{4}})/(?=\d{{4}})""",
    "and": r"\b(?:un(?:\sarī)?|vai)\b | (?<=\d\.)/(?=\d) | (?<=[a-zāī])/(?=\d{1,2}\.)",
    "instead": r"(?<=\d\.\s)uz(?=\s\d{1,2}\.)",
    "comma": ",",
    "no": r"\bno\b",
    "code": r"\b[^\W\d_]{1,30}-\d{1,2}(?!\d|\.{1,2}\s?\d)",
    "mistyped_month": r"(?:(?<=\d\.)|(?<=\d\.\s))[jfasond][^\W\d_]{4,10}\b",
}

#: What every pattern would find out by itself, asked once for all of them: nothing begins with a space or in the middle
#: of a word (an address may), and most patterns begin with a figure always, or never.
_MAY_BEGIN = r"(?=\S)(?:(?<![^\W\d_])|(?=[\W\d_])|(?=https?://|www\.))"
_FIGURE, _NO_FIGURE = r"(?=\d)", r"(?=\D)"
_BEGINS = {
    **dict.fromkeys("numeric school_year school_year_part winter year numeric_month".split(), _FIGURE),
    **dict.fromkeys("bare_year day_month day other".split(), _FIGURE),
    **dict.fromkeys("year_in_words day_in_words word_year same_year word_day near_season season".split(), _NO_FIGURE),
    **dict.fromkeys("weekday month to and instead comma no code mistyped_month".split(), _NO_FIGURE),
}


def _alternatives() -> Iterator[str]:
    """The patterns in their order, those that begin alike together behind the question how."""
    for begins, names in groupby(PATTERNS, key=lambda name: _BEGINS.get(name, "")):
        yield f"{begins}(?:{'|'.join(f'(?P<{name}>{PATTERNS[name]})' for name in names)})"


TOKEN = re.compile(f"{_MAY_BEGIN}(?:{'|'.join(_alternatives())})", re.VERBOSE | re.IGNORECASE)
