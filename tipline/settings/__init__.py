"""The settings: read once, checked, refused with a sentence.

May import ``tipline.errors`` alone. ``declared``: each of them, with its kind (``kinds``), default
and meaning; ``reading``: where their values come from; ``reference``: docs/settings.md.
"""

from tipline.settings.declared import REVIEW as REVIEW
from tipline.settings.declared import SHOWN_AT_ONCE as SHOWN_AT_ONCE
from tipline.settings.declared import TURNED_AWAY as TURNED_AWAY
from tipline.settings.declared import Settings as Settings
from tipline.settings.declared import declarations as declarations
from tipline.settings.reading import DEBUG_VARIABLE as DEBUG_VARIABLE
from tipline.settings.reading import environment as environment
from tipline.settings.reading import from_environment as from_environment
from tipline.settings.reading import load as load
from tipline.settings.reading import require_two_addresses as require_two_addresses
from tipline.settings.reading import settings_file as settings_file
from tipline.settings.reading import variable as variable
from tipline.settings.reference import reference as reference
