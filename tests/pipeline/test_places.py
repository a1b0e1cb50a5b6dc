"""Places in every case form, told from what only looks like them, and told apart from their namesakes."""

from __future__ import annotations

from collections import defaultdict

import pytest

from db.gazetteer import places as gazetteer_places
from pipeline import events, gazetteer, places
from pipeline.language import tokens

CASES = {"nom", "gen", "dat", "acc", "loc"}


def named(document, *lines):
    return [m.name for m in places.read(document(*lines))]


def identified(document, *lines):
    return [m.place_id for m in places.read(document(*lines))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Darbnīca notika Cēsīs.", ["Cēsis"]),
        ("Pārstāvji ieradās no Talsiem, Preiļiem un Ventspils.", ["Talsi", "Preiļi", "Ventspils"]),
        ("Vizīte uz Viļņu un Tallinu", ["Viļņa", "Tallina"]),
        ("Nometne bija Talsu novadā.", ["Talsu novads"]),
        ("Tikšanās notika Ventspils pilsētā.", ["Ventspils"]),
        ("RĪGA, 2018. gads", ["Rīga"]),
        ("No Cēsīm līdz Talsiem brauca autobuss, Cēsu novadā atklāja taku.", ["Cēsis", "Talsi", "Cēsu novads"]),
        ("Ceļš veda caur Ainažiem, Saulkrastiem un Līvāniem.", ["Ainaži", "Saulkrasti", "Līvāni"]),
        ("Sadarbība ar Salaspili, Valdemārpili un Ventspili", ["Salaspils", "Valdemārpils", "Ventspils"]),
        ("Ministre viesojās Saldū, Tukumā un Brocēnos.", ["Saldus", "Tukums", "Brocēni"]),
        ("Reģionālās konferences TALSOS UN KULDĪGĀ", ["Talsi", "Kuldīga"]),
        ("Viesi no Viļņas, Kauņas, Tartu un Pērnavas.", ["Viļņa", "Kauņa", "Tartu", "Pērnava"]),
        ("Strasbūrā, Lisabonā un Sanktpēterburgā", ["Strasbūra", "Lisabona", "Sanktpēterburga"]),
        ("Pieredzes apmaiņa Oslo, Bergenā un Tronheimā", ["Oslo", "Bergena", "Tronheima"]),
        ("Vācijas pilsētās Minhenē, Augsburgā un Trīrē", ["Vācija", "Minhene", "Augsburga", "Trīre"]),
        ("Igaunijā: Valgā, Veru un Otepē", ["Igaunija", "Valga", "Veru", "Otepē"]),
        ("Konferences Sofijā, Kalifornijā un Sočos", ["Sofija", "Kalifornija", "Soči"]),
        ("Bosnijas un Hercegovinas delegācija", ["Bosnija un Hercegovina"]),
        ("Amerikas Savienoto Valstu eksperti", ["Amerikas Savienotās Valstis"]),
        ("Krievijas Federācijas pilsēta Pleskava", ["Krievija", "Pleskava"]),
        ("Kurzemē un Zemgalē nokrišņu maz, bet Sēlijā daudz.", ["Kurzeme", "Zemgale", "Sēlija"]),
        ("Latgales reģiona sanāksme notika Rēzeknē.", ["Latgale", "Rēzekne"]),
        ("Rīgas plānošanas reģionā trūkst aprūpētāju.", ["Rīgas plānošanas reģions"]),
        ("Bijušajā Liepājas rajonā darbojās 12 skolas.", ["Liepājas rajons"]),
        ("Koncerts notiks Mežaparkā, Lielajā estrādē.", ["Mežaparks"]),
        ("Nodarbības notiks Ķemeros (Jūrmalā).", ["Ķemeri", "Jūrmala"]),
        ("Latgales priekšpilsētā atvērs dienas centru.", ["Latgales priekšpilsēta"]),
        ("Satiksmes ministrs iepazinās ar ceļa posmu Rīga–Sigulda.", ["Rīga", "Sigulda"]),
        ("Pļaviņās, kultūras centrā, rādīs filmu.", ["Pļaviņas"]),
        ("Otrā tikšanās – Balvos, 12. maijā.", ["Balvi"]),
        ("Norises vieta: Ogre, Brīvības iela 15", ["Ogre"]),
        ("Dalībnieki: Aizkraukle – 12, Ogre – 8, Madona – 5.", ["Aizkraukle", "Ogre", "Madona"]),
    ],
)
def test_inflected_names(document, text, names):
    assert named(document, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Limbažu, Alojas un Rūjienas novada vadītāji", ["Limbažu novads", "Alojas novads", "Rūjienas novads"]),
        ("Speciālisti no Dobeles, Bauskas un Tukuma novada", ["Dobeles novads", "Bauskas novads", "Tukuma novads"]),
        ("Skolotāji no Gulbenes un Balvu novadiem", ["Gulbenes novads", "Balvu novads"]),
        ("Darbnīcas rīkotas Saldus un Kandavas novados.", ["Saldus novads", "Kandavas novads"]),
        ("Pieredzes stāstus apkopoja Rīgas un Jūrmalas pilsētās.", ["Rīga", "Jūrmala"]),
        ("Ministrs tikās ar Daugavpils un Rēzeknes valstspilsētu mēriem.", ["Daugavpils", "Rēzekne"]),
        ("2006. gadā Ludzas un Balvu rajonos atvēra centrus.", ["Ludzas rajons", "Balvu rajons"]),
        ("Novadi: Engures, Jaunpils un Kandavas.", ["Engures novads", "Jaunpils novads", "Kandavas novads"]),
        ("Kursi Liepājā, kā arī Talsu un Tukuma novadā", ["Liepāja", "Talsu novads", "Tukuma novads"]),
        ("Rēzeknē, Ludzā un Krāslavas novadā", ["Rēzekne", "Ludza", "Krāslavas novads"]),
        (
            "Madonas novada Ļaudonas, Mētrienas un Praulienas pagasta iedzīvotāji",
            ["Madonas novads", "Ļaudonas pagasts", "Mētrienas pagasts", "Praulienas pagasts"],
        ),
        ("Brauciens uz Kaunatas pagastu (Rēzeknes novadā)", ["Kaunatas pagasts", "Rēzeknes novads"]),
        ("Konsultācijas Maltas pagastā (Rēzeknes novadā)", ["Maltas pagasts", "Rēzeknes novads"]),
        ("Konsultācijas Rēzeknes novada Maltas pagastā", ["Rēzeknes novads", "Maltas pagasts"]),
        (
            "Alūksnes novada Jaunannas pagasta Jaunannā",
            ["Alūksnes novads", "Jaunannas pagasts", "Jaunanna"],
        ),
    ],
)
def test_shared_heads_and_nesting(document, text, names):
    assert named(document, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Pasākums notiks Jelgavas ielā 4.",
        "Cēsu un Ziedu ielas krustojumā notika avārija.",
        "Biedrība „Ventspils jaunieši” saņēma balvu.",
        "Projekts „Ceļš uz Cēsīm” noslēdzies.",
        "Rīgas 64. vidusskola un Madonas Valsts ģimnāzija",
        "Daugavpils Universitātes rektors un Tallinas Tehnoloģiju universitāte",
        "Cēsu Vēstures un mākslas muzejs aicina.",
        "Romu mediatori strādā skolās.",
        "Romu dienas programma",
        "Roma tautības bērni mācās skolā.",
        "visi kopā gāja gar upi, un saldus ābolus deva bērniem",
        "Ilze Madona pastāstīja par projektu.",
        "Runās Edgars Rūjiens, Inga Viesīte un Māris Tukums.",
        "Biedrības vadītāja Kristīne Rauda uzsvēra sadarbības nozīmi.",
        "Kā norādīja E. Saldus, darbs turpināsies.",
        "Pārdomas izraisīja arī Viļņa stāsts par jaunību.",
        "Saules sistēma sastāv no Saules un planētām.",
        "Sala ir skaista, un vasarā tur ierodas tūristi.",
        "Lode uzlikta uz galda.",
        "Rauda bērns, jo saplīsusi rotaļlieta.",
        "Balvas pasniegs pēc koncerta.",
        "Pie Burtnieku ezera rīkos nometni.",
    ],
)
def test_what_is_no_place(document, text):
    assert named(document, text) == []


def test_weak_names_need_a_sure_context(document):
    assert named(document, "Delegācija viesojās Parīzē un Romā.") == ["Parīze", "Roma"]
    assert named(document, "Eksperti no Dobeles, Maltas un Viļāniem") == ["Dobele", "Malta", "Viļāni"]


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        (["Delegācijas no Maltas un Kipras"], ["mt", "cy"]),
        (["Konferencē Valletā, Maltā, piedalījās eksperti."], ["mt-valleta", "mt"]),
        (["No 3. līdz 5. maijam Maltā notika ES ministru sanāksme."], ["mt"]),
        (["Maltā, Rēzeknes novadā, atklāja centru."], ["lv-malta-maltas", "lv-rezeknes-novads"]),
        (
            ["Rēzeknes novadā strādā trīs centri.", "Nesen durvis vēra centrs Maltā."],
            ["lv-rezeknes-novads", "lv-malta-maltas"],
        ),
        (["Maltas pagastā būs svētki.", "Tie notiks Maltā."], ["lv-maltas-pagasts", "lv-malta-maltas"]),
        (["Eksperti no Dobeles, Maltas un Viļāniem"], ["lv-dobele", "lv-malta-maltas", "lv-vilani"]),
        (["Semināri notika Rīgā, Jelgavā un Maltā."], ["lv-riga", "lv-jelgava", "lv-malta-maltas"]),
        (["Semināri notika Rīgā, Viļņā un Maltā."], ["lv-riga", "lt-vilna", "mt"]),
        (
            ["Salas pagastā (Jēkabpils novads) būs svētki.", "Salā darbojas bibliotēka."],
            ["lv-salas-pagasts-jekabpils-novads", "lv-jekabpils-novads", "lv-sala-salas-jekabpils-novads"],
        ),
        (["Anna no Alūksnes novada stāsta par darbu."], ["lv-aluksnes-novads"]),
        (["Beļģijas, Nīderlandes un Luksemburgas ministri"], ["be", "nl", "lu"]),
        (["Kauguros, Jūrmalā, durvis vērs filiāle."], ["lv-kauguri-jurmala", "lv-jurmala"]),
        (["Salas pagasta (Mārupes novads) bērni"], ["lv-salas-pagasts-marupes-novads", "lv-marupes-novads"]),
        (["Jēkabpils novada Salas pagastā"], ["lv-jekabpils-novads", "lv-salas-pagasts-jekabpils-novads"]),
        (
            ["No Vidzemes, Latgales un Zemgales ieradās koris no Ilūkstes."],
            ["lv-vidzeme", "lv-latgale", "lv-zemgale", "lv-ilukste"],
        ),
    ],
)
def test_namesakes_are_told_apart_by_their_company(document, lines, ids):
    assert identified(document, *lines) == ids


def test_confidence_says_how_sure_the_choice_among_namesakes_is(document):
    def confidence(*lines):
        return places.read(document(*lines))[0].confidence

    assert confidence("Cēsīs notika seminārs.") == 0.95
    assert confidence("Maltā, Rēzeknes novadā, atklāja centru.") == 0.85
    assert confidence("Viņi tikās Maltā.") == 0.75
    assert confidence("Nometne notika Mežciemā.") == 0.5


def test_locative_says_where(document):
    found = places.read(document("Cēsīs tikās viesi no Valmieras."))
    assert [(m.name, m.locative) for m in found] == [("Cēsis", True), ("Valmiera", False)]


def test_spans(document):
    made = document("Ievads", "Diskusija notika Ventspils pilsētā un Kuldīgā.")
    assert [made.text[m.start : m.end] for m in places.read(made)] == ["Ventspils pilsētā", "Kuldīgā"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Diskusija notika 2018. gada 4. aprīlī Rīgā, Bauskas ielā 10.", ("lv-riga",)),
        ("2018. gada 4. aprīlī Jelgavas ielā 10 notika diskusija.", ()),
        ("2019. gada 3. martā Cēsu Vēstures un mākslas muzejs rīkoja semināru Rīgā.", ("lv-riga",)),
        ("Biedrība „Talsu rokdarbnieces” 2019. gada 5. maijā rīkoja semināru.", ()),
        ("Projekta „Ceļš uz Cēsīm” noslēguma konference notika 2020. gada 6. jūnijā.", ()),
        ("Ilze Madona 2017. gada 8. februārī vadīja semināru jauniešiem.", ()),
        ("Meistarklase notika 2016. gada 7. jūnijā Mežaparkā.", ("lv-mezaparks-riga",)),
    ],
)
def test_places_within_other_names_are_no_venues(document, text, where):
    (event,) = events.read(document(text))
    assert event.place_ids == where


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Cēsis", "Cēsis Cēsu Cēsīm Cēsis Cēsīs"),
        ("Talsi", "Talsi Talsu Talsiem Talsus Talsos"),
        ("Ventspils", "Ventspils Ventspils Ventspilij Ventspili Ventspilī"),
        ("Viļņa", "Viļņa Viļņas Viļņai Viļņu Viļņā"),
        ("Saldus", "Saldus Saldus Saldum Saldu Saldū"),
        ("Ādaži", "Ādaži Ādažu Ādažiem Ādažus Ādažos"),
        ("Pļaviņas", "Pļaviņas Pļaviņu Pļaviņām Pļaviņas Pļaviņās"),
        ("Tartu", "Tartu Tartu Tartu Tartu Tartu"),
        ("Frankfurte pie Mainas", "Frankfurte Frankfurtes Frankfurtei Frankfurti Frankfurtē"),
        ("Apvienotie Arābu Emirāti", "Apvienotie Apvienoto Apvienotajiem Apvienotos Apvienotajos"),
    ],
)
def test_paradigms(name, forms):
    place = next(p for p in gazetteer_places() if p.name == name and not p.weak)
    made: dict[str, list[str]] = defaultdict(list)
    for case, form in gazetteer.forms_of(place):
        made[case].append(form.split()[0])
    assert [made[case][0] for case in ("nom", "gen", "dat", "acc", "loc")] == forms.split()


def test_every_case_form_of_every_place_reads_back_as_that_place_or_its_namesakes():
    """Each row, each case: the form is found whole, and means the row; whatever else it may mean shares that form."""
    forms = defaultdict(set)
    for place in gazetteer_places():
        assert {case for case, _ in gazetteer.forms_of(place)} == CASES, place
        for _, form in gazetteer.forms_of(place):
            forms[form].add(place.id)
    text, spans = "", {}
    for form in forms:
        spans[form] = (len(text), len(text) + len(form))
        text += f"{form} . "
    found = {(span.start_char, span.end_char) for span in gazetteer.matches(tokens(text))}
    by_lower = defaultdict(set)
    for form, ids in forms.items():
        by_lower[form.lower()] |= ids
    for form, span in spans.items():
        assert span in found, form
        assert {option.place.id for option in gazetteer.candidates(form)} == by_lower[form.lower()], form
