"""What a tip, a case and an event are, as values: what may follow what, and what it amounts to.

Pure: no clock, no file, no key. It may import ``tipline.errors`` and nothing else of ours.

- ``report``: what a reporter sent, at first and later; ``mailbox``: what waits for the reporter.
- ``event``, ``fold``, ``state``, ``priority``: what was done, what it amounts to, what may follow.
- ``canonical``, ``shape``: how all of these are written down (docs/format.md, 2 and 3).
"""
