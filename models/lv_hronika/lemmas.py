"""Lemmas as edit scripts: what to cut from a word's two ends, what to put there, and its capitals.

A script learnt from „gadā” → „gads” turns „laikā” into „laiks”. The network picks a script for each word; a script
that does not fit a word gives none.
"""

from __future__ import annotations

from functools import lru_cache

#: Scripts for a whole word that shares nothing with its lemma begin with this mark.
_WHOLE = "="


@lru_cache(maxsize=100_000)
def script(form: str, lemma: str) -> str:
    """The script that turns ``form`` into ``lemma``: ``case|cut front>add front|cut back>add back``."""
    case = _case(form, lemma)
    low, target = form.lower(), lemma.lower()
    start, length = _common(low, target)
    if not length:
        return f"{_WHOLE}{lemma}"
    at = target.index(low[start : start + length])
    front = f"{low[:start]}>{target[:at]}"
    back = f"{low[start + length :]}>{target[at + length :]}"
    return f"{case}|{front}|{back}"


@lru_cache(maxsize=50_000)
def apply(form: str, script: str) -> str | None:
    """The lemma that a script makes of a word; ``None`` where it does not fit."""
    if script.startswith(_WHOLE):
        return script[len(_WHOLE) :]
    case, front, back = script.split("|")
    cut_front, add_front = front.split(">")
    cut_back, add_back = back.split(">")
    low = form.lower()
    fits = low.startswith(cut_front) and low.endswith(cut_back) and len(low) > len(cut_front) + len(cut_back)
    if not fits or len(low) != len(form):
        return None
    stem = form[len(cut_front) : len(form) - len(cut_back)]
    if case == "l":
        return add_front + stem.lower() + add_back
    if case == "u":
        return (add_front + stem + add_back).upper()
    lemma = add_front + (stem if case == "k" else stem.lower()) + add_back
    return lemma if case == "k" and not add_front else lemma[0].upper() + lemma[1:]


def _case(form: str, lemma: str) -> str:
    """l: lower case; k: capitals kept as they stand; t: one capital in front; u: all capitals."""
    if lemma == lemma.lower():
        return "l"
    if lemma[0].isupper() and lemma[1:] == lemma[1:].lower():
        return "t"
    return "u" if lemma == lemma.upper() and form != form.upper() else "k"


def _common(left: str, right: str) -> tuple[int, int]:
    """Where in ``left`` the longest stretch shared with ``right`` starts, and its length; the first of equals."""
    best_start = best = 0
    lengths = [0] * (len(right) + 1)
    for i, char in enumerate(left):
        previous = 0
        for j, other in enumerate(right):
            current = lengths[j + 1]
            lengths[j + 1] = previous + 1 if char == other else 0
            if lengths[j + 1] > best:
                best, best_start = lengths[j + 1], i + 1 - lengths[j + 1]
            previous = current
    return best_start, best
