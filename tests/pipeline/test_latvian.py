"""The Latvian module: paradigms against the grammar, analyses against the paradigms, phrases against usage."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.latvian import analyses, inflect, inflect_name, lemma, nominative
from pipeline.latvian.paradigms import depalatalise, palatalise, rows

LEXICON = rows("lemmas.tsv")


@pytest.mark.parametrize(
    ("word", "paradigm", "case", "number", "form"),
    [
        ("ozols", "m-1", "gen", "pl", "ozolu"),
        ("ceļš", "m-1", "dat", "sg", "ceļam"),
        ("pārstāvis", "m-2", "gen", "sg", "pārstāvja"),
        ("brālis", "m-2", "gen", "sg", "brāļa"),
        ("lācis", "m-2", "nom", "pl", "lāči"),
        ("mēnesis", "m-2", "gen", "pl", "mēnešu"),
        ("vilnis", "m-2", "gen", "sg", "viļņa"),
        ("teātris", "m-2", "gen", "sg", "teātra"),
        ("viesis", "m-2", "gen", "sg", "viesa"),
        ("tētis", "m-2", "gen", "sg", "tēta"),
        ("Valdis", "m-2", "gen", "sg", "Valda"),
        ("Atis", "m-2", "gen", "sg", "Ata"),
        ("zutis", "m-2", "gen", "sg", "zuša"),
        ("ūdens", "m-2", "gen", "sg", "ūdens"),
        ("suns", "m-2", "gen", "sg", "suņa"),
        ("tirgus", "m-3", "loc", "sg", "tirgū"),
        ("puika", "m-4", "dat", "sg", "puikam"),
        ("māja", "f-4", "dat", "pl", "mājām"),
        ("bite", "f-5", "gen", "pl", "bišu"),
        ("zvaigzne", "f-5", "gen", "pl", "zvaigžņu"),
        ("mute", "f-5", "gen", "pl", "mutu"),
        ("pils", "f-6", "gen", "pl", "piļu"),
        ("dalībvalsts", "f-6", "gen", "pl", "dalībvalstu"),
        ("acs", "f-6", "gen", "pl", "acu"),
        ("tikšanās", "f-r", "acc", "sg", "tikšanos"),
        ("Talsi", "m-pl-1", "dat", "pl", "Talsiem"),
        ("Limbaži", "m-pl-2", "gen", "pl", "Limbažu"),
        ("Cēsis", "f-pl-6", "gen", "pl", "Cēsu"),
        ("durvis", "f-pl-6", "gen", "pl", "durvju"),
        ("ļaudis", "m-pl-6", "gen", "pl", "ļaužu"),
        ("Rēzekne", "f-sg-5", "loc", "sg", "Rēzeknē"),
        ("sociāls", "adj-m-def", "gen", "sg", "sociālā"),
        ("pēdējs", "adj-f-def", "dat", "sg", "pēdējai"),
        ("pirmais", "adj-m-def", "dat", "sg", "pirmajam"),
        ("esošs", "adj-f", "dat", "pl", "esošām"),
        ("sasniedzis", "part-m-def", "nom", "pl", "sasniedzušie"),
        ("eiro", "indecl", "loc", "pl", "eiro"),
    ],
)
def test_inflect(word: str, paradigm: str, case: str, number: str, form: str) -> None:
    assert inflect(word, paradigm)[case, number][0] == form


def test_a_proper_name_lives_in_one_number() -> None:
    assert {number for _, number in inflect("Talsi", "m-pl-1")} == {"pl"}
    assert {number for _, number in inflect("Tukums", "m-sg-1")} == {"sg"}


def test_a_word_that_does_not_fit_its_paradigm_is_refused() -> None:
    with pytest.raises(ValueError, match="does not end"):
        inflect("māja", "m-1")
    with pytest.raises(ValueError, match="no such paradigm"):
        inflect("māja", "f-9")


@given(st.text("abdeiklmnprstuvz", min_size=2, max_size=8))
def test_depalatalising_undoes_palatalising(stem: str) -> None:
    assert stem in depalatalise(palatalise(stem))


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(LEXICON), st.data())
def test_every_form_of_a_known_lemma_is_analysed_as_it(row: dict[str, str], data: st.DataObject) -> None:
    paradigm = row["paradigm"] if "-" in row["paradigm"] or row["paradigm"] in ("gen", "indecl") else None
    cells = inflect(row["lemma"], paradigm or f"{row['paradigm']}-m")
    cell = data.draw(st.sampled_from(sorted(cells)))
    for form in cells[cell]:
        readings = [(a.lemma, a.case, a.number) for a in analyses(form)]
        spellings = {row["lemma"], row["lemma"].capitalize()}
        assert form.isupper() or any((spelling, *cell) in readings for spelling in spellings)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("pārstāvji", "pārstāvis"),
        ("pārstāvjiem", "pārstāvis"),
        ("ģimenēm", "ģimene"),
        ("pilsētām", "pilsēta"),
        ("mēnešu", "mēnesis"),
        ("biedrībām", "biedrība"),
        ("romiem", "roms"),
        ("dalībvalstu", "dalībvalsts"),
        ("skolēnu", "skolēns"),
        ("eksperti", "eksperts"),
        ("speciālistiem", "speciālists"),
        ("vecākiem", "vecāks"),
        ("iedzīvotāju", "iedzīvotājs"),
        ("klašu", "klase"),
        ("cilvēkiem", "cilvēks"),
        ("ļaužu", "ļaudis"),
        ("lietu", "lieta"),
        ("tikšanās", "tikšanās"),
        ("vebināros", "vebinārs"),
        ("rezidentūrām", "rezidentūra"),  # in no dictionary: read by its ending
    ],
)
def test_lemma(form: str, expected: str) -> None:
    assert lemma(form) == expected


@pytest.mark.parametrize("form", ["Aあ", "ÉÉʻ", "Zא", "Aʹʹʹʹ"])
def test_capitals_beside_letters_without_case_are_an_acronym(form: str) -> None:
    [read] = analyses(form)
    assert (read.lemma, read.pos, read.paradigm) == (form, "PROPN", "indecl")


def test_names_keep_their_capital() -> None:
    assert lemma("Ventspilī", "PROPN") == "Ventspils"
    assert lemma("Cēsu", "PROPN") == "Cēsis"


def test_readings_say_what_kind_of_word_it_is() -> None:
    assert analyses("notika")[0].pos == "VERB"
    assert analyses("starp")[0].pos == "ADP"
    assert (analyses("NVO")[0].pos, analyses("NVO")[0].case) == ("PROPN", None)
    assert {(a.case, a.number) for a in analyses("skolas") if a.pos == "NOUN"} >= {("gen", "sg"), ("nom", "pl")}
    assert analyses("12") == ()


@pytest.mark.parametrize(
    ("name", "paradigm", "case", "form"),
    [
        ("Rēzeknes novads", "m-sg-1", "loc", "Rēzeknes novadā"),
        ("Valsts izglītības satura centrs", "m-sg-1", "gen", "Valsts izglītības satura centra"),
        ("Izglītības kvalitātes valsts dienests", "m-sg-1", "dat", "Izglītības kvalitātes valsts dienestam"),
        ("Latvijas Nacionālā bibliotēka", "f-sg-4", "loc", "Latvijas Nacionālajā bibliotēkā"),
        ("Eiropas Sociālais fonds", "m-sg-1", "gen", "Eiropas Sociālā fonda"),
        ("Romu Kultūras Centrs", "m-sg-1", "acc", "Romu Kultūras Centru"),
        ("Nacionālā kino centra padome", "f-sg-5", "gen", "Nacionālā kino centra padomes"),
        ("Centrālā statistikas pārvalde", "f-sg-5", "gen", "Centrālās statistikas pārvaldes"),
        ("Sociālās drošības un darba ministrija", "f-sg-4", "dat", "Sociālās drošības un darba ministrijai"),
        ("Apvienotā Karaliste", "f-sg-5", "loc", "Apvienotajā Karalistē"),
        ("Baltijas valstis", "f-pl-6", "gen", "Baltijas valstu"),
        ("Ekspertu tīkls izglītības jautājumos", "m-sg-1", "gen", "Ekspertu tīkla izglītības jautājumos"),
        ("Oslo", "indecl", "loc", "Oslo"),
    ],
)
def test_inflect_name(name: str, paradigm: str, case: str, form: str) -> None:
    assert inflect_name(name, paradigm)[case] == (form,)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("konsultatīvās padomes", "konsultatīvā padome"),
        ("Izglītības un zinātnes ministrijas", "Izglītības un zinātnes ministrija"),
        ("Nodarbinātības valsts aģentūrai", "Nodarbinātības valsts aģentūra"),
        ("Eiropas Sociālā fonda", "Eiropas Sociālais fonds"),
        ("Reģionālo ekspertu tīkla", "Reģionālo ekspertu tīkls"),
        ("149 romu ģimenēm", "149 romu ģimenes"),
        ("piecām reģionālajām romu biedrībām", "piecas reģionālās romu biedrības"),
        ("trim jauniem mediatoriem", "trīs jauni mediatori"),
        ("19 pilsētām un novadiem", "19 pilsētas un novadi"),
        ("biedrības „Ziemeļu vēji”", "biedrība „Ziemeļu vēji”"),
        ("KULTŪRAS MINISTRIJAI", "KULTŪRAS MINISTRIJA"),
        ("12 dalībniekiem no Igaunijas", "12 dalībnieki no Igaunijas"),
        ("Izglītības, kultūras un sporta departamentam", "Izglītības, kultūras un sporta departaments"),
        ("Talsos", "Talsi"),
    ],
)
def test_nominative(phrase: str, expected: str) -> None:
    assert nominative(phrase) == expected


def test_a_hint_settles_what_the_form_leaves_open() -> None:
    assert nominative("skolas") == "skola"
    assert nominative("skolas", number="pl") == "skolas"
    assert nominative("mākslas skolu", case="gen") == "mākslas skolas"
