"""Whether a number without a noun counts something at all, by the words beside it.

Number words nearly always do. Figures may be a room, a score or the number of a bus, so something must let them count:
a verb, an adverb or a place before them (*saņēma 571*, *pērn – 54*, *Rīgā – 12*), and nothing behind them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.counts.antecedents import REFLEXIVE, clause_start
from pipeline.counts.reader import Found
from pipeline.grammar import Grammar, Word
from pipeline.latvian import analyses

_BESIDE = 60  # characters in which the words beside a number stand
#: what follows a number that stands alone; a noun or an adjective would be counted
_MAY_FOLLOW = ("VERB", "AUX", "ADP", "ADV", "PART", "CCONJ", "SCONJ", "PUNCT", "PRON")
#: what stands before figures that count; after a noun they may be a name: *telpa 12*, *Latvija 100*
_MAY_PRECEDE = ("VERB", "AUX", "ADV", "PART", "DET", "PRON")
_VERBS = ("VERB", "AUX")
_THE_REST = re.compile(r"(?:pārēj|atlikuš|citi|citas|vis)\w*$", re.IGNORECASE)
_OF_TIME = ("pulksten", "plkst", "ap", "līdz", "no", "pēc", "pirms", "kopš")  # „no deviņiem līdz pieciem”
_HOURS = 24
_COMPARES = re.compile(r"\bgad(?:ā|u|os)(?:\s[–—-]|\s\w{2,6})?\s*$|\bpa\s*$", re.IGNORECASE)
_MORE = re.compile(r" (?:vairāk|mazāk)\b")
_WHICH_OF = re.compile(r"\w(?:ais|ā)\sno\s(?:\w+\s)?$")
_PUNCTUATION = re.compile(r"[^\S\n]*(?:[.,;:!?)”\n]|[–—-]|$)")
_FIGURES = re.compile(r"[\W\d]+")  # not „40 tūkstoši”, which surely is a number of something
_YEAR = re.compile(r"(?:19|20)\d\d")
_DASH = re.compile(r" [–—-] ")


@dataclass(frozen=True)
class Alone:
    """A number without a noun of its own, where it stands."""

    text: str
    count: Found
    grammar: Grammar

    @cached_property
    def before(self) -> list[Word]:
        """The words and marks before it in its clause."""
        start = self.count.start
        return self.grammar.words(max(clause_start(self.text, start), start - _BESIDE), start)

    @cached_property
    def after(self) -> Word | None:
        end = self.count.end
        beside = self.text[end : end + _BESIDE].partition("\n")[0]
        return next(iter(self.grammar.words(end, end + len(beside))), None)

    @property
    def follows_dash(self) -> bool:
        return _DASH.fullmatch(self.text, self.count.start - 3, self.count.start) is not None

    @property
    def bracketed(self) -> bool:
        return in_brackets(self.text, self.count)

    @property
    def oblique(self) -> bool:
        """Whether a numeral stands in a case that says that its noun is no genitive."""
        cases = {case for case, _, _ in self.count.cells}
        return bool(cases) and not cases & {"nom", "acc"}

    def agrees(self, gender: str | None) -> bool:
        """Whether a numeral's gender allows a noun: *divas* are no *skolēni*."""
        genders = {cell[2] for cell in self.count.cells}
        return gender is None or not genders or gender in genders

    def fits(self, other: Found) -> bool:
        """Whether the number's gender allows the noun of another count."""
        return self.agrees(next((a.gender for a in analyses(other.unit) if a.pos == "NOUN"), None))

    @property
    def ends_phrase(self) -> bool:
        """Whether nothing follows that it could count."""
        if _PUNCTUATION.match(self.text, self.count.end) or self.after is None:
            return True
        if self.after.pos in _MAY_FOLLOW or self.after.case == "loc":
            return True
        readings = analyses(self.after.text)
        return bool(readings) and readings[0].pos == "VERB" and not readings[0].definite

    @property
    def counts(self) -> bool:
        """Whether the words beside it let it count something whose noun is left out."""
        if not self.ends_phrase or {case for case, _, _ in self.count.cells} == {"loc"}:  # „sākās deviņos”
            return False
        if self.count.in_words:
            return not self._may_be_time
        return self._figures_count and not (self._may_be_year or self._is_value)

    @property
    def _is_value(self) -> bool:
        """Whether a subject of its own is so much, and nothing is counted: *temperatūra bija 12*."""
        if self.count.qualifier != "exact" or not self.before or self.before[-1].pos != "AUX":
            return False
        subjects = (w.text for w in self.before if w.pos == "NOUN" and (w.case, w.number) == ("nom", "sg"))
        return any(not subject.lower().endswith("skaits") for subject in subjects)

    @property
    def _may_be_time(self) -> bool:
        """Whether it may be a time of day: *ap pieciem*, *no deviņiem līdz sešiem*; hours are masculine."""
        if self.count.value > _HOURS or (self.count.cells and all(gender == "f" for _, _, gender in self.count.cells)):
            return False
        qualifier = self.text[self.count.start : self.count.number_start].strip().lower()
        before = self.before[-1].text.lower().rstrip(".") if self.before else ""
        return (qualifier or before) in _OF_TIME

    @property
    def _may_be_year(self) -> bool:
        figures = _YEAR.fullmatch(self.text, self.count.number_start, self.count.number_end)
        return self.count.qualifier == "exact" and figures is not None

    @property
    def _figures_count(self) -> bool:
        if self.count.qualifier not in ("exact", "at_most") or _MORE.match(self.text, self.count.end):
            return True
        if _COMPARES.search(self.text[max(0, self.count.start - _BESIDE) : self.count.start]):
            return True
        if self.follows_dash or self.bracketed:
            return _tells_where(self.before[:-1])
        if not self.before and _DASH.match(self.text, self.count.end):
            return True  # „izskatīti 940, 92 – vēl ne”
        if not self.before or self.before[-1].pos == "CCONJ":
            return self.after is not None and self.after.pos in _VERBS
        last = self.before[-1]
        if last.pos in _MAY_PRECEDE or _THE_REST.match(last.text):
            return True
        told = any(word.pos in _VERBS for word in self.before)
        return told and last.pos in ("NOUN", "PROPN") and last.case in ("acc", "loc")

    @property
    def goes_on(self) -> bool:
        """Whether it may count what the sentence before did: not all figures do, *biļete maksā 5*."""
        if self.count.in_words or self.count.qualifier != "exact":
            return True
        last = self.before[-1].text if self.before else ""
        return _THE_REST.match(last) is not None or _tells_of_many(last)

    @property
    def surely_counts(self) -> bool:
        """Whether it counts though nothing says what: *piesaistīti 44*, *trešā no piecām*, *par 11 vairāk*."""
        if _MORE.match(self.text, self.count.end):
            return True
        if not _PUNCTUATION.match(self.text, self.count.end):
            return False
        if _WHICH_OF.search(self.text[max(0, self.count.start - _BESIDE) : self.count.start]):
            return True
        if not self.before or self.before[-1].pos not in (*_VERBS, "PART") or self.count.value % 1:
            return False
        in_figures = _FIGURES.fullmatch(self.text, self.count.number_start, self.count.number_end)
        return not in_figures or self.count.qualifier != "exact" or _tells_of_many(self.before[-1].text)


def in_brackets(text: str, count: Found) -> bool:
    """Whether a count is all that a pair of brackets holds."""
    return text[count.start - 1 : count.start] + text[count.end : count.end + 1] == "()"


def _tells_where(words: list[Word]) -> bool:
    """Whether words end in one that sets a number against another: *Rīgā*, *pērn*, *skolēniem*, *no Kurzemes*."""
    if not words:
        return False
    last = words[-1]
    governed = last.case == "gen" and len(words) > 1 and words[-2].pos == "ADP"
    return governed or last.case in ("loc", "dat") or last.pos in ("ADV", "ADP") or bool(_YEAR.fullmatch(last.text))


def _tells_of_many(verb: str) -> bool:
    """Whether a verb before figures tells of so many who did or were done: *pieteicās 48*, *piesaistīti 44*."""
    many = any(a.pos == "VERB" and (a.case, a.number) == ("nom", "pl") for a in analyses(verb))
    return many or verb.endswith(REFLEXIVE)
