"""What Hronika knows of the Latvian language: how nouns and adjectives inflect, and what a form can be."""

from pipeline.latvian.lexicon import Analysis, analyses, is_common_word, lemma
from pipeline.latvian.paradigms import inflect
from pipeline.latvian.phrases import inflect_name, nominative

__all__ = ["Analysis", "analyses", "inflect", "inflect_name", "is_common_word", "lemma", "nominative"]
