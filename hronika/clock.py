"""What time it is, for whatever is stamped with it: never earlier than a stamp before, though the clock be set back.

Times tell which of two captures is the newer. Were a clock ahead once and set right later, all that came then would
look older than what came before, and a page that changed would be taken for an old one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_latest = datetime.min.replace(tzinfo=UTC)


def not_before(newest: str | None) -> None:
    """Go on after the newest stamp of a chronicle; None where it has none."""
    global _latest
    if newest is not None:
        _latest = max(_latest, datetime.fromisoformat(newest) + timedelta(milliseconds=1))


def now() -> datetime:
    """The time in UTC, or that of the stamp before, whichever is later."""
    global _latest
    _latest = max(_latest, _machine())
    return _latest


def stamp() -> str:
    """The time as captures have it, to the thousandth of a second."""
    return now().isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _machine() -> datetime:
    return datetime.now(UTC)
