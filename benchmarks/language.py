"""How well the language of a sentence and of a short block is told, on `language.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from sources.formats.language import detect_language

TEXTS: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def measure(name: str, tell: Callable[[str], str | None]) -> None:
    """Print a row for each sort of text: told rightly, not told, told wrongly, and Latvian taken for another."""
    for sort in ("sentences", "short"):
        told = [
            (None if language == "nobody" else language, tell(text))
            for language, lists in TEXTS.items()
            for text in lists.get(sort, [])
        ]
        right = sum(is_ == said for is_, said in told)
        silent = sum(is_ is not None and said is None for is_, said in told)
        lost = sum(is_ == "lv" and said not in ("lv", None) for is_, said in told)
        print(f"| {name} | {sort} | {len(told)} | {right} | {silent} | {len(told) - right - silent} | {lost} |")


def plain(languages: list[str]) -> Callable[[str], str | None]:
    """py3langid as it comes, among these languages."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(languages)
    return lambda text: str(identifier.classify(text)[0])


def main() -> None:
    print("| | | blocks | right | not told | wrong | Latvian lost |\n|---|---|---|---|---|---|---|")
    measure("Hronika", detect_language)
    measure("py3langid, six languages", plain(["lv", "en", "ru", "lt", "et", "de"]))
    if find_spec("lingua"):
        from lingua import Language, LanguageDetectorBuilder

        six = (
            Language.LATVIAN,
            Language.ENGLISH,
            Language.RUSSIAN,
            Language.LITHUANIAN,
            Language.ESTONIAN,
            Language.GERMAN,
        )
        detector = LanguageDetectorBuilder.from_languages(*six).build()

        def lingua(text: str) -> str | None:
            found = detector.detect_language_of(text)
            return found.iso_code_639_1.name.lower() if found else None

        measure("lingua, six languages", lingua)


if __name__ == "__main__":
    main()
