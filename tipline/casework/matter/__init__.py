"""Cases and tips of one matter.

- ``suggesting``: what may concern the same; ``linking``: saying that it does; ``joining``: a tip in
  another's case; ``members``: the tips of a case; ``answering``: all of their reporters at once.
"""
