"""The words of the visitor's language for the few values that columns such as ``kind`` and ``status`` can have."""

from __future__ import annotations

from web.i18n import gettext as _
from web.i18n import language


def label(value: str | None) -> str:
    """The value in words; one that is not known here stands as it is, with blanks for underscores."""
    return _words().get(value or "", (value or "").replace("_", " "))


def month(number: int) -> str:
    """The short name of a month."""
    return _MONTHS[language()][number - 1]


_MONTHS = {
    "lv": ("jan.", "feb.", "mar.", "apr.", "mai.", "jūn.", "jūl.", "aug.", "sep.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def _words() -> dict[str, str]:
    return {
        # events
        "meeting": _("meeting"), "workshop": _("workshop"), "seminar": _("seminar"), "conference": _("conference"),
        "visit": _("visit"), "training": _("training"), "discussion": _("discussion"), "course": _("course"),
        "camp": _("camp"), "commemoration": _("commemoration"), "exhibition": _("exhibition"), "other": _("other"),
        "held": _("held"), "planned": _("planned"), "cancelled": _("cancelled"), "postponed": _("postponed"),
        # places
        "city": _("city"), "town": _("town"), "village": _("village"), "parish": _("parish"),
        "municipality": _("municipality"), "region": _("region"), "country": _("country"),
        # organisations
        "ministry": _("ministry"), "department": _("department"), "agency": _("agency"),
        "association": _("association"), "foundation": _("foundation"), "fund": _("fund"), "company": _("company"),
        "institution": _("institution"), "council": _("council"), "school": _("school"),
        "university": _("university"), "museum": _("museum"), "library": _("library"), "archive": _("archive"),
        "government": _("government"), "parliament": _("parliament"), "international": _("international body"),
        "planning_region": _("planning region"), "research": _("research institute"), "venue": _("venue"),
        # what is marked in a text
        "date": _("Dates"), "count": _("Numbers"), "place": _("Places"), "organisation": _("Organisations"),
        "person": _("People"), "project": _("Projects"), "event": _("Events"),
        # addresses and links of a document
        "current": _("current address"), "copy": _("copy"), "former": _("former address"),
        "attachment": _("attachment"), "reference": _("reference"),
        # what does not add up
        "event-dates-disagree": _("The documents date this event differently"),
        "parts-exceed-total": _("The parts add up to more than their total"),
        "listed-otherwise": _("The number stated is not the number listed"),
        "weekday": _("The weekday is not that of the date"),
        "no-such-day": _("There is no such day"),
        "no-year": _("Nothing tells the year"),
        "outside-project": _("The event lies outside the time of its project"),
        # how exact a number is
        "approx": _("about"), "at_least": _("at least"), "more_than": _("more than"), "at_most": _("at most"),
        "less_than": _("less than"),
    }  # fmt: skip
