"""The chronicle in forms that other tools open; each says which version it is, of what day, and under which licence.

A writer takes a database that is open for reading, and streams: what it holds in memory does not grow with the
chronicle. The same database gives the same bytes. Nothing appears under its name before it is whole.
"""
