"""The reader of counts: numbers, the nouns they count, qualifiers, parts of totals, and what is no count."""

from __future__ import annotations

from dataclasses import astuple
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hronika.types import Block, CountMention, Document
from pipeline import counts
from pipeline.counts.numbers import numbers


def document(*paragraphs: str) -> Document:
    blocks, start = [], 0
    for paragraph in paragraphs:
        blocks.append(Block("paragraph", paragraph, start, start + len(paragraph)))
        start += len(paragraph) + 1
    return Document(
        origin="test", kind="text", text="\n".join(paragraphs), blocks=tuple(blocks), published="2022-05-04"
    )


def read(*paragraphs: str) -> list[CountMention]:
    return counts.read(document(*paragraphs))


def values(text: str) -> list[tuple[float, str]]:
    return [(c.value, c.unit) for c in read(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Ieradās 46 skolotāji.", 46, "skolotājs"),
        ("Sadarbojās 83 valsts pārvaldes un pašvaldības darbinieki.", 83, "darbinieks"),
        ("Klausījās 7 citu ES dalībvalstu un nevalstisko organizāciju padomnieki.", 7, "padomnieks"),
        ("Bija 18 ministriju un to padotībā esošu iestāžu juristi.", 18, "jurists"),
        ("Braucām uz 11 Vidzemes pilsētu un novadu bibliotēkām.", 11, "bibliotēka"),
        ("Rīkojām 20 ministriju, aģentūru un pašvaldību pārstāvju tikšanos.", 20, "pārstāvis"),
        ("Darbs ilga 9 mēnešu laikā.", 9, "mēnesis"),
        ("Noslēdzās divu dienu seminārs.", 2, "diena"),
        ("Noslēdzās 16 stundu kursi.", 16, "stunda"),
        ("Atbalsts pienācās 17 pilsētām un novadiem.", 17, "pilsēta"),
        ("Zālē sēdēja vairāk nekā 60 klausītāju.", 60, "klausītājs"),
        ("Tas notika četrās Igaunijas pilsētās.", 4, "pilsēta"),
        ("Kopā ar sešām lauku sieviešu biedrībām.", 6, "biedrība"),
        ("Strādāja piecas vecāku grupas.", 5, "grupa"),
        ("Atvērtas piecas mākslas skolas Latgalē.", 5, "skola"),
        ("Pulcējās piecu valstu pārstāvji.", 5, "valsts"),
        ("Apbalvoja 21 sociālo pedagogu.", 21, "pedagogs"),
        ("Pieteicās 31 biedrība.", 31, "biedrība"),
        ("Pieteicās 11 biedrības.", 11, "biedrība"),
        ("Ieradās 32 Ogres 1. vidusskolas skolēni.", 32, "skolēns"),
        ("Pieteicās 14 NVO.", 14, "NVO"),
        ("Palīdzēja četri brīvprātīgie.", 4, "brīvprātīgais"),
        ("Klausījās 120 klātesošo.", 120, "klātesošais"),
        ("Muzejus apmeklēja 47 tūkstoši pensijas saņēmēju.", 47000, "saņēmējs"),
        ("Tikās trīs viņu kolēģi.", 3, "kolēģis"),
        ("Ieguldīti 64 952,21 eiro.", 64952.21, "eiro"),
        ("Ieguldīti 3,2 milj. eiro.", 3200000, "eiro"),
        ("Summa ir EUR 3500 gadā.", 3500, "eiro"),
        ("Iedalīti 12.500 euro.", 12500, "eiro"),
        ("Izmaksāts 300 latu.", 300, "lats"),
        ("Atbildēja 62,5 % aptaujāto.", 62.5, "%"),
        ("Atbildēja 15 procenti skolu.", 15, "%"),
        ("Ieradās divdesmit pieci mediķi.", 25, "mediķis"),
        ("Ieradās divi simti seši viesi.", 206, "viesis"),
        ("Atsūtīja pusotru tūkstoti vēstuļu.", 1500, "vēstule"),
        ("Tikās trim dažādām komisijām veltītās dienās.", 3, "komisija"),
    ],
)
def test_value_and_unit(text: str, value: float, unit: str) -> None:
    assert values(text) == [(value, unit)]


@pytest.mark.parametrize(
    ("text", "qualifier", "span"),
    [
        ("Ieradās ap 90 viesu.", "approx", "ap 90 viesu"),
        ("Ieradās aptuveni 90 viesi.", "approx", "aptuveni 90 viesi"),
        ("Ieradās ~90 viesu.", "approx", "~90 viesu"),
        ("Ieradās vismaz 90 viesi.", "at_least", "vismaz 90 viesi"),
        ("Ieradās ne mazāk kā 90 viesu.", "at_least", "ne mazāk kā 90 viesu"),
        ("Ieradās vairāk par 90 viesiem.", "more_than", "vairāk par 90 viesiem"),
        ("Ieradās pāri par 90 viesiem.", "more_than", "pāri par 90 viesiem"),
        ("Uzņems līdz 90 viesiem.", "at_most", "līdz 90 viesiem"),
        ("Uzņems ne vairāk kā 90 viesus.", "at_most", "ne vairāk kā 90 viesus"),
        ("Ieradās mazāk nekā 90 viesu.", "less_than", "mazāk nekā 90 viesu"),
        ("Ieradās nepilni 90 viesi.", "less_than", "nepilni 90 viesi"),
        ("Ieradās tieši 90 viesi.", "exact", "90 viesi"),
    ],
)
def test_qualifier(text: str, qualifier: str, span: str) -> None:
    (count,) = read(text)
    assert (count.qualifier, count.text) == (qualifier, span)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Grupā būs 20–25 dalībnieki.", 20, 25),
        ("Grupā būs 20-25 dalībnieki.", 20, 25),
        ("Grupā būs no 15 līdz 20 dalībniekiem.", 15, 20),
        ("Izmaksās no 60 līdz 80 tūkstošiem eiro.", 60000, 80000),
        ("Darbs ilgs divas vai trīs nedēļas.", 2, 3),
        ("Darbs ilgs divas trīs nedēļas.", 2, 3),
    ],
)
def test_a_range_is_one_count(text: str, low: float, high: float) -> None:
    (count,) = read(text)
    assert (count.value, count.value_max, count.qualifier) == (low, high, "exact")


@pytest.mark.parametrize(
    "text",
    [
        "Tikšanās bija 2019. gada 3. jūlijā plkst. 10.30.",
        "Līgums Nr. 12/2019, tālrunis 67012345.",
        "Skola atrodas Brīvības ielā 55, Rīgā.",
        "Kursi domāti jauniešiem vecumā no 13 līdz 25 gadiem.",
        "Nometne ir bērniem no 7 līdz 12 gadiem un jauniešiem (13–25 gadi).",
        "Uzvarēja 18 gadus vecs jaunietis.",
        "To apgūst 3. klasē kopš 21. gadsimta.",
        "Otrais posms sākās rudenī.",
        "Covid-19 laikā TV3 rādīja filmas.",
        "Programmā „Radošā Eiropa 12 valstis” piesakās skolas.",
        "Viens no viņiem atnāca, viena otru pazina.",
        "Tas notika vienā laikā ar koncertu.",
        "Nāca vairāki skolotāji, daudzi skolēni, abi vadītāji un daži desmiti viesu.",
        "Spēle beidzās ar 3:2.",
        "Skat. 14. lpp. un 2. pielikumu.",
        "Piedalījās 15 Ā½.",
    ],
)
def test_no_count(text: str) -> None:
    assert values(text) == []


def test_what_is_the_phrase_in_the_nominative_and_kind_follows_the_head() -> None:
    (count,) = read("Sarunas notika ar 12 jauniem romu mediatoriem un skolotājiem.")
    assert count.what == "jauni romu mediatori un skolotāji"
    assert (count.unit, count.kind) == ("mediators", "people")
    kinds = {c.unit: c.kind for c in read("Divi kori, 3 novadi, pieci semināri, 4 dienas, 7 eiro, 8 % un deviņi koki.")}
    assert kinds == {
        "koris": "organisations",
        "novads": "places",
        "seminārs": "events",
        "diena": "duration",
        "eiro": "money",
        "%": "share",
        "koks": "other",
    }


def test_parts_name_their_total() -> None:
    total, places, first, second, other = read(
        "Kursus pabeidza 60 dalībnieki no 9 novadiem, t.sk. 35 skolotāji un 25 psihologi, kā arī 12 vadītāji."
    )
    assert [c.part_of for c in (total, places, first, second, other)] == [None, None, total.start, total.start, None]


def test_a_colon_and_pronouns_open_parts_too() -> None:
    total, *parts = read("Ieradās 25 dalībnieki: 10 mediatori, 8 skolotāji un 7 eksperti.")
    assert {p.part_of for p in parts} == {total.start}
    total, *parts = read("Ieradās 25 dalībnieki – 18 skolotāji un 7 eksperti.")
    assert {p.part_of for p in parts} == {total.start}
    total, part = read("Kursus sāka 40 skolēni, no kuriem 31 skolēns tos pabeidza.")
    assert part.part_of == total.start


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Runāja 30 bibliotekāri, no kuriem 12 ieradās no Latgales.", (12, "bibliotekārs")),
        ("Aptauja notika 17 no 43 pašvaldībām.", (17, "pašvaldība")),
        ("Strādā 58 bibliotēkas; slēgs aptuveni 5 no tām.", (5, "bibliotēka")),
        ("Atnāca 70 viesi, pērn – mazāk nekā četrdesmit.", (40, "viesis")),
        ("Klātienē runāja 30, attālināti – 55 skolotāji.", (30, "skolotājs")),
        ("Dalībnieku skaits – 64.", (64, "dalībnieks")),
        ("Apskatītie muzeji: 19", (19, "muzejs")),
        ("Runāja arī eksperti (15) un vadība.", (15, "eksperts")),
    ],
)
def test_a_bare_number_takes_its_noun_from_beside(text: str, expected: tuple[float, str]) -> None:
    assert expected in values(text)


def test_one_counts_when_it_is_qualified_or_counts_time() -> None:
    assert values("Vajag vismaz vienu vadītāju vienas dienas semināram.") == [(1, "vadītājs"), (1, "diena")]
    assert values("Viens vadītājs aizkavējās.") == []
    assert values("Runāja divi ministri un viens vēstnieks.") == [(2, "ministrs"), (1, "vēstnieks")]
    assert values("Atnāca 1 vadītājs.") == [(1, "vadītājs")]


CASES = ("nom", "gen", "dat", "acc", "loc")
PLURAL = {"m": ("i", "u", "iem", "us", "os"), "f": ("as", "u", "ām", "as", "ās")}
SINGULAR = {"m": ("s", "a", "am", "u", "ā"), "f": ("a", "as", "ai", "u", "ā")}
THREE = {"m": ("trīs", "triju", "trijiem", "trīs", "trijos"), "f": ("trīs", "triju", "trijām", "trīs", "trijās")}
STEMS = ("", "vien", "div", "trīs", "četr", "piec", "seš", "septiņ", "astoņ", "deviņ")
THOUSAND = ("tūkstotis", "tūkstoša", "tūkstotim", "tūkstoti", "tūkstotī")


def unit_word(n: int, case: int, gender: str) -> str:
    if n == 3:
        return THREE[gender][case]
    return STEMS[n] + (SINGULAR if n == 1 else PLURAL)[gender][case]


def in_words(n: int, case: int, gender: str, short: bool) -> str:
    """A number up to a million in Latvian words, in a case and gender; ``short`` prefers *divsimt* to *divi simti*."""
    if n == 0:
        return "nulle"
    if n == 1_000_000:
        return "miljon" + SINGULAR["m"][case]
    if n >= 1000:
        thousands, rest = divmod(n, 1000)
        last = (
            THOUSAND[case] if thousands == 1 else f"{in_words(thousands, case, 'm', short)} tūkstoš{PLURAL['m'][case]}"
        )
        if short and thousands < 10:
            last = (STEMS[thousands] if thousands > 1 else "") + "tūkstoš"
        return f"{last} {in_words(rest, case, gender, short) if rest else ''}".strip()
    if n >= 100:
        hundreds, rest = divmod(n, 100)
        head = "simt" + (SINGULAR if hundreds == 1 else PLURAL)["m"][case]
        if hundreds > 1:
            head = f"{unit_word(hundreds, case, 'm')} {head}"
        if short:
            head = (STEMS[hundreds] if hundreds > 1 else "") + "simt"
        return f"{head} {in_words(rest, case, gender, short) if rest else ''}".strip()
    if n >= 20:
        return f"{STEMS[n // 10]}desmit {unit_word(n % 10, case, gender) if n % 10 else ''}".strip()
    return unit_word(n, case, gender) if n < 10 else "desmit" if n == 10 else f"{STEMS[n - 10]}padsmit"


@given(st.integers(0, 1_000_000), st.integers(0, 4), st.sampled_from("mf"), st.booleans())
def test_a_number_in_words_reads_back_as_itself(n: int, case: int, gender: str, short: bool) -> None:
    assert [number.value for number in numbers(f"Runa bija par {in_words(n, case, gender, short)}.")] == [n]


NOUNS = {"m": [f"novad{ending}" for ending in PLURAL["m"]], "f": [f"skol{ending}" for ending in PLURAL["f"]]}
SENTENCES = ("Iesaistījās {}.", "Trūka {}.", "Palīdzēja {}.", "Apmeklēja {}.", "Tas notika {}.")


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 9999).filter(lambda n: n % 10 != 1 or n % 100 == 11), st.integers(0, 4), st.sampled_from("mf"))
def test_a_number_in_words_counts_a_noun_in_any_case(n: int, case: int, gender: str) -> None:
    scaled = n % 100 == 0  # after hundreds and thousands stands the genitive
    phrase = f"{in_words(n, case, gender, short=False)} {NOUNS[gender][1 if scaled else case]}"
    assert values(SENTENCES[case].format(phrase)) == [(n, {"m": "novads", "f": "skola"}[gender])]


SPACES = (" ", ".", "", "\u00a0", "\u2009", "\u202f")


@given(st.integers(1, 9_999_999), st.sampled_from(SPACES), st.sampled_from(["", ",5", ",25"]))
def test_figures_read_back_as_themselves(n: int, separator: str, decimals: str) -> None:
    figures = f"{n:,}".replace(",", separator) + decimals
    assert [x.value for x in numbers(f"Bija {figures} eiro")] == [n + float("0" + decimals.replace(",", ".") or 0)]


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 99), st.sampled_from(["", ",5", ",75"]), st.sampled_from(["%", " %", "\u00a0%", " procenti"]))
def test_a_share_in_per_cent_reads_back_as_itself(n: int, decimals: str, sign: str) -> None:
    assert values(f"Tādi bija {n}{decimals}{sign}.") == [(n + float("0" + decimals.replace(",", ".") or 0), "%")]


@pytest.mark.parametrize("word", ["trešdaļ", "ceturtdaļ", "piektdaļ", "desmitdaļ"])
@pytest.mark.parametrize("ending", ["a", "as", "ai", "u", "ā"])
def test_a_part_in_words_is_its_per_cent(word: str, ending: str) -> None:
    worth = {"trešdaļ": 33.33, "ceturtdaļ": 25, "piektdaļ": 20, "desmitdaļ": 10}[word]
    assert values(f"Runa bija par {word}{ending} skolu.") == [(worth, "%")]


RANGES = ("no {} līdz {}", "{} līdz {}", "{}–{}", "{}-{}", "{} – {}", "{} vai {}")


@settings(deadline=None, max_examples=60)
@given(st.integers(2, 900), st.integers(1, 900), st.sampled_from(RANGES))
def test_a_range_reads_back_as_itself(low: int, more: int, form: str) -> None:
    high = low + more
    (number,) = numbers(f"Vajadzēja {form.format(low, high)} eiro")
    assert (number.value, number.value_max) == (low, high)


PIECES = st.sampled_from(
    "„ ” ( ) . , : – - 12 1.200 3,5 % pieci simts tūkst. eiro skolu skolas un kuriem t.sk. vismaz līdz jauni".split(" ")
    + "vadītāji NVO Rīgā 2019.gadā strādāja no".split()
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_mentions_quote_the_text_and_do_not_overlap(text: str) -> None:
    page = document(text, text)
    found = counts.read(page)
    assert all(page.text[c.start : c.end] == c.text for c in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert {c.part_of for c in found} <= {None, *(c.start for c in found)}
    assert [astuple(c) for c in found] == [astuple(c) for c in counts.read(document(text, text))]
