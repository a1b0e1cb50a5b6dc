"""Derives ``data/lemmas.tsv``, ``data/forms.tsv`` and ``data/priors.tsv`` from a treebank in CoNLL-U with LVTB's tags.

    python -m pipeline.latvian.build ud-train.conllu.xz

Run by hand when the treebank or this module changes. The tables are a derived work of the Latvian UD Treebank and
carry its licence, see ``data/LICENSE``.
"""

from __future__ import annotations

import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.latvian.paradigms import CASES, DATA, NUMBERS, Ending, endings, rows, stem_of

NOMINAL = ("NOUN", "PROPN")
DECLINED = ("ADJ", "VERB")
TREEBANK_NUMBERS = {"Sing": "sg", "Coll": "sg", "Plur": "pl", "Ptan": "pl"}
MIN_VERB_FORM = 2  # a finite verb form seen once is as likely a slip of the treebank as a help
#: pronouns that decline as indefinite adjectives throughout
PRONOMINAL = (
    *("abs", "abējs", "cits", "citāds", "daudzs", "dažs", "dažāds", "ikviens", "ikkatrs", "jebkurš", "jebkāds"),
    *("katrs", "kurš", "kāds", "mans", "nedaudzs", "nekāds", "neviens", "otrs", "pats", "savs", "tavs", "tāds"),
    *("vairāks", "viens", "viss", "šāds"),
)
#: all but trīs, which is irregular
NUMERALS = ("viens", "divs", "četrs", "piecs", "sešs", "septiņš", "astoņš", "deviņš", "pusotrs")
_PLURAL_ENDINGS = {"1": "i", "2": "i", "3": "i", "4": "as", "5": "es", "6": "is"}


class Token(NamedTuple):
    """What the build needs of one line of CoNLL-U."""

    form: str
    lemma: str
    pos: str
    tag: str
    feats: dict[str, str]


def read(path: Path) -> Iterator[Token]:
    """The tokens of a treebank, xz-compressed or plain."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 10 and fields[0].isdigit():
                feats = dict(f.split("=", 1) for f in fields[5].split("|") if "=" in f)
                yield Token(fields[1], fields[2], fields[3], fields[4], feats)


def noun_paradigm(token: Token) -> str | None:
    """The paradigm code of a noun from its tag (``ncmsn1``: masculine, first declension)."""
    if len(token.tag) < 6:
        return None
    gender, declension = token.tag[2], token.tag[5]
    if declension == "g":
        return "gen"
    if declension == "0":
        return "indecl"
    code = f"{gender}-{declension}"
    plural = token.lemma.endswith(_PLURAL_ENDINGS.get(declension, "-"))
    if (code, "sg", "nom") not in endings():
        return None
    code = f"{gender}-pl-{declension}" if plural else code
    return code if stem_of(token.lemma, code) else None


def declined_base(token: Token) -> tuple[str, str] | None:
    """Lemma and class of an adjective or participle, from the form and its features: *esošām* → (*esošs*, ``adj``)."""
    feats = token.feats
    if feats.get("Degree", "Pos") != "Pos" or not {"Gender", "Number", "Case", "Definite"} <= feats.keys():
        return None
    past_active = feats.get("Tense") == "Past" and feats.get("Voice") == "Act"
    kind = "adj" if not past_active else "refl" if feats.get("Reflex") else "part"
    if token.pos == "ADJ":
        return token.lemma, "adj"
    form = token.form.lower()
    for ending in _endings_of(kind, feats):
        stem = form.removesuffix(ending.text)
        if stem != form:
            base = stem + {"adj": "s", "part": "is", "refl": "ies"}[kind]
            return base, kind
    return None


def _endings_of(kind: str, feats: dict[str, str]) -> tuple[Ending, ...]:
    number = TREEBANK_NUMBERS[feats["Number"]]
    gender = feats["Gender"][0].lower()
    definite = "-def" if feats["Definite"] == "Def" and kind != "refl" else ""
    return endings().get((f"{kind}-{gender}{definite}", number, feats["Case"].lower()), ())


def lemma_rows(tokens: Iterable[Token]) -> Counter[tuple[str, ...]]:
    """How often each (lemma, part of speech, paradigm) occurs."""
    counts: Counter[tuple[str, ...]] = Counter()
    singulars = {row["plural"]: (row["singular"], row["paradigm"]) for row in rows("singulars.csv")}
    for token in tokens:
        if token.feats.get("Typo") or token.feats.get("Abbr") or not token.lemma.replace("-", "").isalpha():
            continue
        if token.pos in NOMINAL:
            paradigm = noun_paradigm(token)
            if paradigm:
                lemma, paradigm = singulars.get(token.lemma, (token.lemma, paradigm))
                counts[lemma, token.pos, paradigm] += 1
        elif token.pos in DECLINED:
            base = declined_base(token)
            if base and stem_of(base[0], f"{base[1]}-m"):
                counts[base[0], token.pos, base[1]] += 1
    for lemma in PRONOMINAL:
        counts[lemma, "DET", "adj"] = 1
    for lemma in NUMERALS:
        counts[lemma, "NUM", "adj"] = 1
    return counts


def form_rows(tokens: Iterable[Token]) -> Counter[tuple[str, ...]]:
    """How often each form of the closed classes and each finite verb form occurs, with its features."""
    counts: Counter[tuple[str, ...]] = Counter()
    for token in tokens:
        closed = token.pos in ("ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NUM", "PART", "PRON", "SCONJ")
        finite = token.pos == "VERB" and token.feats.get("VerbForm") != "Part"
        if (closed or finite) and token.form.isalpha() and not token.feats.get("Typo"):
            feats = token.feats
            gender = feats.get("Gender", "")[:1].lower()
            number = TREEBANK_NUMBERS.get(feats.get("Number", ""), "")
            case = feats.get("Case", "").lower()
            key = (token.form.lower(), token.lemma, token.pos)
            counts[(*key, case, number, gender) if case in CASES else (*key, "", "", "")] += 1
    return Counter({k: n for k, n in counts.items() if k[2] != "VERB" or n >= MIN_VERB_FORM})


def prior_rows(tokens: Iterable[Token]) -> Counter[tuple[str, ...]]:
    """How often each cell of each table is used."""
    counts: Counter[tuple[str, ...]] = Counter()
    for token in tokens:
        number = TREEBANK_NUMBERS.get(token.feats.get("Number", ""))
        case = token.feats.get("Case", "").lower()
        if case not in CASES or number not in NUMBERS:
            continue
        if token.pos in NOMINAL:
            paradigm = noun_paradigm(token)
            if paradigm:
                counts[paradigm, number, case] += 1
        elif token.pos in DECLINED and (base := declined_base(token)):
            definite = "-def" if token.feats["Definite"] == "Def" else ""
            counts[f"{base[1]}-{token.feats['Gender'][0].lower()}{definite}", number, case] += 1
    return counts


def write(name: str, header: tuple[str, ...], counts: Counter[tuple[str, ...]]) -> None:
    """Write a counter as a table, in the order of its keys."""
    lines = ["\t".join(header), *("\t".join((*key, str(n))) for key, n in sorted(counts.items()))]
    (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(counts)} rows")


def main(path: Path) -> None:
    tokens = list(read(path))
    write("lemmas.tsv", ("lemma", "pos", "paradigm", "count"), lemma_rows(tokens))
    write("forms.tsv", ("form", "lemma", "pos", "case", "number", "gender", "count"), form_rows(tokens))
    write("priors.tsv", ("paradigm", "number", "case", "count"), prior_rows(tokens))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
