"""What a desk tells and is told as a whole.

- ``shift``: what one shift hands over to the next; ``broadcasting``: a message to all desks.
- ``figures``: what is counted; ``publishing``: what of it everybody may know.
- ``cameras``: the register, and which may have seen a place; ``sight``: whether one looks where
  a case happens; ``stills``: pictures of them, for a case; ``stills_seen``: looking at these;
  ``ordering``: recordings, of their keepers.
"""
