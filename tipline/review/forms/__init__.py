"""The forms of a tip's page and of a case's: their words and their rules, for one verb each.

``base`` is what they share. ``writing``, ``assessing``, ``indication``, ``placing``, ``desks``,
``following``, ``handing_off``, ``linking``, ``leaving``, ``ending`` and ``ended`` are what a tip's
page asks for;
``steps`` what a desk does with a case that it was given; ``shift`` what one shift tells the next;
``searching`` what is looked for.
"""
