"""The forms of a tip's page and of a case's: their words and their rules, for one verb each.

``base`` is what they share. ``writing``, ``assessing``, ``indication``, ``placing``, ``desks``,
``following``, ``handing_off``, ``linking``, ``leaving``, ``given``, ``dispatching``, ``ending`` and
``ended`` are what a tip's page asks for; ``footage`` what a camera's keeper is asked for,
``sending`` what that and a dispatch have in common, ``stills`` what a camera is asked for.
``at_desk`` is what a case's page does: of it, ``steps`` are those of a desk that was given the
case. ``shift`` is what one shift tells the next, ``broadcasting`` what all desks are told;
``searching``, ``charting``, ``cameras`` and ``auditing`` are what is looked for.
"""
