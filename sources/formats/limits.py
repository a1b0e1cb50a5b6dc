"""How much is still a document: the bounds that keep one odd file from stopping a run.

Each is far beyond anything a ministry publishes; what exceeds one is refused with a message, never cut short in
silence. Of a PDF the pages within bounds are read, and ``Document.notices`` says which are not.
"""

from __future__ import annotations

#: Bytes of one file. The longest annual reports are some 30 MB, most of it pictures.
MAX_BYTES = 128 * 1024 * 1024

#: Characters without white space. No word comes near; servers refuse addresses beyond some 8,000 characters.
#: A longer run is packed data (a font, a picture, minified code), and no reader of prose gets through it in time.
MAX_WORD = 10_000

#: Characters of one paragraph, list item or row; the longest that people write have some thousands. What is longer
#: has lost its line ends and is cut at ends of sentences: readers look at all sentences of a paragraph for each one.
MAX_BLOCK = 20_000

#: Elements inside each other on a page. Hand-made pages stay below 50; old ones that never close a tag reach some
#: hundreds. Beyond this, reading takes time that grows with the square of the depth.
MAX_DEPTH = 1_000

#: Elements of a page beyond which trafilatura is not asked: its time and memory grow with the square of them.
MAX_ELEMENTS = 10_000

#: Pages of one PDF.
MAX_PAGES = 3_000

#: Bytes that one stream of a PDF may unpack to (a page's drawing, a font, a table of objects; not its pictures).
MAX_PDF_STREAM = 32 * 1024 * 1024

#: Codes of letters that one font of a PDF maps; the largest have 65,536, and some say it of a few twice.
MAX_FONT_CODES = 200_000

#: Letters, and pictures and drawings inside each other, on one PDF page. A dense page of a newspaper has some 20,000.
MAX_PAGE_LETTERS, MAX_PAGE_FIGURES = 100_000, 20_000

#: Pages of one PDF that are read by OCR, some seconds each; pixels of one, which is twice an A4 sheet at 300 dpi; and
#: seconds that Tesseract may take for it.
MAX_OCR_PAGES, MAX_OCR_PIXELS, OCR_SECONDS = 200, 18_000_000, 60

#: Pages of one PDF of which a picture is made; pixels of all pictures on a page together, for it to be drawn.
MAX_PICTURES, MAX_PIXELS = 300, 100_000_000

#: Points that a page may be long, which is what PDF itself allows: some five metres.
LONGEST_EDGE = 14_400

#: Ruled lines and boxes on one PDF page above which they are a drawing and not searched for tables.
MAX_RULES = 3_000

#: Share of control characters above which bytes are not text: a stray one happens, in packed data it is one in ten.
MAX_CONTROL_SHARE = 0.005

#: Files in one archive, an office document or a ZIP; decks of hundreds of slides have some thousands.
MAX_MEMBERS = 20_000

#: Bytes that one member of an archive, and all that are read of one ZIP, may unpack to.
MAX_UNPACKED = 512 * 1024 * 1024

#: How many times larger than packed a member may be, packed sizes below ``SMALL`` counting as that. Office XML of
#: tables reaches fifty; deflate itself stops at a thousand.
MAX_RATIO, SMALL = 200, 4096

#: Bytes of XML in an office document. A text of a thousand pages has some ten million.
MAX_OFFICE_TEXT = 48 * 1024 * 1024

#: ZIP archives inside each other.
MAX_ZIP_DEPTH = 3
