"""What runs in the jail: as in the other one, with what stands for the camera ready."""

from __future__ import annotations

from functools import partial

from tipline.evidence.jail import inside
from tipline.stills.video import relay
from tipline.stills.video.confining import confine


def main(module: str) -> None:
    """Do one task of a module's ``TASKS``."""
    inside.main(module, partial(confine, relay.listen()))
