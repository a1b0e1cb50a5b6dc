"""The embedded sample: a small site of our own writing, with the furniture and the faults of real ones."""
