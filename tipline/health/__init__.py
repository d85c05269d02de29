"""Whether a deployment is as it must be: each trouble with its mend. It changes nothing.

``tipline check`` says it on the command line, the administrators' page on the review site. May
import stills (to ask), evidence, places, store, sealing, configuration, web and settings.
"""

from __future__ import annotations

from functools import partial

from tipline.health.agencies import look_at_address, look_at_doorstep, look_at_held
from tipline.health.delivery import look_at_delivery
from tipline.health.keys import look_at_audit, look_at_hotline, look_at_keys, look_at_lanes
from tipline.health.machine import (
    look_at_clock,
    look_at_demo,
    look_at_disk,
    look_at_jail,
    look_at_links,
    look_at_map,
    look_at_office,
    look_at_rates,
    look_at_tls,
)
from tipline.health.schedule import look_at_originals
from tipline.health.stills import look_at_stills
from tipline.health.stores import (
    look_at_blobs,
    look_at_databases,
    look_at_modes,
    look_at_public_role,
    look_at_reserve,
)
from tipline.health.trouble import Look
from tipline.health.words import look_at_configuration, look_at_places, look_at_translations


def looks(site: str) -> tuple[Look, ...]:
    """Return what there is to look at for a site's user; ``both``: public and review."""
    if site == "agencies":
        return _OF_AGENCIES
    return (
        partial(look_at_keys, site),
        look_at_audit,
        partial(look_at_databases, site),
        partial(look_at_modes, site),
        *((look_at_public_role,) if site == "public" else ()),
        look_at_blobs,
        look_at_reserve,
        look_at_demo,
        look_at_tls,
        look_at_links,
        partial(look_at_address, site),
        look_at_rates,
        look_at_jail,
        *(() if site == "public" else (look_at_office,)),
        look_at_map,
        look_at_configuration,
        look_at_places,
        look_at_lanes,
        *(
            ()
            if site == "public"
            else (look_at_hotline, look_at_delivery, look_at_originals, look_at_stills)
        ),
        look_at_clock,
        look_at_disk,
        look_at_translations,
    )


_OF_AGENCIES: tuple[Look, ...] = (
    partial(look_at_address, "agencies"),
    look_at_links,
    look_at_held,
    partial(look_at_databases, "agencies"),
    partial(look_at_modes, "agencies"),
    look_at_doorstep,
    look_at_demo,
    look_at_rates,
    look_at_configuration,
    look_at_clock,
    look_at_disk,
    look_at_translations,
)
