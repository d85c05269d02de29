"""What is found among all tips and cases of a desk.

- ``views``: the work list's; ``looking``: what is new to somebody; ``unread``: what cannot wait and
  nobody has read; ``watch``: what is late.
- ``finding``, ``searches``: by what was said; ``charting``: on the analysts' map.
"""
