"""A case as it is kept: read, checked, added to, sealed to whom it is for, told to its reporters.

- ``casefile``: a case, opened and checked (``vouching``: who may have signed in it); ``head``: what
  the work list keeps of it; ``tip_keys``, ``rekeying``: who opens it, and who no more.
- ``adding``: the one procedure by which an event is added; ``together``: several at once.
- ``letterbox``: what a case comes to for one mailbox; ``delivery``: bringing that there; ``owing``:
  what is still to be brought; ``schedule``: when it is due. ``pictures``: those of cameras.
- ``agency_links``: the links by which outside agencies answer.
"""
