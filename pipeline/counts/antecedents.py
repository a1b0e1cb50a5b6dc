"""Where the noun of a number that has none of its own stands: before it, in another phrase of the same sentence.

*vietu skaits – 20*, *Dalībnieki: 64*, *eksperti (15)*, *istabu būs četrdesmit*, *no 50 lektoriem atsaucās 32*,
*viesi, kuru bija četri*. Each function looks for one such way of writing in the text before the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.counts.kinds import kind_of
from pipeline.grammar import Grammar, Word
from pipeline.latvian import analyses, inflect
from pipeline.tables import table

#: where sentences end; blocks end in a line break
_SENTENCE_END = re.compile(
    r"(?<=[\w)”\"%][\w)”\"%])(?<!sk)(?<!milj)(?<!tūkst)(?<!mlrd)(?<!apm)(?<!plkst)[.!?…]\s+(?=[A-ZĀČĒĢĪĶĻŅŠŪŽ„\"])|\n"
)
_CLAUSE_END = re.compile(r"[,;:!?\n]|(?<=\w\w)\.\s")
#: „vietu skaits – 20”, „dalībnieku kopskaits pērn sasniedza 300”; the sentence may go on to further numbers
_NUMBER_OF = re.compile(r"([^\W\d_]+)\s+(?:kop)?skait(?:s|u|am|ā)\b", re.IGNORECASE)
_LABEL = re.compile(r"([^\W\d_]+) *(?:[:|]| [–—-]) *\Z")
_BRACKET = re.compile(r"([^\W\d_]+) \( *\Z")
#: „viesi, kuru bija četri”, „darbinieki, pavisam 18”
_APPOSED = re.compile(
    r"(?:\b(?:kuru|kādu)\s(?:\w+\s)?(?:ir|bija|būs|esot)|\b(?:pavisam|kopā|kopumā|kopskaitā|skaitā))\s*$"
)
_MOST = re.compile(r"\b(?:visvairāk|vismazāk|vairāk|mazāk|daudz|maz|tik|cik)\s$", re.IGNORECASE)
_OPENS_PLACE = re.compile(r"[(–—-]\s*(?:(?:tikai|vien|pat|jau|vēl)\s)?$")
_ALL = re.compile(r"vis(?:iem|ām)", re.IGNORECASE)
_OUT_OF = re.compile(r"\bno\s", re.IGNORECASE)
_LOOK_BACK = 600  # characters; no clerk writes a longer sentence
_BESIDE = 80  # characters in which a label or a word that opens a number stands
#: endings of verbs that have no object, so that a genitive beside them is what is counted
REFLEXIVE = ("ās", "ies", "ušās")
_NOUNS = ("NOUN", "PROPN")
_IN_PHRASE = (*_NOUNS, "ADJ", "NUM")


@dataclass(frozen=True)
class Noun:
    """A noun that can be counted: its nominative singular and plural, and its gender."""

    lemma: str
    plural: str
    gender: str | None


def sentence_ends(text: str, start: int, end: int) -> list[int]:
    """Where sentences begin between two places of a text."""
    return [match.end() for match in _SENTENCE_END.finditer(text, start, end)]


def sentence_start(text: str, at: int) -> int:
    """Where the sentence begins that a place of a block lies in."""
    first = max(0, at - _LOOK_BACK)
    ends = sentence_ends(text, first, at)
    return ends[-1] if ends else first


def clause_start(text: str, at: int) -> int:
    """Where the clause begins that a number at a place of a block ends."""
    ends = [match.end() for match in _CLAUSE_END.finditer(text, sentence_start(text, at), at)]
    return ends[-1] if ends else sentence_start(text, at)


def number_of(text: str, at: int) -> tuple[Noun, str] | None:
    """*dalībnieku* of „dalībnieku skaits … 300”, anywhere before in the sentence, and what stands between."""
    matches = list(_NUMBER_OF.finditer(text, sentence_start(text, at), at))
    noun = _plural(matches[-1].group(1), ("gen",)) if matches else None
    return (noun, text[matches[-1].end() : at]) if noun else None


def label(text: str, start: int, end: int) -> Noun | None:
    """*dalībnieki* of „Dalībnieki: 64” and of „dalībnieku (64)”."""
    before, after = text[max(0, start - _BESIDE) : start], text[end : end + 1]
    match = _LABEL.search(before)
    if match and after in ("", "\n", "|", ",", ";"):
        return _plural(match.group(1), ("nom",))
    match = _BRACKET.search(before)
    if match and after == ")":
        noun = _plural(match.group(1), ("nom", "gen"))
        return noun if noun and kind_of(noun.lemma) != "other" else None
    return None


def free_genitive(text: str, at: int, grammar: Grammar) -> Noun | None:
    """*istabu* of „istabu būs četrdesmit”, „bērnu – 215”, „visvairāk pieteikumu no Vidzemes (612)”.

    Such a genitive modifies no noun, follows no preposition, and the verb, if there is one, takes no object.
    """
    opening = _OPENS_PLACE.search(text, max(0, at - _BESIDE), at)
    end = opening.start() if opening else at
    start = clause_start(text, end)
    words = grammar.words(start, end)
    for i, word in enumerate(words):
        noun = _plural(word.text, ("gen",)) if word.pos in _IN_PHRASE else None
        if noun is None or (_modifies_next(words, i) and not _is_most(text, words, i)):
            continue
        if _is_most(text, words, i) or (not _governed(words[:i]) and _tells_how_many(words[i:], end < at)):
            return noun
    return None


def _modifies_next(words: list[Word], i: int) -> bool:
    """Whether a genitive stands before what it can modify; a time is no such thing: *apmeklētāju dienā bija 60*."""
    following = words[i + 1] if i + 1 < len(words) else None
    if following is None or following.pos not in _IN_PHRASE:
        return False
    times = (a for a in analyses(following.text) if a.pos == "NOUN" and a.case == "loc")
    return not any(kind_of(a.lemma) == "duration" for a in times)


def _is_most(text: str, words: list[Word], i: int) -> bool:
    return _MOST.search(text[max(0, words[i].start - 12) : words[i].start]) is not None


def _governed(before: list[Word]) -> bool:
    """Whether a preposition stands before the phrase that a word ends."""
    for word in reversed(before):
        if word.pos == "ADP":
            return True
        if word.pos not in _IN_PHRASE and word.pos != "DET":
            return False
    return False


def _tells_how_many(words: list[Word], opened: bool) -> bool:
    """Whether the words from a genitive to a number say that so many there are: by a verb, or by a dash alone."""
    verbs = [word.text.lower() for word in words if word.pos in ("VERB", "AUX")]
    if not verbs:
        return opened and not _may_be_object(words[0])
    return all(_being().fullmatch(verb) or verb.endswith(REFLEXIVE) for verb in verbs)


def _may_be_object(word: Word) -> bool:
    """Whether a genitive may be a singular accusative as well, and the model sees one: *ierakstu – 2000*."""
    return word.case == "acc" and any((a.case, a.number) == ("acc", "sg") for a in analyses(word.text))


@cache
def _being() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in table("count_verbs.csv")))


def apposed(text: str, at: int, grammar: Grammar) -> Noun | None:
    """*viesi* of „viesi no Igaunijas, kuru bija četri”, *darbinieki* of „darbinieki, pavisam 18”."""
    match = _APPOSED.search(text, max(sentence_start(text, at), at - _BESIDE), at)
    if not match or text[max(0, match.start() - 2) : match.start()] != ", ":
        return None
    return next((noun for _, noun in plurals_before(text, match.start(), grammar)), None)


def plurals_before(text: str, at: int, grammar: Grammar) -> Iterator[tuple[Word, Noun]]:
    """The plural nouns before a place, in its sentence and the one before that, the nearest first."""
    start = sentence_start(text, max(0, sentence_start(text, at) - 2))
    for word in reversed(grammar.words(start, at)):
        if word.pos == "NOUN" and word.number == "pl":
            noun = _plural(word.text, (word.case or "nom",))
            if noun:
                yield word, noun


def out_of(text: str, at: int, grammar: Grammar) -> Word | None:
    """*lektoriem* of „no visiem lektoriem atsaucās 32”: the plural noun that „no” governs in the sentence."""
    for match in _OUT_OF.finditer(text, sentence_start(text, at), at):
        word = grammar.governed(match.start(), match.start() + 2)
        plural = word and word.end <= at and word.pos == "NOUN" and (word.case, word.number) == ("dat", "pl")
        if word and plural and any(between.pos == "VERB" for between in grammar.words(word.end, at)):
            return word
    return None


def subject(text: str, at: int, grammar: Grammar) -> Noun | None:
    """*uzvarētāji* of „uzvarētāji ir divi”: the plural subject right before a form of *būt*."""
    words = [word for word in grammar.words(clause_start(text, at), at) if word.pos != "PART"]
    if len(words) < 2 or words[-1].pos not in ("AUX", "VERB") or not _being().fullmatch(words[-1].text.lower()):
        return None
    return _plural(words[-2].text, ("nom",)) if words[-2].pos == "NOUN" and words[-2].case == "nom" else None


def is_closed(text: str, word: Word, grammar: Grammar) -> bool:
    """Whether a noun behind „no” is a known lot, of which there can be parts: *no uzaicinātajiem lektoriem*.

    Without a definite adjective or participle it may be those from whom something came: *no skolām saņemti 12*.
    """
    behind_no = [match.start() for match in _OUT_OF.finditer(text, sentence_start(text, word.start), word.start)]
    phrase = grammar.words(behind_no[-1], word.start) if behind_no else []
    return any(_ALL.fullmatch(w.text) or any(a.definite and a.case == "dat" for a in analyses(w.text)) for w in phrase)


def plural_noun(word: Word) -> Noun | None:
    """A word of the text as the plural noun that the model sees in it."""
    return _plural(word.text, (word.case or "nom",))


def _plural(form: str, cases: tuple[str, ...]) -> Noun | None:
    """A form as a noun, or as an adjective or participle that stands for one (*brīvprātīgo*), in the plural."""
    for a in analyses(form):
        if a.number != "pl" or a.case not in cases or not (a.pos == "NOUN" or a.definite):
            continue
        forms = inflect(a.lemma, a.paradigm)
        lemma = a.lemma if a.pos == "NOUN" else forms["nom", "sg"][0]
        if a.pos in ("NOUN", "VERB") or kind_of(lemma) != "other":  # *otrie*, *labākie* stand for no noun of their own
            return Noun(lemma, forms.get(("nom", "pl"), (lemma,))[0], a.gender)
    return None
