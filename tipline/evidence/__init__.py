"""What a file is, what it hides, and how it is cleaned and shown.

It may import ``tipline.store``'s ``blobs`` and ``failures``, ``tipline.sealing``, ``tipline.tips``,
``tipline.age``, ``tipline.seeking`` and ``tipline.errors``. A file of a stranger is read by its
parsers in the jail only.

- ``kinds``: what a file is, by its bytes. ``cleaning``: what it hides, taken out; runs in the jail.
- ``jail``: a process that can do nothing but read one file and write another.
- ``taking``: from a stream to a sealed blob: spooled sealed, cleaned in the jail, sealed, stored.
- ``voices``: the pitch of a recording, changed on the reporter's wish, in a jail of its own.
- ``offices``: office files, laid out in pages by LibreOffice in a jail of its own.
- ``showing``: what an analyst sees, made anew from a sealed blob in a jail.
"""
