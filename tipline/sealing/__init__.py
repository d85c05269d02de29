"""Sealing with public keys only, and the one thing a reporter's own code opens: the mailbox.

It may import ``tipline.tips``, ``tipline.age``, ``tipline.errors`` and ``cryptography``. What needs
a private key of the authorities lives in the keyring, not here; the functions here that open take
the identity from their caller.

- ``tip``: a draft becomes sealed parts. ``draft``: a report on its way; ``receipt``: its code.
- ``mailbox``, ``answer``: what the code gives, and what waits there.
- ``body``, ``envelope``, ``padding``: how anything is sealed. ``audit``: entries of the trail.
- ``deployment``: the public recipients and the pepper in ``keys/``.
"""
