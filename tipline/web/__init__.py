"""What all sites share: languages, headers, limits, error pages, static files, form fields.

May import tipline.tips, tipline.configuration, tipline.settings and tipline.errors; knows no store,
no key and no view. ``make_app`` gives an application without routes, ``open_to`` marks a view with
who may enter, ``sentence`` is what a person is told of an error.
"""

from tipline.web.app import PREFIX, Site, make_app
from tipline.web.entrance import Who, open_to
from tipline.web.languages import language
from tipline.web.words import sentence

__all__ = ["PREFIX", "Site", "Who", "language", "make_app", "open_to", "sentence"]
