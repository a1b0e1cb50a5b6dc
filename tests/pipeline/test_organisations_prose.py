# ruff: noqa: E501 (sentences stay whole)
"""Organisations in sentences as clerks of many ministries write them: what is read of each, and what is not."""

from __future__ import annotations

import pytest

from pipeline import organisations


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Seminārā tikās Kultūras un Izglītības un zinātnes ministrijas speciālisti.",
            "Kultūras ministrija; Izglītības un zinātnes ministrija",
        ),
        (
            "Darba grupā ir Labklājības, Veselības un Tieslietu ministrijas pārstāvji.",
            "Labklājības ministrija; Veselības ministrija; Tieslietu ministrija",
        ),
        ("Sanāksmē piedalījās Ekonomikas un Finanšu ministriju eksperti.", "Ekonomikas ministrija; Finanšu ministrija"),
        (
            "Līgumu parakstīja Rīgas, Liepājas un Talsu novada pašvaldības.",
            "Rīgas pašvaldība; Liepājas pašvaldība; Talsu novada pašvaldība",
        ),
        (
            "Vizīti plānoja Valmieras novada un Cēsu novada pašvaldība.",
            "Valmieras novada pašvaldība; Cēsu novada pašvaldība",
        ),
        (
            "Sarunās piedalījās Igaunijas un Lietuvas Kultūras ministrijas pārstāvji.",
            "Igaunijas Kultūras ministrija; Lietuvas Kultūras ministrija",
        ),
        ("Kultūras ministrija (KM) aicina; KM gaida priekšlikumus.", "Kultūras ministrija"),
        (
            "Sabiedrības integrācijas fonds (turpmāk – SIF) izsludina konkursu, un SIF vērtēs projektus.",
            "Sabiedrības integrācijas fonds",
        ),
        ("Darbu veica SIF (Sabiedrības integrācijas fonds).", "Sabiedrības integrācijas fonds"),
        (
            "Latgales tirdzniecības kamera (turpmāk tekstā – LTK) aicina uzņēmējus. LTK vadītājs uzstājās.",
            "Latgales tirdzniecības kamera",
        ),
        ("Par to atbild Zivju resursu institūts (turpmāk - Institūts).", "Zivju resursu institūts"),
        (
            "KM Sabiedrības integrācijas departaments skaidro jauno kārtību.",
            "Kultūras ministrija; Sabiedrības integrācijas departaments",
        ),
        (
            "Kā norādīja Kultūras ministrijas Sabiedrības integrācijas nodaļas vadītāja, darbs turpinās.",
            "Kultūras ministrija; Sabiedrības integrācijas nodaļa",
        ),
        (
            "Kā stāstīja Zemkopības ministrijas Meža departamenta direktors, talkas notiks visā Latvijā.",
            "Zemkopības ministrija; Meža departaments",
        ),
        (
            "Seminārā runāja IZM Augstākās izglītības, zinātnes un inovāciju departamenta vecākā eksperte.",
            "Izglītības un zinātnes ministrija; Augstākās izglītības, zinātnes un inovāciju departaments",
        ),
        ("Projektu īsteno biedrība „„Radošā apvienība jauniešiem „TREPES””.", "Radošā apvienība jauniešiem TREPES"),
        ("Projektu īsteno biedrība „Radošā apvienība jauniešiem „TREPES””.", "Radošā apvienība jauniešiem TREPES"),
        ("Talkā devās biedrība «Zaļais krasts» un nodibinājums “Dzīves skola”.", "Zaļais krasts; Dzīves skola"),
        ("Talkā devās biedrība \"Zaļais krasts\" un nodibinājums ''Dzīves skola''.", "Zaļais krasts; Dzīves skola"),
        ('Pakalpojumu sniedz SIA "Veselības centrs "Biķernieki"".', "Veselības centrs Biķernieki"),
        (
            'Pasākumu atbalsta AS "Latvijas Finieris", a/s „Rīgas piensaimnieks” un z/s „Bērziņi”.',
            "Latvijas Finieris; Rīgas piensaimnieks; Bērziņi",
        ),
        ("Būvdarbus veic SIA Ceļu pārvalde no Balviem.", "Ceļu pārvalde"),
        (
            "VSIA „Latvijas Koncerti” rīko turneju, un valsts sabiedrība ar ierobežotu atbildību „Rīgas cirks” to atbalsta.",
            "Latvijas Koncerti; Rīgas cirks",
        ),
        (
            "Sadarbojas sabiedrība ar ierobežotu atbildību „Ziedu pļava” un akciju sabiedrība „Ventas osta”.",
            "Ziedu pļava; Ventas osta",
        ),
        ("Zemnieku saimniecība „Mežmalas” un individuālais komersants „Krasts” saņēma balvas.", "Mežmalas; Krasts"),
        (
            "Talkoja mednieku klubs „Stirna”, pensionāru biedrība „Rudens” un jauniešu centrs „Vinda”.",
            "Stirna; Rudens; Vinda",
        ),
        (
            "Kooperatīvā sabiedrība „Labais graudiņš” un pilnsabiedrība „Divi krasti” uzvarēja.",
            "Labais graudiņš; Divi krasti",
        ),
        ("Kapitālsabiedrība „Rīgas meži” un uzņēmums „Latvijas Sams” prezentēja plānus.", "Rīgas meži; Latvijas Sams"),
        ("Koncertā dzied jauktais koris „Rīta rasa” un deju kopa „Virpulis”.", ""),
        (
            "Bērni no Madonas pilsētas pirmsskolas izglītības iestādes „Priedīte” dziedāja.",
            "Madonas pilsētas pirmsskolas izglītības iestāde Priedīte",
        ),
        (
            "Konference notika Rīgas Tehniskās universitātes Liepājas akadēmijā.",
            "Rīgas Tehniskās universitātes Liepājas akadēmija",
        ),
        (
            "Pētījumu veica Latvijas Universitātes Sociālo zinātņu fakultāte.",
            "Latvijas Universitāte; Sociālo zinātņu fakultāte",
        ),
        ("Semināru vadīja Daugavpils Universitātes profesore.", "Daugavpils Universitāte"),
        (
            "Ciemos brauca Tallinas Universitātes un Viļņas Universitātes lektori.",
            "Tallinas Universitāte; Viļņas Universitāte",
        ),
        ("Ciemos brauca Tartu Universitātes pētnieki.", "Tartu Universitāte"),
        (
            "Speciālisti apmeklēja Gruzijas Tieslietu ministrijas Publisko pakalpojumu attīstības aģentūru.",
            "Gruzijas Tieslietu ministrijas Publisko pakalpojumu attīstības aģentūra; Gruzijas Tieslietu ministrija",
        ),
        ("Vēstuli nosūtīja Igaunijas Kultūras ministrija.", "Igaunijas Kultūras ministrija"),
        (
            "Ministrs tikās ar Polijas Republikas Iekšlietu un administrācijas ministrijas valsts sekretāru.",
            "Polijas Republikas Iekšlietu un administrācijas ministrija",
        ),
        (
            "Pieredzē dalījās Itālijas Nacionālā pretdiskriminācijas biroja vadītājs.",
            "Itālijas Nacionālais pretdiskriminācijas birojs",
        ),
        (
            "Sarunas notika ar Norvēģijas Tieslietu un sabiedriskās drošības ministriju.",
            "Norvēģijas Tieslietu un sabiedriskās drošības ministrija",
        ),
        (
            "Viesus uzņēma Zviedrijas Nacionālā kultūras mantojuma pārvalde.",
            "Zviedrijas Nacionālā kultūras mantojuma pārvalde",
        ),
        (
            "Projektā ir Somijas Sociālo lietu un veselības ministrija un Dānijas Romu padome.",
            "Somijas Sociālo lietu un veselības ministrija; Dānijas Romu padome",
        ),
        ("Mazajam muzejam trūkst telpu.", ""),
        ("Mazam muzejam ar diviem darbiniekiem nepietiek laika.", ""),
        ("Lielajai bibliotēkai vajag jaunu jumtu.", ""),
        ("Jaunajā skolā mācīsies 200 bērnu.", ""),
        ("Vietējā pašvaldība piešķīra līdzekļus.", ""),
        ("Novada pašvaldība un Sociālais dienests vienojās.", "Sociālais dienests"),
        (
            "Lekcija bija Latvijas Universitātes Akadēmiskajā centrā, Jelgavas ielā 3.",
            "Latvijas Universitātes Akadēmiskais centrs; Latvijas Universitāte",
        ),
        (
            "Ogres novada Sociālā dienesta darbinieki tikās ar Ikšķiles Brīvās skolas vecākiem.",
            "Ogres novada Sociālais dienests; Ikšķiles Brīvā skola",
        ),
        ("Krišjāņa Barona muzeja vadītāja stāstīja par krājumu.", "Krišjāņa Barona muzejs"),
        ("Raiņa un Aspazijas vasarnīcā tikās Ojāra Vācieša muzeja glabātāji.", "Ojāra Vācieša muzejs"),
        ("Rūdolfa Blaumaņa memoriālais muzejs aicina uz lasījumiem.", "Rūdolfa Blaumaņa memoriālais muzejs"),
        ("Andreja Upīša memoriālā muzeja direktore uzrunāja viesus.", "Andreja Upīša memoriālais muzejs"),
        ("Viesi apskatīja Andrejam Pumpuram veltīto ekspozīciju Lielvārdes muzejā.", ""),
        (
            "Rēzeknes novada pašvaldības Sociālais dienests rīkoja semināru.",
            "Rēzeknes novada pašvaldības Sociālais dienests; Rēzeknes novada pašvaldība",
        ),
        ("Semināru atklāja Talsu novada pašvaldības domes priekšsēdētāja.", "Talsu novada pašvaldības dome"),
        (
            "Ar lēmumu iepazinās Ādažu novada domes Izglītības, kultūras un sporta komiteja.",
            "Ādažu novada domes Izglītības, kultūras un sporta komiteja; Ādažu novada dome",
        ),
        ("Rīgas domes Labklājības departaments skaidroja kārtību.", "Rīgas dome; Labklājības departaments"),
        (
            "Rīgas valstspilsētas pašvaldības Izglītības, kultūras un sporta departaments rīko konkursu.",
            "Rīgas valstspilsētas pašvaldība; Izglītības, kultūras un sporta departaments",
        ),
        (
            "Salacgrīvas novada bāriņtiesa un Limbažu novada būvvalde pārcēlās.",
            "Salacgrīvas novada bāriņtiesa; Limbažu novada būvvalde",
        ),
        (
            "Klātienē tikās Jelgavas 4. sākumskolas, Rīgas 64. vidusskolas un Jelgavas Valsts ģimnāzijas skolotāji.",
            "Jelgavas 4. sākumskola; Rīgas 64. vidusskola; Jelgavas Valsts ģimnāzija",
        ),
        (
            "Skolēni no Rīgas Valsts 1. ģimnāzijas un Daugavpils Krievu vidusskolas-liceja uzvarēja.",
            "Rīgas Valsts 1. ģimnāzija; Daugavpils Krievu vidusskola-licejs",
        ),
        ("Dalībniekus uzņēma Jāzepa Mediņa Rīgas mūzikas vidusskola.", "Jāzepa Mediņa Rīgas Mūzikas vidusskola"),
        ("Emīla Dārziņa mūzikas skolas audzēkņi uzstājās.", "Emīla Dārziņa mūzikas skola"),
        ("J. Graubiņa Balvu Mūzikas skolas orķestris spēlēja.", "J. Graubiņa Balvu Mūzikas skola"),
        (
            "Nodarbības notiks Valmieras Gaujas krasta vidusskolā – attīstības centrā.",
            "Valmieras Gaujas krasta vidusskola",
        ),
        ("Jauniešus uzklausīja Latvijas Jaunatnes padomes prezidente.", "Latvijas Jaunatnes padome"),
        ("Latvijas Bērnu bāreņu atbalsta biedrība lūdz palīdzību.", "Latvijas Bērnu bāreņu atbalsta biedrība"),
        (
            "Runāja Latvijas Ārstu biedrības, Latvijas Māsu asociācijas un Latvijas Farmaceitu biedrības valdes locekļi.",
            "Latvijas Ārstu biedrība; Latvijas Māsu asociācija; Latvijas Farmaceitu biedrība",
        ),
        (
            "Eiropas Komisija, Eiropas Padome un ANO Bērnu fonds sniedza atzinumus.",
            "Eiropas Komisija; Eiropas Padome; Apvienoto Nāciju Bērnu fonds",
        ),
        ("Eiropas Padomes Ministru komiteja pieņēma rezolūciju.", "Eiropas Padomes Ministru komiteja"),
        (
            "Eiropas Parlamenta Reģionālās attīstības komiteja lēma par fondiem.",
            "Eiropas Parlamenta Reģionālās attīstības komiteja; Eiropas Parlaments",
        ),
        ("Saeimas Sociālo un darba lietu komisija skatīja likumu.", "Saeimas Sociālo un darba lietu komisija; Saeima"),
        ("Latvijas vēstniecība Gruzijā palīdzēja organizēt vizīti.", "Latvijas vēstniecība Gruzijā"),
        ("Amerikas Savienoto Valstu vēstniecība Latvijā atbalstīja nometni.", "Amerikas Savienoto Valstu vēstniecība"),
        (
            "Latvijas Lauksaimniecības universitātes (LLU) studenti viesojās Ozolniekos.",
            "Latvijas Lauksaimniecības universitāte",
        ),
        (
            "Latvijas Biozinātņu un tehnoloģiju universitāte (LBTU), iepriekš Latvijas Lauksaimniecības universitāte, atklāja laboratoriju.",
            "Latvijas Biozinātņu un tehnoloģiju universitāte; Latvijas Lauksaimniecības universitāte",
        ),
        ("VAS „Ceļu satiksmes drošības direkcija” (CSDD) ziņo par noslodzi.", "Ceļu satiksmes drošības direkcija"),
        (
            "VAS „Latvijas dzelzceļš” un valsts akciju sabiedrība „Latvijas Pasts” noslēdza līgumu.",
            "Latvijas dzelzceļš; Latvijas Pasts",
        ),
        (
            "Bērnu, ģimenes un sabiedrības integrācijas lietu ministrijas rīkotajā forumā piedalījās 90 cilvēki.",
            "Bērnu, ģimenes un sabiedrības integrācijas lietu ministrija",
        ),
        (
            "Kuldīgas slimnīcas ārsti un Vidzemes slimnīcas vadība parakstīja vienošanos.",
            "Kuldīgas slimnīca; Vidzemes slimnīca",
        ),
        (
            "Par drošību gādāja Valsts policijas Zemgales reģiona pārvalde.",
            "Valsts policijas Zemgales reģiona pārvalde; Valsts policija",
        ),
        (
            "Pasākuma partneri: Ogres Centrālā bibliotēka, Ķeguma kultūras nams, Lielvārdes Mūzikas un mākslas skola.",
            "Ogres Centrālā bibliotēka; Ķeguma kultūras nams; Lielvārdes Mūzikas un mākslas skola",
        ),
        (
            "Rucavas kultūras namam un Ventspils Olimpiskajam centram izsaka pateicību.",
            "Rucavas kultūras nams; Ventspils Olimpiskais centrs",
        ),
        ("Sanāksmē piedalījās ministriju, pašvaldību un biedrību pārstāvji.", ""),
        ("Skolas un bibliotēkas būs atvērtas.", ""),
        (
            "Nacionālais veselības dienests (NVD) un Slimību profilakses un kontroles centrs (SPKC) aicina pieteikties.",
            "Nacionālais veselības dienests; Slimību profilakses un kontroles centrs",
        ),
        ("Latvijas Romu platforma un Romu kultūras centrs tiekas reizi gadā.", "Romu kultūras centrs"),
        (
            "Aicina VARAM un Valsts vides dienests sadarbībā ar Latvijas Zaļo kustību.",
            "Valsts vides dienests; Latvijas Zaļā kustība",
        ),
        ("Biedrības „Me Roma” un nodibinājuma „Initium” jaunieši tikās.", "Me Roma; Initium"),
        (
            "No Latvijas tīklā darbojas biedrība „Saules zieds” un Romu kultūras centrs.",
            "Saules zieds; Romu kultūras centrs",
        ),
        ("Pērn reģionā strādāja biedrība „Ūdensroze”.", "Ūdensroze"),
        ("Kopš maija tajā iesaistījās fonds „Cerību tilts”.", "Cerību tilts"),
        (
            "Apvienība „Sadarbības platforma” un tīkls „Lauku ceļotājs” piedāvā ekskursijas.",
            "Sadarbības platforma; Lauku ceļotājs",
        ),
        (
            "Aizsardzības ministrija un Jaunsardzes centrs parakstīja līgumu ar Latgales aizsargu biedrību.",
            "Aizsardzības ministrija; Jaunsardzes centrs; Latgales aizsargu biedrība",
        ),
        (
            "Veselības ministrijā tikās Latvijas Slimnīcu biedrības un Latvijas Ģimenes ārstu asociācijas valde.",
            "Veselības ministrija; Latvijas Slimnīcu biedrība; Latvijas Ģimenes ārstu asociācija",
        ),
        ("Pērn Valsts meža dienesta Sēlijas virsmežniecība izsniedza apliecinājumus.", "Valsts meža dienests"),
        (
            "Pie Satiksmes ministrijas pulcējās Autopārvadātāju asociācija „Latvijas auto” un biedrība „Latvijas Ceļi”.",
            "Satiksmes ministrija; Autopārvadātāju asociācija Latvijas auto; Latvijas Ceļi",
        ),
        (
            "Ventspils brīvostas pārvalde un Liepājas speciālās ekonomiskās zonas pārvalde ziņoja.",
            "Ventspils brīvostas pārvalde; Liepājas speciālās ekonomiskās zonas pārvalde",
        ),
        (
            "Bauskas novada administrācija, Iecavas pagasta pārvalde un Codes pamatskola rīko talku.",
            "Bauskas novada administrācija; Iecavas pagasta pārvalde; Codes pamatskola",
        ),
        ("Ainažu pilsētas pārvaldē tikās iedzīvotāji.", "Ainažu pilsētas pārvalde"),
        (
            "Sarunā piedalījās Gulbenes novada domes priekšsēdētājs un Gulbenes novada Izglītības pārvaldes vadītāja.",
            "Gulbenes novada dome; Gulbenes novada Izglītības pārvalde",
        ),
        (
            "Rīgas plānošanas reģions kopā ar Ādažu un Saulkrastu novada pašvaldību veido velomaršrutu.",
            "Rīgas plānošanas reģions; Ādažu novada pašvaldība; Saulkrastu novada pašvaldība",
        ),
        (
            "Limbažu, Smiltenes un Valkas novada pašvaldības parakstīja vienošanos.",
            "Limbažu novada pašvaldība; Smiltenes novada pašvaldība; Valkas novada pašvaldība",
        ),
        ("Cēsu un Madonas Valsts ģimnāzijas skolēni sacentās.", "Cēsu Valsts ģimnāzija; Madonas Valsts ģimnāzija"),
        (
            "Latvijas, Igaunijas un Lietuvas Aizsardzības ministrijas parakstīja memorandu.",
            "Aizsardzības ministrija; Igaunijas Aizsardzības ministrija; Lietuvas Aizsardzības ministrija",
        ),
        (
            "Igaunijas, Lietuvas un Polijas Zemkopības ministrijas pārstāvji ieradās Jelgavā.",
            "Igaunijas Zemkopības ministrija; Lietuvas Zemkopības ministrija; Polijas Zemkopības ministrija",
        ),
        (
            "Vides aizsardzības un reģionālās attīstības un Zemkopības ministrijas eksperti tikās ar zemniekiem.",
            "Vides aizsardzības un reģionālās attīstības ministrija; Zemkopības ministrija",
        ),
        (
            "Vizīti organizēja Ukrainas Sociālās politikas ministrija un Moldovas Republikas Veselības ministrija.",
            "Ukrainas Sociālās politikas ministrija; Moldovas Republikas Veselības ministrija",
        ),
        (
            "Vācijas Federālā migrācijas un bēgļu dienesta pārstāvis dalījās pieredzē.",
            "Vācijas Federālais migrācijas un bēgļu dienests",
        ),
        (
            "Konkursu rīko Nacionālais botāniskais dārzs (turpmāk tekstā - NBD) un LBTU.",
            "Nacionālais botāniskais dārzs; Latvijas Biozinātņu un tehnoloģiju universitāte",
        ),
        (
            "LLKC (Latvijas Lauku konsultāciju un izglītības centrs) konsultē bez maksas.",
            "Latvijas Lauku konsultāciju un izglītības centrs",
        ),
        (
            "Padomdevēja ir biedrība „Latvijas Autisma apvienība” (LAA). LAA vadītāja stāstīja par pieredzi.",
            "Latvijas Autisma apvienība",
        ),
        ("Nodibinājums „Nākotnes fonds” (turpmāk – „NF”) piešķir stipendijas; NF gaida pieteikumus.", "Nākotnes fonds"),
        (
            "Semināru rīko Latvijas Sociālo darbinieku biedrība (turpmāk – Biedrība).",
            "Latvijas Sociālo darbinieku biedrība",
        ),
        (
            "Biedrības „Latvijas Volejbola federācija” un sporta kluba „RTU/Robežsardze” pārstāvji apsprieda turnīru.",
            "Latvijas Volejbola federācija; RTU/Robežsardze",
        ),
        (
            'SIA „Rīgas ūdens”, PSIA „Veselības centrs Ilūkste” un IK "Gaigala" piedalījās gadatirgū.',
            "Rīgas ūdens; Veselības centrs Ilūkste; Gaigala",
        ),
        (
            'Sadarbības partneri ir AS „Olainfarm”, SIA "Mikrotīkls" un VAS "Starptautiskā lidosta "Rīga"".',
            "Olainfarm; Mikrotīkls; Starptautiskā lidosta Rīga",
        ),
        ('SIA "Latvijas Dabas fonds"" noslēdza līgumu.', "Latvijas Dabas fonds"),
        ("Kafejnīcas īpašnieks ir SIA «Mieram tuvu» Kuldīgā.", "Mieram tuvu"),
        ("Sabiedriskā labuma organizācija “Dzīvnieku draugs” lūdz ziedot.", "Dzīvnieku draugs"),
        (
            "Lauksaimniecības pakalpojumu kooperatīvā sabiedrība „VAKS” un KS „Barkavas arodi” rīko semināru.",
            "VAKS; Barkavas arodi",
        ),
        (
            "Jūrmalas Sporta skola un Siguldas Sporta skola rīko sacensības.",
            "Jūrmalas Sporta skola; Siguldas Sporta skola",
        ),
        (
            "Bērzgales pamatskolas un Nautrēnu vidusskolas skolēni brauca uz Rēzekni.",
            "Bērzgales pamatskola; Nautrēnu vidusskola",
        ),
        ("Ciemiņus uzņēma Kokneses Ilmāra Gaiša vidusskola.", "Kokneses Ilmāra Gaiša vidusskola"),
        ("Stundas vadīja Friča Brīvzemnieka pamatskolas skolotāja.", "Friča Brīvzemnieka pamatskola"),
        (
            "Rīgas 1. speciālā internātpamatskola un Rīgas Sanatorijas internātpamatskola apvienojas.",
            "Rīgas 1. speciālā internātpamatskola; Rīgas Sanatorijas internātpamatskola",
        ),
        (
            "Smiltenes tehnikums un Ogres tehnikums aicina uz atvērto durvju dienu.",
            "Smiltenes tehnikums; Ogres tehnikums",
        ),
        (
            "PIKC „Rīgas Valsts tehnikums” un Daugavpils Būvniecības tehnikums uzņem audzēkņus.",
            "Rīgas Valsts tehnikums; Daugavpils Būvniecības tehnikums",
        ),
        (
            'PIKC "Liepājas Mūzikas, mākslas un dizaina vidusskola" rīko koncertu.',
            "Liepājas Mūzikas, mākslas un dizaina vidusskola",
        ),
        ("Talsu tautas nams un Stendes bibliotēka rīko izstādi.", "Talsu tautas nams; Stendes bibliotēka"),
        (
            "Izstādi atklās Tukuma muzejā un Preiļu Vēstures un lietišķās mākslas muzejā.",
            "Tukuma muzejs; Preiļu Vēstures un lietišķās mākslas muzejs",
        ),
        (
            "Pedvāles Brīvdabas mākslas muzejs un Mazsalacas novadpētniecības muzejs saņēma finansējumu.",
            "Pedvāles Brīvdabas mākslas muzejs; Mazsalacas novadpētniecības muzejs",
        ),
        ("Starptautiskā Ielu bērnu organizācija aicina uz konferenci.", ""),
        (
            "Latvijas Bērnu labklājības tīkls un Eiropas Pretnabadzības tīkls pauda bažas.",
            "Latvijas Bērnu labklājības tīkls; Eiropas Pretnabadzības tīkls",
        ),
        (
            "Krīzes centrs „Skalbes”, resursu centrs „Zelda” un dienas centrs „Saule” sniedz atbalstu.",
            "Skalbes; Zelda; Saule",
        ),
        ("Jauniešu organizācijas „Avantis” un „Young Folks LV” vada nodarbības.", "Avantis; Young Folks LV"),
        (
            "Piedalās Daugavpils Cietokšņa vidusskola, bet J. Raiņa Daugavpils 6. vidusskola atteicās.",
            "Daugavpils Cietokšņa vidusskola; J. Raiņa Daugavpils 6. vidusskola",
        ),
        (
            "Valsts kontroles revidenti vērtēja Rīgas domes Satiksmes departamenta darbu.",
            "Valsts kontrole; Rīgas dome; Satiksmes departaments",
        ),
        (
            "Iekšlietu ministrijas valsts sekretārs un Valsts policijas Rīgas reģiona pārvaldes priekšnieks tikās.",
            "Iekšlietu ministrija; Valsts policijas Rīgas reģiona pārvalde; Valsts policija",
        ),
        ("Eiropas Savienības Aģentūra pamattiesību jautājumos publicēja ziņojumu.", "Eiropas Savienība"),
        (
            "Apvienoto Nāciju Organizācijas Augstā komisāra bēgļu jautājumos birojs sniedz palīdzību.",
            "Apvienoto Nāciju Organizācija",
        ),
        (
            "Viņš pārstāv Eiropas Padomes Komiteju pret spīdzināšanu un Eiropas Komisiju.",
            "Eiropas Padome; Eiropas Komisija",
        ),
        ("Mūsu skola un vietējā bibliotēka piedalās Bibliotēku nedēļā.", ""),
        ("Projekta vadības komisija lems par rezultātiem.", ""),
        ("Uz tikšanos ieradās gan slimnīcas, gan pašvaldības pārstāvji.", ""),
        ("Komisija sēdē skatīja pieteikumus, bet Dome tos apstiprināja.", ""),
        ("Latvijas bibliotēkas saņem grāmatas no Latvijas augstskolām.", ""),
        ("Tiesa nosprieda, ka Rīgas pašvaldībai jāmaksā sods.", "Rīgas pašvaldība"),
        ("Vakara gaitā Pilsētas svētku komisija apbalvoja uzvarētājus.", "Pilsētas svētku komisija"),
        (
            "Kārsavas vidusskolas direktore un Ludzas novada Kultūras centra vadītāja vienojās.",
            "Kārsavas vidusskola; Ludzas novada Kultūras centrs",
        ),
        (
            "Par konkursu informē Tieslietu ministrijas Komunikācijas nodaļa, tālrunis 67000000.",
            "Tieslietu ministrija; Komunikācijas nodaļa",
        ),
        (
            "Kursus finansē Eiropas Reģionālās attīstības fonds un Norvēģijas finanšu instruments.",
            "Eiropas Reģionālās attīstības fonds",
        ),
        (
            "Alūksnes Evaņģēliski luteriskā draudze un Rēzeknes Jēzus Sirds katoļu draudze palīdz bēgļiem.",
            "Alūksnes Evaņģēliski luteriskā draudze; Rēzeknes Jēzus Sirds katoļu draudze",
        ),
        (
            "Zivju fonda padome un Nacionālā lopkopības un akvakultūras biedrība sprieda par kvotām.",
            "Nacionālā lopkopības un akvakultūras biedrība",
        ),
        ("Sēdi vada Nacionālās drošības komisijas priekšsēdētājs.", "Nacionālās drošības komisija"),
        ("Viesi no Rīgas, bērnu un jauniešu centra audzēkņi un skolotāji.", ""),
        (
            "Sadarbojas Latvijas Vides, ģeoloģijas un meteoroloģijas centrs.",
            "Latvijas Vides, ģeoloģijas un meteoroloģijas centrs",
        ),
        ("Cilvēktiesību un sabiedrisko lietu komisija tikās ar biedrību vadītājiem.", ""),
        (
            "Saeimas Cilvēktiesību un sabiedrisko lietu komisijas sēdē piedalījās ministre.",
            "Saeimas Cilvēktiesību un sabiedrisko lietu komisija; Saeima",
        ),
        (
            "Uz sarunu aicināti Nodarbinātības valsts aģentūras Cēsu filiāles un Valsts sociālās apdrošināšanas aģentūras Valmieras nodaļas darbinieki.",
            "Nodarbinātības valsts aģentūras Cēsu filiāle; Nodarbinātības valsts aģentūra; Valsts sociālās apdrošināšanas aģentūras Valmieras nodaļa; Valsts sociālās apdrošināšanas aģentūra",
        ),
        (
            "Sadarbībā ar Latvijas Basketbola savienību un Rīgas domes Izglītības, kultūras un sporta departamentu skolēni trenējas.",
            "Latvijas Basketbola savienība; Rīgas dome",
        ),
        ("Par godu gadadienai Jūrmalas domē tikās Ķemeru vidusskolas absolventi.", "Jūrmalas dome; Ķemeru vidusskola"),
        (
            "Par tēmu runāja Valsts kancelejas Starpnozaru koordinācijas departamenta konsultante.",
            "Valsts kanceleja; Starpnozaru koordinācijas departaments",
        ),
        (
            "Pasākumu rīko Eiropas Parlamenta birojs Latvijā un Eiropas Komisijas pārstāvniecība Latvijā.",
            "Eiropas Parlamenta birojs Latvijā; Eiropas Komisijas pārstāvniecība Latvijā",
        ),
        (
            "Darbnīcu vada Ventspils Jauniešu māja un Saldus novada Jauniešu centrs „Šķūnis”.",
            "Saldus novada Jauniešu centrs Šķūnis",
        ),
        ("Finansējumu piešķīra Latgales Uzņēmējdarbības centrs.", "Latgales Uzņēmējdarbības centrs"),
        ("Iepirkumu rīko valsts SIA “Bērnu klīniskā universitātes slimnīca”.", "Bērnu klīniskā universitātes slimnīca"),
        (
            "Rakstisku atzinumu sniedza Kultūras ministrija, Valsts valodas centrs, biedrība “Latvijas Lauku forums” un Latvijas Pašvaldību savienība.",
            "Kultūras ministrija; Valsts valodas centrs; Latvijas Lauku forums; Latvijas Pašvaldību savienība",
        ),
        (
            "Klātesošos uzrunāja Rēzeknes Tehnoloģiju akadēmijas rektore un Daugavpils Universitātes studējošo padomes pārstāvis.",
            "Rēzeknes Tehnoloģiju akadēmija; Daugavpils Universitāte",
        ),
        (
            "Dublinas latviešu skolas un Briseles latviešu biedrības bērni rādīja izrādi.",
            "Dublinas latviešu skola; Briseles latviešu biedrība",
        ),
        (
            "Aicina arodbiedrība “LAKRS” un Latvijas Brīvo arodbiedrību savienība (LBAS).",
            "LAKRS; Latvijas Brīvo arodbiedrību savienība",
        ),
        ("Laikraksts „Diena” un žurnāls „Ir” rakstīja par izstādi „Laikmets”.", ""),
        ("Lekciju cikls „Skola mājās” un konkurss „Zaļais fonds” turpinās.", ""),
        (
            "Kopīgi rīkojām Mārupes novada Bērnu un jauniešu interešu izglītības centra festivālu.",
            "Mārupes novada Bērnu un jauniešu interešu izglītības centrs",
        ),
        (
            "Komandas pārstāvēja Rīgas Franču liceju un Rīgas Angļu ģimnāziju.",
            "Rīgas Franču licejs; Rīgas Angļu ģimnāzija",
        ),
        ("Seminārā tikās Liepājas un Rīgas Tehniskās universitātes studenti.", "Rīgas Tehniskā universitāte"),
        (
            "Tiksimies Valmieras Mūzikas skolas zālē un Strenču novada vidusskolā.",
            "Valmieras Mūzikas skola; Strenču novada vidusskola",
        ),
        ("Ministru kabineta sēdē un Valsts sekretāru sanāksmē skatīs plānu.", "Ministru kabinets"),
        ("Piedāvājumu iesniedza personu apvienība „Ceļi un tilti”.", "Ceļi un tilti"),
        (
            "Dienas centrs “Cerība”, ko uztur Jēkabpils novada Sociālais dienests, saņēma dāvinājumu no uzņēmuma SIA „Jēkabpils maiznīca”.",
            "Cerība; Jēkabpils novada Sociālais dienests; Jēkabpils maiznīca",
        ),
        (
            "Piesakies pie Latvijas Kultūras akadēmijas Zinātniskās pētniecības centra vadītājas.",
            "Latvijas Kultūras akadēmijas Zinātniskās pētniecības centrs; Latvijas Kultūras akadēmija",
        ),
        (
            "Sadarbības partneris ir Rīgas Valsts vācu ģimnāzija un Āgenskalna Valsts ģimnāzija.",
            "Rīgas Valsts vācu ģimnāzija; Āgenskalna Valsts ģimnāzija",
        ),
        (
            "• SIF, KM, LM, NVA – līdzfinansējums",
            "Sabiedrības integrācijas fonds; Kultūras ministrija; Labklājības ministrija; Nodarbinātības valsts aģentūra",
        ),
        (
            "Vadošais partneris – Vidzemes plānošanas reģions; partneri – Tartu pašvaldība un Cēsu Kultūras un Tūrisma centrs.",
            "Vidzemes plānošanas reģions; Tartu pašvaldība; Cēsu Kultūras un Tūrisma centrs",
        ),
        (
            "Pasākums notiks Zemkopības ministrijā, Republikas laukumā 2, un Latvijas Lauksaimniecības universitātē Jelgavā.",
            "Zemkopības ministrija; Latvijas Lauksaimniecības universitāte",
        ),
        (
            "Sadarbībā ar Lauku atbalsta dienesta Austrumlatgales reģionālo lauksaimniecības pārvaldi notiks lauku diena.",
            "Lauku atbalsta dienesta Austrumlatgales reģionālā lauksaimniecības pārvalde; Lauku atbalsta dienests",
        ),
        (
            'Mežsaimnieki viesojās a/s „Latvijas valsts meži” Dienvidkurzemes reģionā un SIA "Rīgas meži".',
            "Latvijas valsts meži; Rīgas meži",
        ),
        (
            "Grozījumus izstrādāja Tieslietu ministrija sadarbībā ar Latvijas Zvērinātu notāru padomi, Uzņēmumu reģistru un Valsts ieņēmumu dienestu.",
            "Tieslietu ministrija; Latvijas Zvērinātu notāru padome; Latvijas Republikas Uzņēmumu reģistrs; Valsts ieņēmumu dienests",
        ),
        (
            "Ministrs apmeklēja Cēsu klīniku un tikās ar Veselības centru apvienības pārstāvjiem.",
            "Cēsu klīnika; Veselības centru apvienība",
        ),
        (
            "Ceturtdien Jūrmalā sanāca Baltijas Asamblejas Drošības un aizsardzības komiteja.",
            "Baltijas Asamblejas Drošības un aizsardzības komiteja; Baltijas Asambleja",
        ),
        (
            "Skolēnu mācību uzņēmumu gadatirgū piedalījās Bauskas Valsts ģimnāzija, Vecumnieku vidusskola un Iecavas pamatskola.",
            "Bauskas Valsts ģimnāzija; Vecumnieku vidusskola; Iecavas pamatskola",
        ),
        (
            "Uz forumu ielūgta Igaunijas Ārpolitikas institūta direktore un Viļņas Politikas analīzes institūta pētnieki.",
            "Igaunijas Ārpolitikas institūts; Viļņas Politikas analīzes institūts",
        ),
        ("To pauda Baltkrievijas Cilvēktiesību centra „Vesna” pārstāve.", "Baltkrievijas Cilvēktiesību centrs Vesna"),
        (
            "Pasākumu atklās „Latvijas Dzelzceļnieku biedrība”, bet biedrība „Latvijas Dzelzceļnieku biedrība” gādās par mūziku.",
            "Latvijas Dzelzceļnieku biedrība",
        ),
        (
            "Ventspils tehnikuma audzēkņi un Saldus tehnikuma pedagogi guva pieredzi Vācijas uzņēmumā „Bosch”.",
            "Ventspils Tehnikums; Saldus tehnikums; Bosch",
        ),
        (
            "Satversmes aizsardzības birojs, Valsts drošības dienests un Militārās izlūkošanas un drošības dienests publicēja pārskatus.",
            "Satversmes aizsardzības birojs; Valsts drošības dienests; Militārās izlūkošanas un drošības dienests",
        ),
        ("Konsultatīvā padome apstiprināja darba plānu, un Padome to publicēs.", ""),
        ("Izglītības ministrijas sagatavotais plāns ir gatavs.", ""),
        ("Norvēģu ministrijas pārstāvji un latviešu biedrības vadītāji tikās.", ""),
        (
            "Kuldīgas Bērnu bibliotēka un Skrundas kultūras nams lūdz ziedot grāmatas.",
            "Kuldīgas Bērnu bibliotēka; Skrundas kultūras nams",
        ),
        (
            "Rīgas Latviešu biedrība un Liepājas Latviešu biedrība svin jubileju.",
            "Rīgas Latviešu biedrība; Liepājas Latviešu biedrība",
        ),
        (
            "Rīgas Latviešu biedrības namā atklāja Starptautiskā Baltijas orgānu festivāla programmu.",
            "Rīgas Latviešu biedrība",
        ),
        (
            "Vakcinējās Latvijas Republikas Saeimas un Latvijas Republikas Ministru kabineta locekļi.",
            "Saeima; Ministru kabinets",
        ),
    ],
)
def test_organisations_of_a_sentence(document, text, names):
    found = dict.fromkeys(m.name for m in organisations.read(document(text)))
    assert "; ".join(found) == names


def test_departments_carry_their_parent(document):
    texts = ("Jautāja Kultūras ministrijas Komunikācijas nodaļa.", "Komunikācijas nodaļa atbildēja.")
    found = organisations.read(document(*texts))
    told = [(m.name, m.parent) for m in found if m.kind == "department"]
    assert told == [("Komunikācijas nodaļa", "Kultūras ministrija")] * 2


def test_a_unit_is_known_by_its_own_name_later(document):
    texts = (
        "Semināru rīko Rēzeknes novada pašvaldības Sociālais dienests.",
        "Pēc tam Sociālā dienesta vadītāja runāja.",
    )
    names = [m.name for m in organisations.read(document(*texts))]
    assert names.count("Rēzeknes novada pašvaldības Sociālais dienests") == 2


def test_a_body_is_known_under_its_older_name(document):
    found = organisations.read(document("Ministrijas priekštece bija Bērnu un ģimenes lietu ministrija."))
    assert found[0].organisation_id == "bernu-un-gimenes-lietu-ministrija"


@pytest.mark.parametrize("text", ["RTU Liepājas akadēmija", "Rīgas Tehniskās universitātes Liepājas akadēmija"])
def test_two_names_of_one_body(document, text):
    assert "rtu-liepajas-akademija" in [m.organisation_id for m in organisations.read(document(f"Aicina {text}."))]


def test_a_branch_carries_its_parents_full_name_and_a_school_its_acronym(document):
    found = organisations.read(document("Ieradās NVA Cēsu filiāles un RTU Inženierzinātņu vidusskolas ļaudis."))
    names = [m.name for m in found if m.parent]
    assert names == ["Nodarbinātības valsts aģentūras Cēsu filiāle", "RTU Inženierzinātņu vidusskola"]
