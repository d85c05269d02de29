"""What is done with tips and cases: open, decide, answer, follow; and what that leaves behind.

Knows no page, no form and no request: every procedure is given a ``Visit``, which says who is at
work and when. May import every room below it, and neither site. It holds no key at rest: what a
visit opens, it opens with the desks of its member.

All of it stands on ``visit``: who is at work; ``office``: what all of it stands on; ``trail``:
entering in the audit trail; ``glances``: what is one look in it; ``alarm``: what is remembered of
unread tips. Its rooms, the lower ones first; none knows one above it, or beside it:

- ``case``: a case as it is kept; ``tip``: the tip that it is of, and what officers do with both.
- ``given``: desks and agencies that respond; ``index``: a desk's index, filled and read.
- ``lists``: what is found among all.
- ``matter``: several cases of one matter; ``desk``: what a desk tells and is told as a whole;
  ``hotline``: calls; ``audit``: the trail, read.
"""
