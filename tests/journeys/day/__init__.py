"""A day in the house: reporters, triage and desks at work on real sites, killed meanwhile.

- ``house``: both sites, their clock, and how they are killed; ``people``: who works there.
- ``plan``: the reports of a day, what is to become of each, and what was answered to whom;
- ``reporters``, ``triage``, ``desks``: what each of them does, by HTTP, one press after the other.
- ``reckoning``: what must hold in the end.

Everything is drawn from one seed, but for ids and keys, and for who is faster.
"""
