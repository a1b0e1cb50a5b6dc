"""Tiny Stanza models of Latvian, trained by Stanza's own code: they let the tests load and run the real thing.

They are no good as models. README.md says what they score, and how they are made again.
"""
