"""Words as Latvian clerks type them, cut the way the treebank LVTB cuts them.

A full stop belongs to an ordinal („2020.”), to an initial („A.”) and to a shortened word („plkst.”), and ends any
other. Words glued together at a stop („2020.gada”, „plkst.11.30”, „D.Kalniņš”) are parted; words joined by a hyphen
(„ne-romu”, „Vīķe-Freiberga”) are one. spaCy's own tokenizer does the work with these rules.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, LIST_ICONS
from spacy.language import Language
from spacy.symbols import ORTH  # type: ignore[import-not-found]
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import registry

_FOLDER = Path(__file__).parent
_QUOTES = '„“”‟‚‘‛«»‹›"″'
_DASHES = "–—―‒−"
_CURRENCY = "€$£¥"
_LONGEST_SUFFIX = 40  # characters from the end that can hold one: a page without spaces is looked through once only

#: Addresses stay whole.
_ADDRESS = re.compile(
    r"(?:https?|ftp)://\S+?(?=[.,;:!?)\]”“»\"]*$)|www\.[^\s,;]+?(?=[.,;:!?)\]”“»\"]*$)"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[a-z0-9-]+\.)+(?:lv|eu|com|org|net|gov|edu|int|info)(?:/\S*?)?(?=[.,;:!?)\]”“»\"]*$)"
)

_PREFIXES = [
    r"\.{2,}",
    "…",
    r"-{2,}",
    rf"[{_QUOTES}{_DASHES}'’`´]",
    r"[!?]+|\*+",
    r"[()\[\]{}<>,;:/\\|#§•·●▪■□►&=+~^]",
    r"-(?=\D|$)",  # „-5” is a number
    rf"[{_CURRENCY}](?=\d)",
    r"\.(?=\D|$)",
    *LIST_ICONS,
]
_SUFFIXES = [
    r"\.{2,}",
    "…",
    r"-{2,}",
    rf"[{_QUOTES}{_DASHES}'’`´]",
    r"[!?]+|\*+",
    r"[()\[\]{}<>,;:/\\|#§•·●▪■□►&=+~^]",
    rf"(?<=[\d{ALPHA}])-",
    rf"(?<=\d)(?:%|‰|°C?|[{_CURRENCY}])",
    rf"(?<=[{ALPHA}{_QUOTES})\]%‰°{_CURRENCY}][{ALPHA}{_QUOTES})\]%‰°{_CURRENCY}])\.",
    rf"(?<=[{_QUOTES})\]%‰°{_CURRENCY}])\.",
    *LIST_ICONS,
]
_INFIXES = [
    r"\.{2,}",
    "…",
    r"-{2,}",
    rf"[{_QUOTES}{_DASHES}]",
    r"[!?]+",
    r"[()\[\]{}<>;|•=]",
    rf"(?<=\d\.)(?=[{ALPHA}])",  # „2020.gada”
    rf"(?<=[{ALPHA}]\.)(?=\d)",  # „plkst.11.30”, „Nr.15”
    rf"(?<=[{ALPHA_LOWER}][{ALPHA_LOWER}])\.(?=[{ALPHA_UPPER}])",  # „mācīšanās.Tā”
    rf"(?<=[{ALPHA_UPPER}]\.)(?=[{ALPHA_UPPER}][{ALPHA_LOWER}])",  # „D.Kalniņš”
    r"(?<=\d)\.(?=-\D)",
    r"(?<=\d\.)-(?=\d)",  # „23.-25.”
    r"(?<=\d)-(?=\d)",
    rf"(?<=[{ALPHA}])[,:/](?=[{ALPHA}])",
    r"(?<=\d)(?=(?:ml|l|g|kg|mm|cm|m|km|ha|EUR|Eur|eur|Ls|LVL)$)",  # „20EUR”
    rf"(?<=\d),(?=[{ALPHA}])|(?<=[{ALPHA}]),(?=\d)",
    *LIST_ICONS,
]


@cache
def abbreviations() -> dict[str, frozenset[str]]:
    """Shortened words by group, without their last stop, in lower case."""
    groups = tomllib.loads((_FOLDER / "abbreviations.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in groups.items()}


@registry.tokenizers("lv_hronika.tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """The tokenizer as spaCy makes it from a configuration."""
    return lambda nlp: tokenizer(nlp)


def tokenizer(nlp: Language) -> Tokenizer:
    """A tokenizer for a Latvian pipeline."""
    suffix = re.compile("|".join(f"(?:{part})$" for part in _SUFFIXES))
    return Tokenizer(
        nlp.vocab,
        rules={form: [{ORTH: form}] for form in _wholes()},
        prefix_search=re.compile("|".join(_PREFIXES)).match,
        suffix_search=lambda text: suffix.search(text, max(0, len(text) - _LONGEST_SUFFIX)),
        infix_finditer=re.compile("|".join(_INFIXES)).finditer,
        url_match=_ADDRESS.fullmatch,
    )


def _wholes() -> set[str]:
    """What is never cut: shortened words, initials, and a few words written with a slash."""
    words = set().union(*abbreviations().values()) | set("aābcčdeēfgģhiījkķlļmnņoprsštuūvzž")
    forms = {form for word in words for form in (word, word.capitalize(), word.upper())}
    return {f"{form}." for form in forms} | {"a/s", "A/s", "A/S", "z/s", "Z/s", "Z/S", "p/n", "km/h", ":)", ":(", ";)"}
