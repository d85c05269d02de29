"""What is kept: two databases, the inbox (all sites) and the casebook (the review site's alone).

Rows hold sealed bytes, random ids and what docs/stored.md lists; nothing here can open anything.
The room knows SQLAlchemy, Alembic and the error tree, and no other room, nor the settings: where a
database lies and what is stored comes as plain values or fits a small ``Protocol``.
``tipline.store.inbox`` never imports ``tipline.store.casebook``, so that the public site can reach
the one without the other.
"""
