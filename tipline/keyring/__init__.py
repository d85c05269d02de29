"""Private keys: what opens tips and cases, and what signs what is done with them.

The review site and the command line import this room; the public site never does. It may import
``cryptography`` (with age/ and sealing/ the only rooms that do), age, sealing, tips, store and
errors. Nothing here is kept at rest unless sealed, and nothing outlives the request that opened it.

- ``desk``, ``analyst``: the identities that open and sign; ``card``: who may sign for which desk.
- ``signing``: events signed, and the check of a case's chain; ``opening``: tips and cases opened.
- ``own``: what a desk keeps for itself; ``bundle``: a copy of tip and case, to leave the house.
- ``passphrase``, ``totp``, ``session``, ``invitation``: how an analyst comes in.
- ``member``: the analyst of one request, with the desks that open lazily.

What it does not do: wipe keys from memory (Python cannot), or prove that the last events of a case
were not cut off, unless it is told how far the case must reach (see ``signing``).
"""
