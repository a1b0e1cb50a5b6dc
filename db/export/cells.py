"""Cells of CSV files that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it.

The texts are other people's, and `=HYPERLINK(…)` in a title would run on the desk of whoever opens the file. Numbers
stay numbers. Only CSV is changed so; every other form has the text to the letter.
"""

from __future__ import annotations

import re
from typing import Any

#: What spreadsheets begin a formula with (OWASP, "CSV Injection"), also in the full width of East Asian keyboards.
_BEGINNINGS = tuple("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")
#: A cell of a CSV file, in quotation marks or without.
_CELL = re.compile(r'"[^"]*(?:""[^"]*)*"|[^",\r\n]+')


def harmless(value: Any) -> Any:
    """The value of a cell as it may be written."""
    if isinstance(value, str) and value.startswith(_BEGINNINGS) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def harmless_csv(text: str) -> str:
    """Whole rows of CSV with every cell so."""
    return _CELL.sub(lambda cell: _harmless_cell(cell[0]), text)


def _harmless_cell(cell: str) -> str:
    if cell.startswith('"'):
        return f'"{harmless(cell[1:-1])}"'
    return str(harmless(cell))
