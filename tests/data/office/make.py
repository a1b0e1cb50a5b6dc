"""Make the office files of the tests anew, with LibreOffice and not with the libraries that read them.

On Debian: ``apt-get install libreoffice-impress libreoffice-writer python3-uno``, then ``/usr/bin/python3 make.py``.
Every text is written for these tests. The files are committed, so nothing but a change of them needs this script.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.awt import Point, Size
from com.sun.star.beans import NamedValue, PropertyValue
from com.sun.star.text.ControlCharacter import LINE_BREAK, PARAGRAPH_BREAK
from com.sun.star.util import DateTime

HERE = Path(__file__).resolve().parent
PORT = 23119
FILTERS = {
    "odt": "writer8", "docx": "MS Word 2007 XML", "doc": "MS Word 97", "rtf": "Rich Text Format",
    "odp": "impress8", "pptx": "Impress MS PowerPoint 2007 XML",
    "ppsx": "Impress MS PowerPoint 2007 XML AutoPlay",
}  # fmt: skip


def properties(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def connect():
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:socket,host=127.0.0.1,port={PORT};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.5)
    sys.exit("LibreOffice does not answer")


def save(document, name, **more):
    kind = name.rpartition(".")[2]
    document.storeToURL((HERE / name).as_uri(), properties(FilterName=FILTERS[kind], **more))


def facts(document, title):
    about = document.DocumentProperties
    about.Title = title
    about.CreationDate = DateTime(Year=2019, Month=4, Day=2, Hours=9)
    about.ModificationDate = DateTime(Year=2019, Month=4, Day=16, Hours=9)


def box(document, page, text, left, top, width, height, kind="TextShape"):
    """A text box; lengths in millimetres."""
    shape = document.createInstance(f"com.sun.star.drawing.{kind}")
    shape.Position, shape.Size = Point(left * 100, top * 100), Size(width * 100, height * 100)
    page.add(shape)
    shape.String = text
    return shape


def deck(desktop):
    document = desktop.loadComponentFromURL("private:factory/simpress", "_blank", 0, properties(Hidden=True))
    pages = document.DrawPages
    while pages.Count < 7:
        pages.insertNewByIndex(pages.Count)
    cover, bullets, columns, table, grouped, hidden, labels = (pages.getByIndex(i) for i in range(7))

    cover.Layout = 0
    cover.getByIndex(0).String = "Jauniešu centru gads Vidzemē"
    cover.getByIndex(1).String = "Pārskats par 2018. gadu"

    bullets.Layout = 1
    bullets.getByIndex(0).String = "Ko paveicām"
    outline = bullets.getByIndex(1)
    lines = (
        "Seminārs Cēsīs 2018. gada 14. martā",
        "Piedalījās 42 jaunatnes darbinieki",
        "Vieslektore no Tartu",
        "Nometne Apē",
    )
    outline.String = "\n".join(lines)
    paragraphs = outline.createEnumeration()
    for level in (0, 1, 1, 0):
        paragraphs.nextElement().NumberingLevel = level
    bullets.NotesPage.getByIndex(1).String = "Pastāstīt, kā seminārā radās doma par nometni."

    columns.Layout = 19
    columns.getByIndex(0).String = "Divas slejas"
    # the right column is made first, so that the order of making is not that of reading
    box(document, columns, "Labajā pusē Gulbene ar 18 dalībniekiem.", 150, 60, 90, 20)
    box(document, columns, "Kreisajā pusē Balvi ar 25 dalībniekiem.", 20, 62, 90, 20)
    box(document, columns, "Kreisās slejas otrā rindkopa turpina stāstu.", 20, 90, 90, 20)
    box(document, columns, "Labās slejas otrā rindkopa to pabeidz.", 150, 88, 90, 20)

    table.Layout = 19
    table.getByIndex(0).String = "Dalībnieki pa novadiem"
    shape = document.createInstance("com.sun.star.drawing.TableShape")
    shape.Position, shape.Size = Point(2000, 6000), Size(20000, 6000)
    table.add(shape)
    model = shape.Model
    model.Columns.insertByIndex(0, 2)
    model.Rows.insertByIndex(0, 2)
    for row, cells in enumerate(
        (
            ("Novads", "Dalībnieki", ""),
            ("Smiltenes novads", "17", "meitenes un zēni"),
            ("Madonas novads", "21", "jaunieši"),
        )
    ):
        for column, text in enumerate(cells):
            model.getCellByPosition(column, row).String = text
    merged = model.createCursorByRange(model.getCellRangeByPosition(1, 0, 2, 0))
    merged.merge()

    manager = uno.getComponentContext().ServiceManager
    grouped.Layout = 19
    grouped.getByIndex(0).String = "Partneri"
    shapes = manager.createInstance("com.sun.star.drawing.ShapeCollection")
    for text, top in (("Biedrība „Ezera krasts”", 80), ("Valmieras jauniešu māja", 60)):
        shapes.add(box(document, grouped, text, 20, top, 80, 12, "RectangleShape"))
    grouped.group(shapes)
    box(document, grouped, "Visi partneri tikās Valkā 2018. gada 6. jūnijā.", 20, 120, 200, 15)

    hidden.Layout = 19
    hidden.getByIndex(0).String = "Rezerves slaids"
    hidden.Visible = False
    box(document, hidden, "Slaids, ko rāda tikai tad, ja kāds jautā.", 20, 60, 200, 20)

    labels.Layout = 19
    labels.getByIndex(0).String = "Norise"
    for number, (when, what) in enumerate(
        (("Marts", "Seminārs jaunatnes darbiniekiem"), ("Jūnijs", "Partneru tikšanās"), ("Augusts", "Nometne"))
    ):
        box(document, labels, what, 90, 60 + 20 * number, 120, 12)
        box(document, labels, when, 20, 60 + 20 * number, 50, 12)

    for i in range(pages.Count):
        page = pages.getByIndex(i)
        page.IsFooterVisible, page.FooterText = True, "Jaunatnes lietu nodaļa"
        page.IsPageNumberVisible = True
    facts(document, "Jauniešu centru gads")
    for name in ("deck.odp", "deck.pptx", "show.ppsx"):
        save(document, name)
    save(document, "locked.odp", Password="parole")


def text(desktop):
    document = desktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, properties(Hidden=True))
    body, cursor = document.Text, document.Text.createTextCursor()

    def paragraph(words, style="Standard", **more):
        cursor.gotoEnd(False)
        cursor.ParaStyleName = style
        for name, value in more.items():
            setattr(cursor, name, value)
        body.insertString(cursor, words, False)
        body.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.gotoEnd(False)
        cursor.CharWeight = 100.0
        cursor.ParaStyleName = "Standard"

    styles = document.StyleFamilies.getByName("PageStyles").getByName("Standard")
    styles.HeaderIsOn = styles.FooterIsOn = True
    styles.HeaderText.String = "Galvene, kas atkārtojas"
    styles.FooterText.String = "Kājene ar tālruni"

    paragraph("Brīvprātīgo diena Alūksnē", "Title")
    paragraph("Kā tā sākās", "Heading 1")
    paragraph("2019. gada 9. martā Alūksnē notika brīvprātīgo diena, kurā piedalījās 63 cilvēki.")
    body.insertString(cursor, "Dienu atklāja pilsētas bibliotēka", False)
    note = document.createInstance("com.sun.star.text.Footnote")
    body.insertTextContent(cursor, note, False)
    note.String = "Bibliotēka tolaik darbojās pagaidu telpās."
    body.insertString(cursor, ", un pirmie ieradās skolēni.", False)
    body.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    paragraph("Darbi", "Heading 2")
    for words, level in (("sakopa parku", 0), ("krāsoja soliņus", 1), ("lasīja priekšā pansionātā", 0)):
        cursor.gotoEnd(False)
        cursor.NumberingStyleName, cursor.NumberingLevel = "List 1", level
        body.insertString(cursor, words, False)
        body.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    cursor.gotoEnd(False)
    cursor.NumberingStyleName = ""
    paragraph("Kopsavilkums treknrakstā", CharWeight=150.0)

    table = document.createInstance("com.sun.star.text.TextTable")
    table.initialize(4, 3)
    body.insertTextContent(cursor, table, False)
    cells = (("A1", "Vieta"), ("B1", "Brīvprātīgie"), ("C1", "Stundas"), ("A2", "Parks"), ("B2", "31"), ("C2", "90"),
             ("A3", "Pansionāts"), ("B3", "32"), ("C3", "64"), ("A4", "Piezīmes"))  # fmt: skip
    for name, words in cells:
        table.getCellByName(name).String = words
    down = table.createCursorByCellName("A2")
    down.gotoCellByName("A3", True)
    down.mergeRange()
    table.getCellByName("A2").String = "Alūksne"
    inner = document.createInstance("com.sun.star.text.TextTable")
    inner.initialize(2, 2)
    cell = table.getCellByName("B4")
    cell.insertTextContent(cell.createTextCursor(), inner, False)
    for name, words in (("A1", "Rīts"), ("B1", "saule"), ("A2", "Vakars"), ("B2", "lietus")):
        inner.getCellByName(name).String = words

    cursor.gotoEnd(False)
    body.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    frame = document.createInstance("com.sun.star.text.TextFrame")
    frame.Size = Size(6000, 2000)
    body.insertTextContent(cursor, frame, False)
    frame.Text.String = "Lodziņā: talkai pieteicās arī ugunsdzēsēji."
    cursor.gotoEnd(False)
    body.insertString(cursor, "Pēc pusdienām spēlēja orķestris.", False)
    body.insertControlCharacter(cursor, LINE_BREAK, False)
    body.insertString(cursor, "Tas ieradās no Gulbenes.", False)
    body.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    body.insertString(cursor, "Vairāk stāsta ", False)
    body.insertString(cursor, "bibliotēkas lapa", False)
    cursor.goLeft(len("bibliotēkas lapa"), True)
    cursor.HyperLinkURL = "https://biblioteka.example/diena"
    cursor.gotoEnd(False)
    body.insertString(cursor, ".", False)
    body.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    body.insertString(cursor, "Nākamā diena būs 2019. gada 15. maijā.", False)
    document.RecordChanges = True
    last = body.createTextCursorByRange(cursor)
    last.goLeft(len("15. maijā."), False)
    last.goRight(len("15."), True)
    last.String = "22."
    cursor.gotoEnd(False)
    body.insertString(cursor, " Tā ilgs līdz vakaram.", False)
    document.RecordChanges = False
    facts(document, "Brīvprātīgo dienas pārskats")
    for name in ("text.odt", "text.docx", "old.doc", "old.rtf"):
        save(document, name)
    secret = tuple(NamedValue(*pair) for pair in (("OOXPassword", "parole"), ("CryptoType", "Standard")))
    save(document, "locked.docx", EncryptionData=uno.Any("[]com.sun.star.beans.NamedValue", secret))
    save(document, "locked.odt", Password="parole")


def main():
    with tempfile.TemporaryDirectory() as home:
        office = subprocess.Popen(
            ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{home}",
             f"--accept=socket,host=127.0.0.1,port={PORT};urp;"],
            start_new_session=True,
        )  # fmt: skip
        try:
            desktop = connect()
            deck(desktop)
            text(desktop)
        finally:
            os.killpg(office.pid, signal.SIGKILL)  # asked to close a deck, it may crash


if __name__ == "__main__":
    main()
