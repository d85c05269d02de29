"""Cameras: what is known of each, what lies before it, and the files that they are imported from.

The review site's and the command line's alone; the public site reaches none of it. Buildings are
not modelled: a camera *may* have seen a place, and nothing here says that it did.

- ``camera``: a camera and the register.
- ``seeing``: which cameras may have seen a place at a time.
- ``columns``, ``reading``: cameras from CSV and GeoJSON, and what of them is refused.
"""
