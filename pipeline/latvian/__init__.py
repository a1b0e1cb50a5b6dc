"""What Hronika knows of the Latvian language: how nouns and adjectives inflect, and what a form can be."""

from pipeline.latvian.lexicon import Analysis, analyses, lemma
from pipeline.latvian.paradigms import inflect

__all__ = ["Analysis", "analyses", "inflect", "lemma"]
