"""Dates and flags in words, in Latvian and in English, for the pages that people read, and which columns need it.

A date is never made more exact than what the source says: a month stays a month, a year a year.
"""

from __future__ import annotations

from datetime import date

from web.i18n import gettext as _

#: Columns that say yes or no.
FLAGS = frozenset({("events", "online"), ("event_readings", "online"), ("dates", "approximate")})
#: Columns, of tables and of the answers of queries, whose words are Latvian.
LATVIAN = frozenset(
    {
        "document", "event", "heading", "message_lv", "name", "organisation", "organiser", "place", "quote", "role",
        "summary", "text", "title", "unit", "what",
    }
)  # fmt: skip
#: Columns whose words are English: what Hronika itself says of a document.
ENGLISH = frozenset({"message"})
#: Each month as it stands after „gada” (when), after „no … gada” (from) and before the end of a range (until).
_LV_MONTHS = (
    ("janvārī", "janvāra", "janvārim"),
    ("februārī", "februāra", "februārim"),
    ("martā", "marta", "martam"),
    ("aprīlī", "aprīļa", "aprīlim"),
    ("maijā", "maija", "maijam"),
    ("jūnijā", "jūnija", "jūnijam"),
    ("jūlijā", "jūlija", "jūlijam"),
    ("augustā", "augusta", "augustam"),
    ("septembrī", "septembra", "septembrim"),
    ("oktobrī", "oktobra", "oktobrim"),
    ("novembrī", "novembra", "novembrim"),
    ("decembrī", "decembra", "decembrim"),
)
_EN_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def when_lv(start_date: str, end_date: str, precision: str) -> str:
    """When, in Latvian: „2019. gada 21.–22. novembrī”, „2020. gada martā”, „no 2018. līdz 2020. gadam”."""
    start, end = date.fromisoformat(start_date), date.fromisoformat(end_date)
    if precision == "year":
        return f"{start.year}. gadā" if start.year == end.year else f"no {start.year}. līdz {end.year}. gadam"
    first_day, last_day = (f"{start.day}. ", f"{end.day}. ") if precision == "day" else ("", "")
    when, since, _ = _LV_MONTHS[start.month - 1]
    if (start.year, start.month) == (end.year, end.month):
        days = first_day if start == end or not first_day else f"{start.day}.–{last_day}"
        return f"{start.year}. gada {days}{when}"
    until_year = "" if start.year == end.year else f"{end.year}. gada "
    until = f"{until_year}{last_day}{_LV_MONTHS[end.month - 1][2]}"
    return f"no {start.year}. gada {first_day}{since} līdz {until}"


def when_en(start_date: str, end_date: str, precision: str) -> str:
    """When, in English: "21–22 November 2019", "March 2020", "2018–2020"."""
    start, end = date.fromisoformat(start_date), date.fromisoformat(end_date)
    if precision == "year":
        return f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
    first_day, last_day = (f"{start.day} ", f"{end.day} ") if precision == "day" else ("", "")
    first, last = _EN_MONTHS[start.month - 1], f"{_EN_MONTHS[end.month - 1]} {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        days = first_day if start == end or not first_day else f"{start.day}–{last_day}"
        return f"{days}{last}"
    first_year = "" if start.year == end.year else f" {start.year}"
    return f"{first_day}{first}{first_year} – {last_day}{last}"


def yes_no(value: object) -> str:
    """A flag in words; what is not known is not said."""
    return "" if value in (None, "") else _("yes") if str(value) == "1" else _("no")
