"""Where a missing year comes from: the same sentence, the heading, the day of writing, or the nearest date.

News tell of the near past and the near future, so a date without a year is given the one that brings it nearest to
the day of publication, or, half a year away from it, the year of publication itself; a year stated in the same
sentence, or in the heading above, wins, and so does the only year that puts a date between the dates stated before
and after it. A document without a day of publication mostly has a day of its own at its
top („Rīgā, 2021. gada 11. februārī”); it is asked where no date of the same paragraph or list says more, since years
told further away are told in passing. A weekday beside the date decides between years that are otherwise as good.
Today's clock is never asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, islice, takewhile

from hronika.types import Block, DateMention, Document
from pipeline.dates import words
from pipeline.dates.surroundings import sentence
from pipeline.dates.tense import is_deadline, tense, tense_of_lead
from pipeline.dates.yearly import BY_HALF, Found, YearlyDay, between, following, near, soon, together

_BY_SENTENCE, _BY_TITLE, _BY_STORY, _BY_LIST, _BY_OWN_DAY, _BY_NEIGHBOUR = 0.95, 0.9, 0.85, 0.85, 0.8, 0.7
_NEIGHBOURS = 12  # dates to ask for one that suits
_LONG = 2  # years
_BESIDE = timedelta(120)
_AROUND = timedelta(31)  # days around that of writing, of which a text tells first
#: A date before which one of these stands is where something began, not when the sentence tells of; a year, also so.
_SINCE = re.compile(r"\b(?:kopš|pirms)\s$", re.I)
_FROM_YEAR = re.compile(r"\b(?:sākot ar|no)\s$", re.I)
#: Whom or what a year long ago made what they are: „1941. gadā izsūtīto piemiņai”, „1992. gadā dibinātā biedrība”.
_MADE_THEN = re.compile(rf"\s[{words.LOWER}]{{3,20}}(?:t|uš)(?:o|ās?|os|aj[āo]s?|ajai|ajam|ajiem|ajām|ais|ie|iem|ām)\b")
#: A date that the one told of is compared with: „salīdzinājumā ar 2019. gada 1. ceturksni”.
_COMPARED = re.compile(r"\b(?:salīdzin\w+\sar|nekā|pret)\s(?:[^\W\d_]+\s){0,2}$", re.I)
#: What is told aside, in brackets or in a clause of its own: „biedrība, kas dibināta 2016. gadā, 5. maijā …”.
_ASIDE = re.compile(r"(?:,\s(?:kas|ko|kam|kur\w{0,3})\s[^,]*|\([^)]*)$", re.I)
#: What comes after it is another time: „pirmais notika 2012. gada martā, bet nākamais būs 14. janvārī”.
_TURN = re.compile(r",\s(?:bet|taču|savukārt)\s[^,]{0,60}\b(?:nākam|šoreiz|tagad|pašlaik|šobrīd)", re.I)
_ASIDE_ENDS = re.compile(r"[,)]")
_NOUN_FOLLOWS = re.compile(rf"\s(?!(?:un|vai|līdz|plkst)\b)[{words.LOWER}]")
_NO_ANCHORS = {"quoted-year", "day-word"}
_IN_YEAR = re.compile(r"(?<![\d.–-])((?:19|20)\d\d)\.? ?gadā\b")
#: A heading whose year is that of all below it: „Pasākumi 2015. gadā”, „2015. gads”, „Mācības, 2015”; but „Latvija
#: 2030” is a name, and „kopš 2015. gada” only a beginning.
_HEADED = re.compile(
    r"(?<![\d.–-])((?:19|20)\d\d)\.?\s?(?:gadā|gads)\b"
    r"|(?:^|[,(]\s?|\s[–-]\s)((?:19|20)\d\d)\.?\)?:?$",
    re.I,
)
#: „2018. gada konkurss” may be called a year before: where the day of publication is known, it says more.
_HEADED_OF = re.compile(
    r"(?<!\d)(?<!no\s)(?<!kopš\s)(?<!līdz\s)(?<![–-]\s)(?<![–-])((?:19|20)\d\d)\.\s?gada\s(?!\d)", re.I
)
#: „Nometnes 2022”, but also „Latvija 2030”: a year only where it is about that of the document.
_NAMED = re.compile(r"[^\W\d_]\s((?:19|20)\d\d)\.?:?$")
_YEARS = re.compile(r"(?:19|20)\d\d.{0,24}(?:[–-]|līdz)\s?(?:19|20)\d\d")  # „2013. gada oktobris – 2014. gada maijs”
_OPENS_WITH_DAY = re.compile(
    rf"\W{{0,3}}(?:(?:19|20)\d\d\.\s?gada\s)?\d{{1,2}}\.(?:\s?[-–]\s?\d{{1,2}}\.)?\s?(?:\d\d\.|{words.MONTH}\b)", re.I
)
_ONLY_MONTH = re.compile(rf"\W*{words.MONTH}(?:\s?[-–]\s?{words.MONTH})?\W*", re.I)
_HEADS = {"heading", "slide_title"}
#: A line without the markup of a heading: „Turpmākais darbs”, „Kas paveikts 2022. gadā?”
_SHORT_LINE = 60
_LIKE_HEADING = re.compile(r"(?:[^\d.;,]|(?:19|20)\d\d\.?)+")
_ROWS = {"list_item", "table_row"}
#: Headings over what is done, and over what is to be done, when a talk is held or a report handed in.
_DONE = re.compile(
    r"\b(?:paveikt|padarīt|izdarīt|darījām|notik(?:um|uš)|norisinājās|aizvadīt|līdzšin|īstenot|rezultāt|pārskat|atskat"
    r"|sasniegt)",
    re.I,
)
_TO_DO = re.compile(
    r"\b(?:plān|iecer|turpmāk|tālāk|tuvāk|nākam|gaidām|paredzēt|darāmie|jādara|jāpaveic|priekšā\b|uzdevum"
    r"|līdz\s\w+(?:iem|ām|ai|am)\W?$)",  # „Darbi līdz svētkiem”
    re.I,
)
#: The day of a document stands at the top, at the end of a short line, and is no day of a contract or a project.
_TOP_BLOCKS, _TOP_LINE, _AFTER_DAY, _ONE_EVENT = 8, 200, 60, timedelta(31)
#: „Sēde notika 2015. gada 17. jūnijā Rīgā.” is a sentence, and yet tells the day of the whole.
_MEETING = re.compile(r"\b(?:sēd|sanāksm|sapulc)\w{1,3}\b", re.I)
_SESSION = re.compile(
    r"(?:\w+\s){0,2}(?:sēd|sanāksm|sapulc)\w{1,3}\s(?:notika|notiek|notiks|sasaukta)\s[^.!?]{0,60}", re.I
)
_ENTRY = re.compile(r"\s?[–-]\s\w")  # of a chronicle
_OF_SOMETHING = re.compile(r"\b(?:līgum|apstiprin|reģistr|grozī|īsteno|projekt\w*\s(?:sāk|beig)|termiņ|no\s$)", re.I)


class _Anchors:
    """Dates that may give others their year, in order.

    A range over several years (mostly a programme's) and the year in a name tell nothing of other dates.
    """

    def __init__(self, told: Sequence[DateMention]) -> None:
        found = [m for m in told if m.start_date[:4] == m.end_date[:4] and m.rule not in _NO_ANCHORS]
        self._mentions = sorted(found, key=lambda m: m.start)
        self._starts = [m.start for m in self._mentions]

    def nearest(self, offset: int, begin: int, end: int) -> Iterator[DateMention]:
        """Those before ``offset``, nearest first, and then those after it, between ``begin`` and ``end``."""
        first, at, last = (bisect_left(self._starts, bound) for bound in (begin, offset, end))
        return (self._mentions[i] for i in chain(reversed(range(first, at)), range(at, last)))


class _Headings:
    """The years that headings give to what stands below them, until the next heading."""

    def __init__(
        self, document: Document, written: date | None, told: Sequence[DateMention], *, of_genitive: bool
    ) -> None:
        self._of_genitive = of_genitive
        self._written = written
        heads = list(self._heads(document.blocks))
        self._starts = [start for start, _ in heads]
        self._texts = [block.text if block else "" for _, block in heads]
        self._years = [self._year(text) for text in self._texts]
        by_word = _Anchors([m for m in told if m.precision == "year" and self._is_beside(_year(m))])
        self._by_word = [next(by_word.nearest(b.start, b.start, b.end), None) if b else None for _, b in heads]
        top = [block.text for block in takewhile(lambda block: block.kind in _HEADS, document.blocks)]
        title = _IN_YEAR.findall(document.title or "")
        self._of_top = int(title[0]) if len(set(title)) == 1 else next(filter(None, map(self._year, top)), None)

    def _heads(self, blocks: Sequence[Block]) -> Iterator[tuple[int, Block | None]]:
        """Where what a heading says begins to hold, and the heading; what leads into a list holds to its end."""
        around: Block | None = None
        leads = False
        for block, below in zip(blocks, [*blocks[1:], None], strict=False):
            if self._is_head(block, below):
                leads = block.kind not in _HEADS and block.text.endswith(":")
                around = around if leads else block
                yield block.start, block
            elif leads and block.kind not in _ROWS:
                leads = False
                yield block.start, around

    def _is_head(self, block: Block, below: Block | None) -> bool:
        """Whether it is a heading, a line like one that says when, or one with a year over a list."""
        if block.kind in _HEADS:
            return not _ONLY_MONTH.fullmatch(block.text)
        if block.kind in _ROWS:
            return False
        if len(block.text) <= _SHORT_LINE and _LIKE_HEADING.fullmatch(block.text) and _side(block.text):
            return True
        over_list = below is not None and below.kind in _ROWS
        return over_list and len(block.text) <= _TOP_LINE and self._year(block.text) is not None

    def above(self, offset: int) -> Found | None:
        """The year of the heading above ``offset``, else of the title."""
        at = bisect_right(self._starts, offset) - 1
        year = (self._years[at] if at >= 0 else None) or self._of_top
        return Found(year, _BY_TITLE) if year else None

    def by_word(self, offset: int) -> Found | None:
        """The year that the heading above ``offset`` tells by a word: „Atskats uz aizvadīto gadu”."""
        at = bisect_right(self._starts, offset) - 1
        told = self._by_word[at] if at >= 0 else None
        return Found(_year(told), _BY_STORY) if told else None

    def _is_beside(self, year: int) -> bool:
        """Whether a text is written near a New Year of ``year``: „aizvadītais gads” is this one in December."""
        return self._written is not None and any(
            abs(on - self._written) <= _BESIDE for on in (date(year, 1, 1), date(year, 12, 31))
        )

    def tense(self, offset: int) -> int:
        """-1 below a heading over what is done, 1 below one over what is to be done, else 0."""
        at = bisect_right(self._starts, offset) - 1
        return _side(self._texts[at]) if at >= 0 else 0

    def _year(self, text: str) -> int | None:
        """The only year that a heading names."""
        patterns = (_HEADED, _HEADED_OF) if self._of_genitive else (_HEADED,)
        if _YEARS.search(text):
            return None
        years = {int(next(filter(None, m.groups()))) for pattern in patterns for m in pattern.finditer(text)}
        if not years and (named := _NAMED.search(text)):
            year = int(named[1])
            years = {year} if self._written is None or abs(year - self._written.year) <= 1 else set()
        return years.pop() if len(years) == 1 else None


class Context:
    """The day of publication, and the years of the dates that are read already.

    ``stated`` say their year; ``told`` say it by a word such as „pērn”, which is true of their own sentence only;
    ``untold`` are the days that do not say it, all in order.
    """

    def __init__(
        self,
        document: Document,
        stated: Sequence[DateMention],
        told: Sequence[DateMention] = (),
        untold: Sequence[YearlyDay] = (),
    ) -> None:
        self._document = document
        self._text = document.text
        self.published = date.fromisoformat(document.published[:10]) if document.published else None
        self._own = None if document.published else _own_day(document, stated)
        self._written = self.published or self._own
        self._stated = _Anchors(stated)
        self._all = _Anchors([*stated, *told])
        telling = [mention for mention in stated if not self._in_passing(mention)]
        self._telling = _Anchors(telling)
        self._exact = _Anchors([mention for mention in telling if mention.precision != "year"])
        self._bounds = [mention for mention in telling if mention.precision != "year"]
        self._bound_starts = [mention.start for mention in self._bounds]
        self._periods = [mention for mention in self._bounds if mention.start_date[:4] != mention.end_date[:4]]
        self._period_starts = [mention.start for mention in self._periods]
        self._occasions = _occasions(self._bounds)
        self._runs = _runs(document.blocks)
        self._headings = _Headings(document, self._written, told, of_genitive=not document.published)
        self._untold = untold
        self._untold_starts = [day.start for day in untold]
        self._is_announcement: bool | None = None
        self._listed: dict[int, dict[int, int]] = {}  # by the beginning of a list: the years of its days
        self._stories: dict[int, dict[int, int]] = {}  # by the number of the bound behind: the same

    def of_date(self, day: YearlyDay) -> Found | None:
        """The year of a date that does not say it."""
        told = self._tense(day) if self._written else 0
        by_nearness = self._published(day, told) if self.published else self._unpublished(day, told)
        stated = self._of_sentence(day, by_nearness, told) or self._of_story(day, by_nearness, told)
        stated = stated or self._headings.above(day.start)
        if not stated or not by_nearness:
            return stated or by_nearness
        if day.weekday is not None and day.suits(by_nearness.year) and not day.suits(stated.year):
            return by_nearness
        if self._written and abs(stated.year - by_nearness.year) == 1:
            return stated if day.told_in(stated.year, self._written, told) else by_nearness
        return stated

    def of_writing(self, day: YearlyDay) -> Found | None:
        """The year that „šogad” means where it is said of ``day``."""
        if self._written:
            return Found(self._written.year, 1.0 if self.published else _BY_OWN_DAY)
        told = self._suiting(day, self._telling.nearest(day.start, 0, len(self._text)))
        return self._headings.above(day.start) or told or self._of_neighbour(day)

    def last_told(self, offset: int) -> Found | None:
        """The year that „tajā pašā gadā” means at ``offset``."""
        before = next(self._stated.nearest(offset, 0, offset), None)
        return Found(_year(before), _BY_SENTENCE) if before else None

    def _tense(self, day: YearlyDay) -> int:
        """By the words of its own sentence, the line that leads into its list, the heading; a deadline is to come."""
        begin, _ = self._run(day.start)
        line = self._text.find("\n", begin)
        leads = begin < line < day.start and self._text[line - 1] == ":"
        lead = tense_of_lead(self._document, line - 1) if leads else 0
        told = tense(self._document, day.start, day.end) or lead or self._headings.tense(day.start)
        return told or int(is_deadline(self._text, day.start) and soon(self._written, day))

    def _published(self, day: YearlyDay, told: int) -> Found | None:
        assert self.published
        found = self._of_list(day, self.published, told) or near(self.published, day, told)
        if found and found.trust == BY_HALF:
            if self._announces():
                return near(self.published, day, 1)
            return self._of_clauses(day, self.published) or self._within_period(day) or found
        return found

    def _announces(self) -> bool:
        """Whether all days that a page tells without a year are to come, as far as verbs say."""
        if self._is_announcement is None:
            self._is_announcement = {self._tense(day) for day in self._untold[:_NEIGHBOURS]} - {0} == {1}
        return self._is_announcement

    def _of_list(self, day: YearlyDay, written: date, told: int) -> Found | None:
        """The year of a day in a list of several: all of them are placed together."""
        begin, end = self._run(day.start)
        if "\n" not in self._text[begin:end]:
            return None
        if begin not in self._listed:
            days = self._untold[bisect_left(self._untold_starts, begin) : bisect_left(self._untold_starts, end)]
            years = together(written, days, list(map(self._tense, days))) if len(days) > 1 else []
            self._listed[begin] = {day.start: year for day, year in zip(days, years, strict=False)}
        year = self._listed[begin].get(day.start)
        return Found(year, _BY_LIST) if year and day.told_in(year, written, told) else None

    def _run(self, offset: int) -> tuple[int, int]:
        """The paragraph, or the list with the line that leads in, around ``offset``."""
        return self._runs[bisect_right(self._runs, (offset, len(self._text) + 1)) - 1]

    def _of_sentence(self, day: YearlyDay, other: Found | None, told: int) -> Found | None:
        """The nearest year before ``day`` in its sentence, else after, that is not mere background.

        A later date that begins with its year („24. oktobrī … un 2017. gada martā”, „12. jūnija … uz nākamā gada
        11. jūniju”, „un nākamgad arī Kauņā”) says that this is another.
        """
        begin, end = sentence(self._text, day.start)
        for anchor in self._all.nearest(day.start, begin, end):
            if other and told > 0 and self._is_put_ahead(day, other.year, _year(anchor)):
                return Found(_year(anchor), _BY_SENTENCE)
            exact = anchor.precision != "year" or anchor.rule.startswith("deictic-")
            another = anchor.start > day.start and exact and _begins_with_year(anchor.text)
            if not (other and another) and not self._is_background(anchor, begin, day.start):
                return Found(self._after(anchor, day), _BY_SENTENCE)
        return None

    def _of_story(self, day: YearlyDay, other: Found | None, told: int) -> Found | None:
        """What the dates around say of a day, but for one that lies around the day of writing."""
        on = day.on(other.year) if other and not day.leeway else None
        if on and self._written and abs(on - self._written) <= _AROUND:
            return None
        years = set() if day.leeway else self._occasions.get((day.month, day.day), set())
        if len(years) == 1 and self._written and day.told_in(year := min(years), self._written, told):
            return Found(year, _BY_STORY)
        return self._between(day) or self._headings.by_word(day.start)

    def _between(self, day: YearlyDay) -> Found | None:
        """The only year that puts a day between the dates stated before and after it, where a text goes forward."""
        at = bisect_left(self._bound_starts, day.start)
        if not 0 < at < len(self._bounds):
            return None
        if at not in self._stories:
            before, after = self._bounds[at - 1], self._bounds[at]
            first, last = (bisect_left(self._untold_starts, bound) for bound in (before.end, after.start))
            days = self._untold[first:last]
            self._stories[at] = between(
                date.fromisoformat(before.start_date), date.fromisoformat(after.start_date), days
            )
        year = self._stories[at].get(day.start)
        return Found(year, _BY_STORY) if year else None

    def _is_put_ahead(self, day: YearlyDay, year: int, named: int) -> bool:
        """Whether a day to come would be over in ``year``, and its sentence names one: „2014. gada svētki notiks …”."""
        on = day.on(year)
        return self._written is not None and on is not None and on < self._written and year < named

    def _after(self, anchor: DateMention, day: YearlyDay) -> int:
        """The year of ``day`` told behind a date that says its year, or before it."""
        if anchor.precision == "year" or anchor.start > day.start:
            return _year(anchor)
        if not self._written and (later := self._yet_to_come(anchor, day)):
            return later
        first, last = bisect_left(self._untold_starts, anchor.start), bisect_left(self._untold_starts, day.start)
        between = self._untold[max(first, last - _NEIGHBOURS) : last]
        return following(date.fromisoformat(anchor.end_date), [*between, day])

    def _is_background(self, anchor: DateMention, begin: int, offset: int) -> bool:
        """Whether a date of the sentence from ``begin`` says nothing of the one at ``offset``: „1919. gada varoņi”."""
        before = self._text[begin : anchor.start]
        if _COMPARED.search(before) or _SINCE.search(before):
            return True
        if anchor.precision == "year" and _FROM_YEAR.search(before):
            return True
        if anchor.precision == "year" and self._is_long_ago(anchor) and _MADE_THEN.match(self._text, anchor.end):
            return True
        if anchor.precision == "year" and anchor.text.endswith(("gada", "gadu", "gadam")):
            return True
        if anchor.precision == "day" and anchor.text.endswith("a") and _NOUN_FOLLOWS.match(self._text, anchor.end):
            return True
        if anchor.end < offset and _TURN.search(self._text, anchor.end, offset):
            return True
        return bool(_ASIDE.search(before) and _ASIDE_ENDS.search(self._text, anchor.end, offset))

    def _is_long_ago(self, anchor: DateMention) -> bool:
        return self._written is not None and self._written.year - _year(anchor) > _LONG

    def _yet_to_come(self, anchor: DateMention, day: YearlyDay) -> int | None:
        """The year after that of ``anchor``, where that is over, and ``day`` is to come but earlier in the year."""
        again = day.on(_year(anchor))
        if not again or again.isoformat() > anchor.start_date or self._tense(day) <= 0:
            return None
        return _year(anchor) + 1 if tense(self._document, anchor.start, anchor.end) < 0 else None

    def _unpublished(self, day: YearlyDay, told: int) -> Found | None:
        """What dates of the same paragraph or list say, else the day of the document, else the dates around."""
        begin, end = self._run(day.start)
        found = self._suiting(day, self._telling.nearest(day.start, begin, day.start if self._own else end))
        if not found and self._own:
            found = self._of_list(day, self._own, told) or near(self._own, day, told)
            found = found and Found(found.year, min(found.trust, _BY_OWN_DAY))
        elif not found and (anchor := next(self._exact.nearest(day.start, 0, len(self._text)), None)):
            found = self._of_list(day, date.fromisoformat(anchor.start_date), told)
            found = found and Found(found.year, _BY_NEIGHBOUR)
        return found or self._of_neighbour(day) or self._within_period(day)

    def _of_clauses(self, day: YearlyDay, written: date) -> Found | None:
        """By a day before it in its sentence: „ieskaite būs 1. decembrī, eksāmens – februārī”."""
        at = bisect_left(self._untold_starts, day.start) - 1
        if at < 0 or self._untold_starts[at] < sentence(self._text, day.start)[0]:
            return None
        before = self._untold[at]
        found = near(written, before, self._tense(before))
        on = before.on(found.year) if found and found.trust > BY_HALF else None
        return Found(following(on, [day]), BY_HALF) if on else None

    def _within_period(self, day: YearlyDay) -> Found | None:
        """The only year in which a day lies within the period, over a New Year, that is stated last before it."""
        at = bisect_left(self._period_starts, day.start) - 1
        if at < 0:
            return None
        first, last = (
            date.fromisoformat(bound) for bound in (self._periods[at].start_date, self._periods[at].end_date)
        )
        years = [year for year in range(first.year, last.year + 1) if (on := day.on(year)) and first <= on <= last]
        return Found(years[0], _BY_NEIGHBOUR) if len(years) == 1 else None

    def _of_neighbour(self, day: YearlyDay) -> Found | None:
        """The year of the nearest date before ``day``, else after it, that suits; else of the nearest.

        Years without a day, and dates told in passing, are asked only where nothing else is.
        """
        orders = (self._exact, self._telling, self._stated)
        each = (anchors.nearest(day.start, 0, len(self._text)) for anchors in orders)
        return next(filter(None, (self._suiting(day, anchors) for anchors in each)), None)

    def _suiting(self, day: YearlyDay, anchors: Iterator[DateMention]) -> Found | None:
        """The year by the first of ``anchors`` that suits the day, else by the first."""
        years = [self._after(anchor, day) for anchor in islice(anchors, _NEIGHBOURS)]
        return Found(next(filter(day.suits, years), years[0]), _BY_NEIGHBOUR) if years else None

    def _in_passing(self, anchor: DateMention) -> bool:
        return self._is_background(anchor, *sentence(self._text, anchor.start))


class AnyYear(Context):
    """A context in which every date has a year: to tell dates that lack nothing else."""

    _LEAP = Found(2000, 0.0)

    def __init__(self, document: Document) -> None:
        super().__init__(document, [])

    def of_date(self, day: YearlyDay) -> Found:
        """A year that has every day."""
        return self._LEAP

    def of_writing(self, day: YearlyDay) -> Found:
        """The same."""
        return self._LEAP

    def last_told(self, offset: int) -> Found:
        """The same."""
        return self._LEAP


def _year(mention: DateMention) -> int:
    return int(mention.start_date[:4])


def _occasions(told: Sequence[DateMention]) -> dict[tuple[int, int], set[int]]:
    """The years of days within what is told to last several: a festival, a camp."""
    years: dict[tuple[int, int], set[int]] = {}
    for mention in told:
        first, last = date.fromisoformat(mention.start_date), date.fromisoformat(mention.end_date)
        if mention.precision == "day" and timedelta(0) < last - first <= _ONE_EVENT:
            for days in range((last - first).days + 1):
                day = first + timedelta(days)
                years.setdefault((day.month, day.day), set()).add(day.year)
    return years


def _side(heading: str) -> int:
    """-1 of a heading over what is done, 1 of one over what is to be done, else 0."""
    return bool(_TO_DO.search(heading)) - bool(_DONE.search(heading))


def _begins_with_year(text: str) -> bool:
    return text[:4].isdigit() or not text[:1].isdigit()  # „nākamā gada 11. jūnijs”


def _runs(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Where each paragraph, and each table or list with the line that leads in, begins and ends."""
    runs: list[tuple[int, int]] = []
    above = ""
    for block in blocks:
        if runs and block.kind not in _HEADS and (block.kind in _ROWS or _goes_on(above, block.text)):
            runs[-1] = (runs[-1][0], block.end)
        else:
            runs.append((block.start, block.end))
        above = block.text
    return runs


def _goes_on(above: str, line: str) -> bool:
    """Whether a paragraph is a line of a list that the one above it belongs to, or leads in."""
    return above.endswith((":", ";", ",")) or bool(_OPENS_WITH_DAY.match(above) and _OPENS_WITH_DAY.match(line))


def _own_day(document: Document, stated: Sequence[DateMention]) -> date | None:
    """The day that a document bears at its top: of a session, of the event that it announces, of a talk with slides.

    Days of several years there are a list of news, unless one of them is that of a session.
    """
    lines = [
        block for block in document.blocks[:_TOP_BLOCKS] if block.kind not in _ROWS and len(block.text) <= _TOP_LINE
    ]
    days: list[date] = []
    sessions: list[date] = []
    for mention in stated:
        line = next((block for block in lines if block.start <= mention.start < block.end), None)
        if line is None or mention.precision == "year":
            continue
        before, after = document.text[line.start : mention.start], document.text[mention.end : line.end]
        if not _SESSION.fullmatch(before) and (len(after) > _AFTER_DAY or after.endswith(".")):  # a sentence
            continue
        if days and _ENTRY.match(after):
            continue
        first, last = date.fromisoformat(mention.start_date), date.fromisoformat(mention.end_date)
        if last - first <= _ONE_EVENT and not _OF_SOMETHING.search(before):
            days.append(first)
            sessions += [first] if _MEETING.search(before) else []
    return next((found[0] for found in (days, sessions) if len({day.year for day in found}) == 1), None)
