"""The authority lists keep their promises: stable ids, a tree without cycles, a licence and a source on every row."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping

import pytest

from db.authority.build_places import COLUMNS, KINDS, is_place, slug, stem
from db.gazetteer import AUTHORITY, Organisation, Place, organisations, paradigm, places

STATE_CITIES = {
    *("Daugavpils", "Jelgava", "Jēkabpils", "Jūrmala", "Liepāja"),
    *("Ogre", "Rēzekne", "Rīga", "Valmiera", "Ventspils"),
}
#: Until 2021 Ogre was a town; three state cities of today share their municipality with the land around them.
CITIES_BEFORE_2021 = STATE_CITIES - {"Ogre"}
CITIES_ON_THEIR_OWN = STATE_CITIES - {"Jēkabpils", "Ogre", "Valmiera"}
FORMED_IN_2021 = {"Augšdaugavas novads", "Dienvidkurzemes novads", "Valmieras novads"}
LICENCES = {"CC-BY-4.0", "CC0-1.0", "Unicode-3.0 AND CC-BY-4.0"}
ORGANISATION_KINDS = {
    *("agency", "archive", "association", "church", "company", "council", "court", "ensemble", "foundation", "fund"),
    *("government", "hospital", "international", "library", "media", "ministry", "museum", "parliament"),
    *("planning_region", "research", "school", "theatre", "university"),
}
ENDINGS = {
    "m-sg-1": ("s", "š"),
    "m-sg-2": ("is",),
    "m-sg-3": ("us",),
    "m-pl-1": ("i",),
    "m-pl-2": ("i",),
    "f-sg-4": ("a",),
    "f-sg-5": ("e",),
    "f-sg-6": ("s",),
    "f-pl-4": ("as",),
    "f-pl-5": ("es",),
    "f-pl-6": ("is",),
    "indecl": ("a", "e", "i", "o", "u", "ā", "ē", "ī", "ū", "s"),
}


def by_id() -> dict[str, Place]:
    return {place.id: place for place in places()}


def of_kind(kind: str, country: str | None = "LV") -> list[Place]:
    return [place for place in places() if place.kind == kind and place.country == country]


def municipalities_in(year: int) -> set[str]:
    return {
        place.name
        for place in of_kind("municipality")
        if int(place.valid_from or 0) <= year and (place.valid_to is None or year < int(place.valid_to))
    }


def repeated(values: Iterable[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def roots(parents: Mapping[str, str | None]) -> set[str]:
    """Follow every row up to one without a parent; a cycle or a missing parent fails."""
    found = set()
    for start in parents:
        row, seen = start, {start}
        while (parent := parents[row]) is not None:
            assert parent in parents, f"{row}: no row {parent}"
            assert parent not in seen, f"{start}: {parent} is its own ancestor"
            seen.add(parent)
            row = parent
        found.add(row)
    return found


@pytest.mark.parametrize("rows", [places(), organisations()], ids=["places", "organisations"])
def test_every_row_is_identified_sourced_and_licensed(rows: tuple[Place | Organisation, ...]) -> None:
    assert repeated(row.id for row in rows) == []
    for row in rows:
        assert row.id == slug(row.id), row
        assert row.source, row
        assert row.licence in LICENCES, row
        assert row.name == " ".join(row.name.split()), row
        assert row.name not in row.other_names, row


def test_places_form_trees_that_end_in_countries_and_regions() -> None:
    rows = by_id()
    for root in roots({place.id: place.parent_id for place in places()}):
        assert rows[root].kind in ("country", "region")
    for place in places():
        for other in (place.former_parent_id, place.replaced_by):
            assert other is None or rows[other].kind == "municipality", place
        if place.kind in ("parish", "town") and place.country == "LV":
            assert rows[place.parent_id or ""].kind == "municipality", place
        if place.kind == "village":
            assert rows[place.parent_id or ""].kind in ("parish", "municipality", "city", "town"), place


def test_organisations_form_trees() -> None:
    roots({organisation.id: organisation.parent_id for organisation in organisations()})
    assert {organisation.kind for organisation in organisations()} == ORGANISATION_KINDS
    assert len(organisations()) >= 220


def test_no_place_stands_twice() -> None:
    assert {place.kind for place in places()} == set(KINDS)
    assert repeated((place.name, place.kind, place.parent_id) for place in places()) == []
    assert repeated(place.geonames_id for place in places() if place.geonames_id) == []


def test_state_cities_and_towns() -> None:
    assert {place.name for place in of_kind("city")} == STATE_CITIES
    towns = {place.name for place in of_kind("town")}
    assert len(towns) == 71
    assert {"Talsi", "Cēsis", "Saldus", "Ādaži", "Iecava", "Ķekava", "Mārupe", "Koknese"} <= towns
    assert not any(place.weak for kind in ("city", "town") for place in of_kind(kind))


def test_municipalities_before_and_after_the_reforms() -> None:
    before, after, now = (municipalities_in(year) for year in (2015, 2022, 2026))
    assert len(before) + len(CITIES_BEFORE_2021) == 119
    assert len(after) + len(CITIES_ON_THEIR_OWN) == 43
    assert len(now) + len(CITIES_ON_THEIR_OWN) == 42
    assert after - before == FORMED_IN_2021
    assert after - now == {"Varakļānu novads"}
    assert {"Talsu novads", "Rēzeknes novads"} <= before & now


def test_districts_and_regions() -> None:
    regions = {place.name for place in of_kind("region")}
    districts = {
        place.name for place in of_kind("region") if place.name.endswith(" rajons") and place.valid_to == "2009"
    }
    assert len(districts) == 26
    assert {"Vidzeme", "Kurzeme", "Zemgale", "Latgale", "Sēlija"} <= regions
    planning = {name.removesuffix(" plānošanas reģions") for name in regions if name.endswith(" plānošanas reģions")}
    assert planning == {"Rīgas", "Vidzemes", "Kurzemes", "Zemgales", "Latgales"}


def test_parts_of_cities_lie_in_their_city() -> None:
    parts: dict[str, set[str]] = {"lv-riga": set(), "lv-jurmala": set(), "lv-liepaja": set()}
    for place in places():
        if place.kind == "village" and place.parent_id in parts:
            parts[place.parent_id].add(place.name)
    assert {"Mežaparks", "Āgenskalns", "Purvciems", "Vecrīga", "Ķīpsala", "Bolderāja", "Jugla"} <= parts["lv-riga"]
    assert {"Majori", "Dzintari", "Bulduri", "Dubulti", "Ķemeri", "Kauguri", "Sloka"} <= parts["lv-jurmala"]
    assert {"Karosta"} <= parts["lv-liepaja"]


def test_a_municipality_is_named_for_a_town_or_a_known_village() -> None:
    """The others are named for a river, a castle, a region, or a village whose name is a common word."""
    known = {stem(place.name) for kind in ("city", "town", "village") for place in of_kind(kind) if not place.weak}
    names = {place.name.removesuffix(" novads") for place in of_kind("municipality")}
    others = {name for name in names if stem(name) not in known}
    assert others == {"Amatas", "Augšdaugavas", "Beverīnas", "Dienvidkurzemes", "Pārgaujas", "Salas", "Sējas"}


def test_capitals_and_neighbours_stand_under_their_latvian_names() -> None:
    cities = {place.name for place in places() if place.kind == "city" and place.country != "LV"}
    capitals = """Amsterdama Andora_la_Velja Ankara Atēnas Belgrada Berlīne Berne Bratislava Brisele Budapešta Bukareste
        Dublina Erevāna Helsinki Kijiva Kišiņeva Kopenhāgena Lisabona Londona Luksemburga Ļubļana Madride Maskava Minska
        Nikosija Oslo Parīze Podgorica Prāga Priština Reikjavīka Roma Sarajeva Skopje Sofija Stokholma Tallina Tbilisi
        Tirāna Vaduca Valleta Varšava Vīne Viļņa Zagreba Baku"""
    assert {name.replace("_", " ") for name in capitals.split()} <= cities
    assert {"Kauņa", "Klaipēda", "Šauļi", "Paņeveža", "Birži", "Zarasi", "Rokišķi"} <= cities
    assert {"Tartu", "Pērnava", "Valga", "Veru", "Vīlande", "Narva", "Otepē", "Kuresāre"} <= cities
    assert {"Sanktpēterburga", "Pleskava", "Strasbūra", "Hāga", "Ženēva", "Gdaņska", "Polocka"} <= cities


def test_most_rows_of_towns_parishes_and_countries_carry_ids() -> None:
    def share(kind: str, field: str, home: bool) -> float:
        rows = [place for place in places() if place.kind == kind and (place.country == "LV") == home]
        return sum(getattr(place, field) is not None for place in rows) / len(rows)

    assert share("city", "geonames_id", True) == share("town", "geonames_id", True) == 1
    assert share("parish", "geonames_id", True) > 0.97
    assert share("city", "geonames_id", False) > 0.99
    assert share("country", "wikidata_id", False) > 0.98


def test_former_municipalities_tell_what_they_went_into() -> None:
    rows = by_id()
    for place in of_kind("municipality"):
        assert (place.valid_to is None) == (place.replaced_by is None), place
        if place.replaced_by:
            assert rows[place.replaced_by].valid_to is None, place
    assert rows["lv-dundagas-novads"].replaced_by == "lv-talsu-novads"
    assert rows["lv-varaklanu-novads"].replaced_by == "lv-madonas-novads"


def test_parishes_lie_in_municipalities_of_today() -> None:
    rows = by_id()
    parishes = of_kind("parish")
    assert len(parishes) == 511
    for parish in parishes:
        assert parish.name.endswith(" pagasts"), parish
        assert rows[parish.parent_id or ""].valid_to is None, parish
        assert rows[parish.former_parent_id or ""].valid_from == "2009", parish
    assert rows["lv-kastulinas-pagasts"].parent_id == "lv-kraslavas-novads"
    assert rows["lv-kastulinas-pagasts"].former_parent_id == "lv-aglonas-novads"


def test_points_lie_where_they_should() -> None:
    for place in places():
        assert place.latitude is not None, place
        assert place.longitude is not None, place
        assert -90 <= place.latitude <= 90, place
        assert -180 <= place.longitude <= 180, place
        if place.country == "LV":
            assert 55.6 < place.latitude < 58.1, place
            assert 20.9 < place.longitude < 28.3, place


def test_paradigm_agrees_with_the_ending() -> None:
    for place in places():
        word = place.name.split(" pie ")[0]
        assert word.endswith(ENDINGS[place.gender_number]), place


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Rīga", "f-sg-4"),
        ("Valmiera", "f-sg-4"),
        ("Ogre", "f-sg-5"),
        ("Ventspils", "f-sg-6"),
        ("Cēsis", "f-pl-6"),
        ("Pļaviņas", "f-pl-4"),
        ("Talsi", "m-pl-1"),
        ("Ādaži", "m-pl-2"),
        ("Tukums", "m-sg-1"),
        ("Saldus", "m-sg-3"),
        ("Talsu novads", "m-sg-1"),
        ("Tartu", "indecl"),
        ("Helsinki", "m-pl-1"),
        ("Amerikas Savienotās Valstis", "f-pl-6"),
    ],
)
def test_paradigms_that_readers_rely_on(name: str, code: str) -> None:
    strong = [place for place in places() if place.name == name and not place.weak]
    assert [place.gender_number for place in strong] == [code]


def test_paradigm_of_an_ending() -> None:
    names = ("Sēlpils", "Kannas", "Jaunāres", "Gulbītis", "Ķegums", "Kolka", "Sece", "Irši", "Balvi", "Oslo")
    codes = ("f-sg-6", "f-pl-4", "f-pl-5", "m-sg-2", "m-sg-1", "f-sg-4", "f-sg-5", "m-pl-2", "m-pl-1", "indecl")
    assert tuple(map(paradigm, names)) == codes


def test_a_strong_village_shares_its_name_with_nothing_else_that_is_strong() -> None:
    strong = Counter(place.name for place in places() if not place.weak)
    villages = [place for place in of_kind("village") if not place.weak]
    assert [village.name for village in villages if strong[village.name] > 1] == []
    assert {"Kolka", "Turaida", "Carnikava", "Piņķi", "Mazirbe"} <= {village.name for village in villages}
    assert not {"Cena", "Anna", "Sala", "Malta", "Vilkova"} & {village.name for village in villages}


def test_countries_carry_their_latvian_names() -> None:
    names = {place.country: place.name for place in places() if place.kind == "country" and place.country}
    assert len(names) > 190
    assert names["LT"] == "Lietuva"
    assert names["EE"] == "Igaunija"
    assert names["CZ"] == "Čehija"
    others = {other for place in places() if place.kind == "country" for other in place.other_names}
    assert {"ASV", "Apvienotā Karaliste"} <= others


def test_acronyms_are_not_shared_at_one_time() -> None:
    today = [organisation.acronym for organisation in organisations() if not organisation.valid_to]
    assert repeated(acronym for acronym in today if acronym) == []
    assert len({organisation.name for organisation in organisations()}) == len(organisations())


def test_organisation_names_have_neither_quotation_marks_nor_legal_form() -> None:
    for organisation in organisations():
        for name in (organisation.name, *organisation.other_names):
            assert not set(name) & set('„”“"«»'), organisation
            assert not name.startswith(("SIA ", "VSIA ", "AS ", "VAS ")), organisation


def test_reviewed_tables_speak_of_rows_that_exist() -> None:
    rows = by_id()
    for table in ("village_review.csv", "places_overrides.csv"):
        with (AUTHORITY / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["id"] in rows, f"{table}: {row['id']}"
                assert not row["weak"] or (row["weak"] == "1") == rows[row["id"]].weak, row["id"]
    with (AUTHORITY / "places.csv").open(encoding="utf-8", newline="") as file:
        assert csv.DictReader(file).fieldnames == COLUMNS


def test_the_seat_of_a_parish_is_found_by_its_stem() -> None:
    assert stem("Kolka") == stem("Kolkas")
    assert stem("Ropaži") == stem("Ropažu")
    assert stem("Jaunpils") == stem("Jaunpils")
    assert stem("Ilzeskalns") == stem("Ilzeskalna")
    assert stem("Baltinava") != stem("Balvu")


def test_post_rounds_are_not_villages() -> None:
    assert is_place({"name": "Kolka", "parish": "Kolkas pagasts"})
    assert is_place({"name": "Jaunpils", "parish": "Jaunpils pagasts"})
    assert not is_place({"name": "Ezeres", "parish": "Ezeres pagasts"})
    assert not is_place({"name": "Dunte 96", "parish": "Skultes pagasts"})
