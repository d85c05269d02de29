"""The map's page of the report: a place is chosen on a picture that is drawn for each answer.

The picture stands in the page itself, and the page answers a POST that nobody may keep: no address,
cookie or log ever tells where somebody looked (docs/decisions/022).

- ``looking``: what part of the map a page shows; ``turning``: what a press makes of it.
- ``atlas``: the deployment's map, its picture, and what it says of a point in words.
- ``form``: the page.
"""
