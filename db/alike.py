"""Which keys of the lexicon are alike but for their diacritics, such as those of „vīns” and „viņš”.

    python -m db.alike

writes them anew, folded, to ``lexicon/alike.txt``: after a change of the keys or another simplemma. It takes half a
minute, which is why they are a file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from db.keys import ALIKE, dictionary, fold, spelt_keys


def alike(forms: Iterable[str]) -> set[str]:
    """The folded keys that two keys with diacritics of these words share."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        for key in spelt_keys(form.lower()):
            spellings[fold(key)].add(key)
    return {folded for folded, spelt in spellings.items() if len(spelt - {folded}) > 1}


if __name__ == "__main__":
    ALIKE.write_text("\n".join([*sorted(alike(dictionary())), ""]), encoding="utf-8")
