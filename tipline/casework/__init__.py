"""What is done with tips and cases: open, decide, answer, follow; and what that leaves behind.

Knows no page, no form and no request: every procedure is given a ``Visit``, which says who is at
work and when. May import every room below it, and neither site. It holds no key at rest: what a
visit opens, it opens with the desks of its member.

- ``opening``, ``adding``: the two procedures, step by step; ``actions``: what is done with a tip;
  ``assessing``: what an officer says of it; ``seconding``: asking a second one.
- ``casefile``: a case, opened and checked; ``delivery``: what its reporters are told.
- ``attachments``: the files of a tip; ``similar``: files of other tips that are the same, or look
  like them (``likenesses``).
- ``finding``: tips by what was said in them; ``indexing``: a desk's index brought up to date, with
  what ``entries`` makes of each tip; ``catching_up_cases`` and ``case_entries`` do the same with
  the cases that a desk was given (``listing_cases``).
- ``following``: what is to come of a case, and when; ``watch``: of all open tips;
  ``unread``: what cannot wait and nobody has read (``alarm``: what is remembered of that);
  ``shift``: what a desk hands over.
- ``schedule``: when it is due; ``trail``: the audit trail; ``glances``: what is one look in it.
- ``visit``: who is at work; ``office``: what all of it stands on.
"""
