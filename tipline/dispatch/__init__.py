"""What leaves the house: what is sent, in which forms, and how it arrives.

``tipline.casework`` says what of a case is sent; nothing here knows a case as such.

- ``package``: what is sent, one value; ``grades``: a grade in the terms of others.
- ``cap``: the Common Alerting Protocol; ``geojson``: where it is, beside that.
- ``sar``: the report of suspicious activity; ``printed``: what the sheet of paper needs.
- ``order``: what a camera's keeper is asked for.
- ``markup``: XML that any reader takes; ``bundle``: all forms of a package, by their names;
  ``answering``: the files that say how to answer.

These are pure, without I/O, and import configuration, tips, settings and errors alone.

- ``posting``: putting items into the outbox; ``item``: one of them, sealed to the deliverer;
  ``origin``: of what it is, sealed to its desk.
- ``watching``: which reports nobody has opened, so that channels ring.
- ``channel``: the seam of the channels; ``mail``, ``webhook``: each of them; ``line``: what both
  have in common; ``secrets``: what they sign and sign in with.
- ``deliverer``: the process of ``tipline deliver``; ``monitor``: who misses it.

These may import store, sealing and age too.
"""
