"""Hronika: a searchable chronicle of past events, read from what Latvian ministries publish."""

__version__ = "0.2.0"
