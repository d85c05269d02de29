"""The tip that a case is of: opened, read, and what officers do with the two.

- ``opening``: the one procedure by which a tip is opened; ``bare``: a tip without a word of its
  reporter's; ``attachments``: its files.
- ``actions``: what is done with it; ``assessing``: what an officer says of it; ``seconding``:
  asking a second one; ``following``: what is to come, and when; ``placing``: where it happens.
- ``ended``: keeping and destroying it; ``original``: opening what its reporters wrote once it is
  finished, ``shredding``: destroying that before it.
"""
