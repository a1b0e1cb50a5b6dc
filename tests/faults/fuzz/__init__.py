"""Ten thousand damaged and hostile inputs of every format, each made by its number alone, through the whole command.

``seeds`` has honest inputs of every format, from this repository; ``mutations`` damages them, knowing the formats;
``hostile`` makes by hand what chance does not find. ``run`` gives them to ``hronika ingest``, watches the processes
from outside, and asks of the database what became of each: ``python -m tests.faults.fuzz --help``.
"""
