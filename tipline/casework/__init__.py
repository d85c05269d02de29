"""What is done with tips and cases: open, decide, answer, follow; and what that leaves behind.

Knows no page, no form and no request: every procedure is given a ``Visit``, which says who is at
work and when. May import every room below it, and neither site. It holds no key at rest: what a
visit opens, it opens with the desks of its member.

- ``opening``, ``adding``: the two procedures, step by step; ``actions``: what is done with a tip;
  ``assessing``: what an officer says of it, and a second one of that.
- ``casefile``: a case, opened and checked; ``delivery``: what its reporters are told.
- ``schedule``: when it is due; ``trail``: the audit trail.
"""
