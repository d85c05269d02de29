"""The pitch of voices, changed: it hinders that somebody is recognised, and does not prevent it.

- ``changing``: the keeper's side: what is changed, and by how much, drawn for each file anew.
- ``tasks``: what can be asked of a jail that changes; ``shifting``: how a recording is made anew.

Its jail is one of its own: PyAV, which cleaning has no use for, takes 60 MB and a quarter of a
second to load (docs/decisions/010-cleaning.md).
"""
