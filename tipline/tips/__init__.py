"""What a tip, a case and an event are, as values: what may follow what, and what it amounts to.

Pure: no clock, no file, no key. It may import ``tipline.errors`` and nothing else of ours.

- ``report``: what a reporter sent, at first and later; ``mailbox``: what waits for the reporter.
- ``event``, ``content``: what was done, and what each kind of event says; ``fold``, ``state``,
  ``priority``: what it amounts to, and what may follow.
- ``canonical``, ``shape``: how all of these are written down (docs/format.md, 2 and 3).
"""
