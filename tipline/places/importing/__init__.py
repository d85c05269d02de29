"""Places from other people's files, for ``config/places``: taken whole, or refused with the reason.

- ``source``: the lines of CSV or the features of GeoJSON; ``openstreetmap``: those of an extract.
- ``columns``: by which names other files call what ours have.
- ``taking``: each checked as ``tipline.places.reading`` checks it.
- ``keeping``: put beside what is there, or in its place, each file whole or not at all.
"""
