"""What a tip, a case and an event are, as values: what may follow what, and what it amounts to.

Pure: no clock, no file, no key. It may import ``tipline.errors`` and nothing else of ours.

- ``report``: what a reporter sent, at first and later; ``mailbox``: what waits for the reporter.
- ``event``, ``content``: what was done, and what each kind of event says; ``fold``, ``standing``,
  ``state``: what it amounts to, and what may follow.
- ``priority``, ``grade``: how soon somebody must act, and how far information is trusted;
  ``assessing``: how that is set; ``suggestion``: what a report asks for by itself.
- ``second``, ``deeds``: what takes two officers, and what each such deed does: ``ending`` a case,
  ``leaving`` the house, ``settling`` what comes back of that, ``holding`` what is due, an
  ``indication`` of behaviour.
- ``summary``: what may be known of a case; ``pointing``: what in a text may point at its writer.
- ``point``, ``area``: a place that is named to others; ``suspicious``: the codes of a report of
  suspicious activity; ``reference``: ours for what leaves.
- ``canonical``, ``shape``: how all of these are written down (docs/format.md, 2 and 3).
"""
