"""A desk's index: filled with what is known of its tips and cases, and read.

- ``indexing``: brought up to date by ``catching_up`` with what ``entries`` makes of each tip
  (``traits``: what it may be known by); ``catching_up_cases`` and ``case_entries`` do the same with
  the cases that a desk was given (``listing_cases``).
- ``similar``: files of other tips that are the same, or look like them (``likenesses``).
- ``boards``: the wall, on the screens of whoever keeps it.
"""
