"""What is done with tips and cases: open, decide, answer, follow; and what that leaves behind.

Knows no page, no form and no request: every procedure is given a ``Visit``, which says who is at
work and when. May import every room below it, and neither site. It holds no key at rest: what a
visit opens, it opens with the desks of its member.

What they stand on:
- ``visit``: who is at work; ``office``: what all of it stands on; ``trail``: entering in the audit
  trail; ``glances``: what is one look in it; ``alarm``: what is remembered of unread tips.
- ``casefile``: a case, opened and checked (``vouching``: who may have signed in it); ``head``: what
  the work list keeps of it; ``tip_keys``, ``rekeying``: who opens it, and who no more.
- ``opening``, ``adding``: the two procedures, step by step; ``together``: several events at once;
  ``bare``: a tip without a word of its reporter's.
- ``letterbox``: what a case comes to for one mailbox; ``delivery``: bringing that there; ``owing``:
  what is still to be brought; ``schedule``: when it is due.

What is done with one case:
- ``actions``: with its tip; ``assessing``: what an officer says of it; ``seconding``: asking a
  second one; ``following``: what is to come, and when; ``handing_off``: to the emergency desk.
- ``giving``: to desks; ``responding``: what they do; ``placing``: where it happens.
- ``dispatching``: to an outside agency; ``undelivered``: what did not arrive there.
- ``ended``: keeping and destroying it; ``original``: opening what its reporters wrote once it is
  finished, ``shredding``: destroying that before it.
- ``joining``, ``linking``, ``members``: cases and tips of one matter; ``answering``: all of their
  reporters at once.
- ``attachments``: the files of a tip; ``similar``: files of other tips that are the same, or look
  like them (``likenesses``).

What is found among all:
- ``indexing``: a desk's index, brought up to date by ``catching_up`` with what ``entries`` makes of
  each tip; ``catching_up_cases`` and ``case_entries`` do the same with the cases that a desk was
  given (``listing_cases``).
- ``views``: the work list's; ``finding``, ``searches``: by what was said; ``suggesting``: what may
  concern the same (``traits``); ``looking``: what is new to somebody.
- ``unread``: what cannot wait and nobody has read; ``watch``: what is late; ``shift``: what a desk
  hands over; ``figures``, ``boards``, ``publishing``: counted, on the wall, and for everybody.
- ``charting``: on the analysts' map; ``cameras``: which may have seen a place.

What is of no case:
- ``calls``, ``callback``: the hotline's; ``hailing``: its operator asks for a supervisor.
- ``broadcasting``: a message to all desks.
- ``opened_trail``: the audit trail as an auditor opens it; ``auditing``: reading it;
  ``sampling``, ``openings``: what is looked at of it, and who opened what.
"""
