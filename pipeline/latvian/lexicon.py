"""What a Latvian word form can be: its possible lemmas, cases and numbers, the likeliest first.

Forms are taken apart by their endings, never listed: each ending gives candidate lemmas, and a candidate stands when
inflecting it gives the form back. Known lemmas come from the treebank's lexicon under ``data/``, then from simplemma's
dictionary; for the rest, the endings of known lemmas tell which guess is likely.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from simplemma.strategies import DictionaryLookupStrategy

from pipeline.latvian.paradigms import NUMBERS, depalatalise, endings, forms_in, inflect, rows

_VARIANT_SUFFIXES = ("-stable", "-either", "-suns", "-ns", "-short")
_LONGEST_ENDING = 6
_LONGEST_SUFFIX = 7  # letters of the stem that tell a paradigm; longer ones only repeat the dictionary
_SIMPLEMMA_WEIGHT = 0.5  # a lemma simplemma knows counts as half an occurrence
_GUESS_WEIGHT = 0.05
_NEVER_BEFORE_IS = "kgaāeēiīouū"
_ADDED_COUNT = 5  # words of ministries' prose that the treebank lacks (data/added.csv) weigh as seldom ones
_REFLEXIVE = "f-r"  # every reflexive verb has such a noun, and its forms look like others of a noun in -šana
_LONGEST_WORD = 60  # longer runs of letters are no words
_RARE = 0.001  # the share of a cell that the treebank never uses
_NOUNS = ("NOUN", "PROPN")
_SHORT_ACRONYM = 3  # three capitals are an acronym whatever they spell (ES, KM)
_LETTERS_GAIN = 6.0  # one more letter of stem shared with known lemmas makes a guess this much likelier
_GAINS = tuple(_LETTERS_GAIN ** (length - 2) for length in range(2, _LONGEST_SUFFIX + 3))


_Candidate = tuple[str, str, str, str]  # lemma, paradigm, case, number


class Analysis(NamedTuple):
    """One reading of a word form.

    ``pos`` is a Universal part of speech; participles are VERB with a case. ``case`` (nom, gen, dat, acc, loc),
    ``number`` (sg, pl), ``gender`` (m, f) and ``definite`` are None where they do not apply. The lemma of a
    participle is its masculine nominative (*esošs*). ``known`` says that a dictionary has the lemma; ``weight`` ranks.
    """

    lemma: str
    pos: str
    case: str | None
    number: str | None
    gender: str | None
    definite: bool | None
    known: bool
    paradigm: str = ""
    weight: float = 0.0


@dataclass(frozen=True)
class _Cell:
    """A way to read an ending: the paradigm and cell it belongs to, and what to put in its place for the lemma."""

    paradigm: str
    number: str
    case: str
    palatal: bool
    lemma_ending: str

    @cached_property
    def softens(self) -> bool:
        """Whether its ending made the stem palatal, and not the lemma's own."""
        return self.palatal and not (f"-{NUMBERS[1]}-" in self.paradigm and self.paradigm[-1] == "2")


@cache
def _dictionary() -> DictionaryLookupStrategy:
    return DictionaryLookupStrategy()


@cache
def _cells() -> dict[str, tuple[_Cell, ...]]:
    """The cells that each ending can stand for."""
    found: dict[str, dict[_Cell, None]] = defaultdict(dict)
    for (table, number, case), cell_endings in endings().items():
        paradigm = table
        for suffix in _VARIANT_SUFFIXES:
            paradigm = paradigm.removesuffix(suffix)
        for ending in cell_endings:
            for code, lemma_ending in _lemma_endings(table, paradigm, number):
                found[ending.text][_Cell(code, number, case, ending.palatal, lemma_ending)] = None
    return {text: tuple(cells) for text, cells in found.items()}


def _lemma_endings(table: str, paradigm: str, number: str) -> Iterator[tuple[str, str]]:
    """The paradigm codes whose forms a table gives, with the ending of their lemmas."""
    word_class, _, declension = paradigm.partition("-")
    if word_class in ("adj", "part", "refl"):
        for lemma_ending in {"adj": ("s", "š", "ais"), "part": ("is",), "refl": ("ies",)}[word_class]:
            yield paradigm, lemma_ending
        return
    for ending in endings()[table, "sg", "nom"]:
        yield paradigm, ending.text
    if number == "pl":
        for ending in endings()[table, "pl", "nom"]:
            yield f"{word_class}-pl-{declension}", ending.text


@cache
def _lemmas() -> dict[str, dict[tuple[str, str], int]]:
    """The lexicon: lemma to {(part of speech, paradigm): occurrences}."""
    lexicon: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for row in rows("lemmas.tsv"):
        lexicon[row["lemma"]][row["pos"], row["paradigm"]] = int(row["count"])
    for row in rows("added.csv"):
        lexicon[row["lemma"]].setdefault((row["pos"], row["paradigm"]), _ADDED_COUNT)
    return lexicon


@cache
def _forms() -> dict[str, tuple[Analysis, ...]]:
    """Forms of closed classes and verbs, which are listed."""
    listed: dict[str, list[Analysis]] = defaultdict(list)
    for row in rows("forms.tsv"):
        case, number, gender = row["case"] or None, row["number"] or None, row["gender"] or None
        weight = float(row["count"])
        listed[row["form"]].append(Analysis(row["lemma"], row["pos"], case, number, gender, None, True, "", weight))
    return {form: tuple(found) for form, found in listed.items()}


def listed_form(lemma: str, case: str, number: str, gender: str) -> tuple[str, ...]:
    """The form of a pronoun or numeral that follows no table: *trīs*, *šie*; empty when it is not listed."""
    return _forms_by_cell().get((lemma, case, number, gender), ())


@cache
def _forms_by_cell() -> dict[tuple[str | None, ...], tuple[str, ...]]:
    found: dict[tuple[str | None, ...], dict[str, None]] = defaultdict(dict)
    for form, readings in _forms().items():
        for a in readings:
            found[a.lemma, a.case, a.number, a.gender][form] = None
    return {cell: tuple(forms) for cell, forms in found.items()}


@cache
def _priors() -> dict[tuple[str, str, str], float]:
    """How much of the use of a paradigm falls on each cell; never nothing."""
    counts = {(row["paradigm"], row["number"], row["case"]): int(row["count"]) for row in rows("priors.tsv")}
    totals: Counter[str] = Counter()
    for (paradigm, _, _), count in counts.items():
        totals[paradigm.split("-")[0] if _is_declined(paradigm) else paradigm] += count
    return {
        key: count / totals[key[0].split("-")[0] if _is_declined(key[0]) else key[0]] for key, count in counts.items()
    }


@cache
def _suffixes() -> Counter[tuple[str, str]]:
    """How many lemmas of each paradigm end in each run of letters, for guessing."""
    counts: Counter[tuple[str, str]] = Counter()
    for lemma, entries in _lemmas().items():
        for _, paradigm in entries:
            for length in range(1, min(len(lemma), _LONGEST_SUFFIX + 2) + 1):
                counts[paradigm, lemma[-length:]] += 1
    return counts


@cache
def _is_declined(paradigm: str) -> bool:
    return paradigm.startswith(("adj", "part", "refl"))


@cache
def _dictionary_paradigm(paradigm: str) -> str:
    """Adjectives and participles stand in the lexicon by class, without gender and definiteness."""
    return paradigm.split("-")[0] if _is_declined(paradigm) else paradigm


def _candidates(form: str) -> dict[_Candidate, None]:
    """Every (lemma, paradigm, case, number) whose inflection gives this form."""
    found: dict[_Candidate, None] = {}
    for length in range(1, min(_LONGEST_ENDING, len(form) - 1) + 1):
        stem = form[:-length]
        for cell in _cells().get(form[-length:], ()):
            for plain in depalatalise(stem) if cell.softens else (stem,):
                lemma = plain + cell.lemma_ending
                if form in forms_in(lemma, cell.paradigm, cell.case, cell.number):
                    found[lemma, cell.paradigm, cell.case, cell.number] = None
    return found


def _analysis(candidate: _Candidate, pos: str, known: bool, weight: float) -> Analysis:
    lemma, paradigm, case, number = candidate
    return Analysis(lemma, pos, case, number, *_gender_and_definiteness(paradigm), known, paradigm, weight)


@cache
def _gender_and_definiteness(paradigm: str) -> tuple[str | None, bool | None]:
    parts = paradigm.split("-")
    if _is_declined(paradigm):
        return parts[1], "def" in parts
    return parts[0] if parts[0] in ("m", "f") else None, None


def _listed(form: str) -> Iterator[Analysis]:
    """Readings of words that do not inflect by a table: closed classes, verbs, indeclinable nouns."""
    yield from _forms().get(form.lower(), ())
    for (pos, paradigm), count in _lemmas().get(form, {}).items():
        if paradigm in ("gen", "indecl"):
            for case, number in inflect(form, paradigm):
                weight = count * _priors().get((paradigm, number, case), _RARE)
                yield Analysis(form, pos, case, number, None, None, True, paradigm, weight)


def _known(form: str, candidates: Iterable[_Candidate]) -> Iterator[Analysis]:
    """Readings whose lemma a dictionary has."""
    other = _dictionary().get_lemma(form, "lv")
    for candidate in candidates:
        lemma, paradigm, case, number = candidate
        prior = _priors().get((paradigm, number, case), _RARE)
        entries = _lemmas().get(lemma, {})
        word_class = _dictionary_paradigm(paradigm)
        for (pos, entry), count in entries.items():
            if entry == word_class and (pos in ("ADJ", "VERB", *_NOUNS) or "def" not in paradigm):
                yield _analysis(candidate, pos, True, count * prior)
        if lemma == other and not entries:
            weight = _SIMPLEMMA_WEIGHT * _share(lemma, word_class) * prior
            yield _analysis(candidate, _open_class(candidate), True, weight)
    if other and other.endswith(("t", "ties")):
        yield Analysis(other, "VERB", None, None, None, None, True, "", _SIMPLEMMA_WEIGHT)


def _guessed(candidates: Iterable[_Candidate]) -> Iterator[Analysis]:
    """Readings of an unknown word, weighed by the known lemmas that end alike."""
    for candidate in candidates:
        lemma, paradigm, case, number = candidate
        prior = _priors().get((paradigm, number, case), _RARE)
        if _impossible(lemma, paradigm):
            continue
        weight = _GUESS_WEIGHT * _likeness(lemma, _dictionary_paradigm(paradigm)) * prior
        if weight:
            yield _analysis(candidate, _open_class(candidate), False, weight)


def _impossible(lemma: str, paradigm: str) -> bool:
    """Lemmas that Latvian does not form: k, g or a vowel before -is, one-letter stems; and rarities."""
    if paradigm.startswith("adj"):
        return lemma.endswith("ais")
    if "-pl-" in paradigm and lemma.islower():
        return True  # common nouns without a singular are few, and known
    return len(lemma) < 3 or (paradigm.endswith("-2") and lemma.endswith("is") and lemma[-3] in _NEVER_BEFORE_IS)


def _open_class(candidate: _Candidate) -> str:
    lemma, paradigm = candidate[:2]
    if paradigm.startswith("adj"):
        return "ADJ"
    if _is_declined(paradigm):
        return "VERB"
    return "PROPN" if lemma[0].isupper() else "NOUN"


def _likeness(lemma: str, word_class: str) -> float:
    """How much known lemmas of the class end like this one: each further letter in common weighs more."""
    known, small, of_all, likeness = _suffixes(), lemma.lower(), len(_lemmas()), 0.0
    for length, gain in enumerate(_GAINS, 2):
        count = known[word_class, small[-length:]]
        if not count:
            break  # nor does any end in more of its letters
        likeness += gain * count / of_all
    return likeness


def _share(lemma: str, word_class: str) -> float:
    """The part of a lemma's likeness that falls on one of its classes: *eksperts* is likelier a noun than not."""
    classes = dict.fromkeys(("m-1", "adj", word_class))  # in one order, that the sum is the same in every run
    return _likeness(lemma, word_class) / (sum(_likeness(lemma, c) for c in classes) or 1.0)


@lru_cache(maxsize=30_000)
def analyses(form: str) -> tuple[Analysis, ...]:
    """All readings of a word form, the most plausible first; empty for what is no word.

    A capitalised form is read both as a name and as a common word at the start of a sentence.
    """
    if not form.replace("-", "").isalpha() or len(form) > _LONGEST_WORD:
        return ()
    if form.isupper() and len(form) > 1:
        in_lower = form.capitalize()  # the same where no other letter has a case: „Aあ”
        read = analyses(in_lower) if in_lower != form else ()
        word = [a for a in read if a.known and a.pos in ("NOUN", "PROPN", "ADJ")]
        if len(form) > _SHORT_ACRONYM and word:
            return tuple(word)
        return (Analysis(form, "PROPN", None, None, None, None, False, "indecl", 1.0),)
    spellings = [form] if form.islower() else [form, form.lower()]
    candidates = [c for spelling in spellings for c in _candidates(spelling)]
    found = [a for spelling in dict.fromkeys(spellings) for a in _listed(spelling)]
    found += _known(form, candidates)
    found += _guessed(c for c in candidates if c[1] == _REFLEXIVE and c[0] not in _lemmas())
    if not any(a.case for a in found):
        found += _guessed(candidates)
    elif form[0].isupper() and not any(a.pos == "PROPN" for a in found):
        found += _guessed(c for c in candidates if c[0][0].isupper() and not _is_declined(c[1]))
    weights: dict[tuple[object, ...], float] = defaultdict(float)
    for *reading, weight in found:
        weights[tuple(reading)] += weight
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    return tuple(Analysis._make((*reading, weight)) for reading, weight in ranked)


def lemma(form: str, pos: str = "NOUN") -> str:
    """The likeliest lemma of a form read as this part of speech; the form itself when no reading fits."""
    return next((a.lemma for a in analyses(form) if a.pos == pos), form)


def is_common_word(word: str) -> bool:
    """Whether a word, whatever its capital, is known as a noun or an adjective."""
    return any(a.known and a.pos in ("NOUN", "ADJ") for a in analyses(word.lower()))
