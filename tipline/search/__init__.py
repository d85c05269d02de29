"""A desk's index: what its tips and cases are, so that they can be found among many.

Knows no tip, no case and nobody at work: ``tipline.casework`` fills it, and keeps it on the disk,
sealed. What it holds can be made again from the tips and cases.

- ``index``: the tables and the questions; ``held``: those that are in use, in memory.
"""
