"""Office files, laid out in pages by LibreOffice in a jail of its own (decision 11).

A PDF comes out, which is believed no more than one of a stranger: its pages are drawn in the jail
of ``showing``.

- ``pages``: the keeper's side: lays out a file once, and keeps the PDF for some minutes, sealed to
  its tip; ``kept``: where it is kept. ``bounds``: how much of it there may be.
- ``walls``: what the jail sees; ``inside``: what runs in it; ``confining`` and ``calls``: what is
  left to it; ``tasks``: what can be asked of it; ``program``: LibreOffice, in the same process.
"""
