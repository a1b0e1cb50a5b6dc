"""How clerks write dates, for the property tests: the choices that leave a date the same, and the prose around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from hronika.types import Block, Document
from pipeline.dates import read

MONTHS = {  # nominative, genitive, dative, accusative, locative
    1: "janvāris janvāra janvārim janvāri janvārī",
    2: "februāris februāra februārim februāri februārī",
    3: "marts marta martam martu martā",
    4: "aprīlis aprīļa aprīlim aprīli aprīlī",
    5: "maijs maija maijam maiju maijā",
    6: "jūnijs jūnija jūnijam jūniju jūnijā",
    7: "jūlijs jūlija jūlijam jūliju jūlijā",
    8: "augusts augusta augustam augustu augustā",
    9: "septembris septembra septembrim septembri septembrī",
    10: "oktobris oktobra oktobrim oktobri oktobrī",
    11: "novembris novembra novembrim novembri novembrī",
    12: "decembris decembra decembrim decembri decembrī",
}
SHORT = "janv. febr. mar. apr. maijs jūn. jūl. aug. sept. okt. nov. dec.".split()
YEARS = "gads gada gadam gadu gadā".split()
PLAIN = str.maketrans("āčēģīķļņšūž", "acegiklnsuz")
SENTENCES = [
    "Ministrija paziņo: {}, un ar to pietiek.",
    "Kursus rīkoja pagasta bibliotēkā ({}) un skolā.",
    "{} pulcējās lasītāju biedri.",
    "Lasītāju biedri tikās Cēsīs no {} un strādāja 12 stundas.",
    "Līgums Nr. 3.1/2018 (telpa 12, tālr. 67501562, plkst. 10.00–12.30): {}, cena 12.50 eiro.",
    "2.1. Biedrība {} Brīvības ielā 55 rīkoja trīs nodarbības.",
]


@dataclass(frozen=True)
class Style:
    """The choices that leave a date the same: ``case`` of the month, spaces, dots, dashes, diacritics, padding."""

    case: int
    space: str
    dot: str
    dash: str
    plain: bool
    padded: bool

    def month(self, number: int) -> str:
        name = MONTHS[number].split()[self.case]
        return name.translate(PLAIN) if self.plain else name

    def year(self, year: int, case: str = "gada") -> str:
        return f"{year}{self.dot}{self.space or '' if self.dot else ' '}{case}"

    def day(self, day: int) -> str:
        return f"{day:02}" if self.padded else str(day)


_DASHES = [space + dash + space for dash in "-–—‑−―" for space in ("", " ")]
styles = st.builds(
    Style,
    case=st.integers(0, 4),
    space=st.sampled_from(["", " ", "  "]),
    dot=st.sampled_from([".", ".", ".", ""]),
    dash=st.sampled_from([*_DASHES, "- ", " –", " līdz ", " līdz pat "]),
    plain=st.booleans(),
    padded=st.booleans(),
)
days = st.dates(date(1998, 1, 1), date(2027, 12, 31))
years = st.integers(1998, 2027)
sentences = st.sampled_from(SENTENCES)


def document(text: str, published: str | None = None) -> Document:
    """A document of one paragraph."""
    return Document("page", "text", text, (Block("paragraph", text, 0, len(text)),), published=published)


def found(text: str, published: str | None = None) -> list[tuple[str, str, str, str]]:
    """The mentions that are read in ``text``, without how they were read."""
    mentions = read(document(text, published))
    return [(m.text, m.start_date, m.end_date, m.precision) for m in mentions]


def reads_back(text: str, first: date, last: date, precision: str, sentence: str = "{}") -> None:
    """Within ``sentence``, all of ``text`` and nothing else is read as a date, and with these values."""
    said = sentence.format(text)
    assert found(said) == [(text, first.isoformat(), last.isoformat(), precision)], said
