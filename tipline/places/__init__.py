"""Places: where things are, what they are called, the map drawn of them, and the cameras.

May import ``tipline.tips``, ``tipline.configuration``, ``tipline.settings``, ``tipline.spelling``
and ``tipline.errors``.

- ``reading``: the deployment's places, of ``config/places``; ``geojson``: polygons, checked.
- ``map``: all of them, and what is said of a point; ``areas``: which it lies in; ``gazetteer``:
  named places by name and by distance (``geodesic``); ``naming``: how names are compared.
- ``importing``: bringing them in from other files; ``inspecting``: what is odd in them.
- ``projection``: from degrees to the plane and back; ``view``: what part of it a picture shows.
- ``layers``: what there is to draw; ``drawing``: the picture.
- ``cameras``: what is known of each, and which may have seen a place; never the public site's.
"""

from tipline.places.map import Here as Here
from tipline.places.map import Places as Places
from tipline.places.reading import read as read
