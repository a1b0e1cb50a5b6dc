"""Damages an input: by its bytes, as discs and networks do, and by what its format is made of, as nobody honest does.

Everything is drawn from the ``Random`` that is handed in, so a number makes the same mutant everywhere and always.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.faults.fuzz.mutations.markup import MARKUP
from tests.faults.fuzz.mutations.packages import PACKAGE, headers, inserted_counts, members_changed, repacked
from tests.faults.fuzz.mutations.pdf import PDF
from tests.faults.fuzz.mutations.plain import PLAIN, Mutation, miscounted
from tests.faults.fuzz.mutations.records import ARCHIVE, answered, status
from tests.faults.fuzz.mutations.words import WORDS
from tests.faults.fuzz.seeds import packed, response, seeds

_LONGEST = 500_000  # bytes of a mutant; ``hostile`` has longer ones

_OWN: dict[str, tuple[Mutation, ...]] = {
    "html": (*MARKUP, *WORDS),
    "txt": WORDS,
    "pdf": PDF,
    "docx": PACKAGE,
    "pptx": PACKAGE,
    "ppsx": PACKAGE,
    "odt": (*PACKAGE, inserted_counts),
    "odp": (*PACKAGE, inserted_counts),
    "zip": PACKAGE,
    "warc": ARCHIVE,
    "warc.gz": ARCHIVE,
    "arc": ARCHIVE,
    "arc.gz": (answered, status),
    "wacz": (repacked, members_changed, headers),
    "xml": MARKUP,
    "robots": (*WORDS, miscounted, answered),
}


@dataclass(frozen=True)
class Mutant:
    """A damaged input: the number that makes it, its format by the ending of a file's name, and what was done to it."""

    number: int
    kind: str
    how: str
    body: bytes

    @property
    def name(self) -> str:
        return f"{self.number:06}.{self.kind}"


def mutant(number: int) -> Mutant:
    """The mutant with a number: the formats take turns, and chance draws the rest."""
    chance = Random(f"hronika {number}")
    kinds = list(seeds())
    kind = kinds[number % len(kinds)]
    body = chance.choice(seeds()[kind])
    own, done = _OWN.get(kind, ()), []
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        mutation = chance.choice(own if own and chance.random() < 0.7 else PLAIN)
        done.append(mutation.__name__.strip("_"))
        body = mutation(chance, body)[:_LONGEST]
    return Mutant(number, kind, "+".join(done), body)


def answer(number: int) -> bytes:
    """What a server says that is out of order: an HTTP answer with a page or a deck, damaged."""
    chance = Random(f"answer {number}")
    body = chance.choice(seeds()[chance.choice(("html", "html", "pdf", "xml"))])
    packing = chance.choice(((), ("Content-Encoding: gzip",)))
    said = response(packed(body) if packing else body, "text/html", f"Content-Length: {len(body)}", *packing)
    for _ in range(chance.choice((1, 2, 4))):
        said = chance.choice((*PLAIN, answered, answered, answered, status))(chance, said)[:_LONGEST]
    return said
