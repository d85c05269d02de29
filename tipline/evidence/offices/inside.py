"""What runs in the jail: as in the other one, with LibreOffice loaded and its profile made."""

from __future__ import annotations

from tipline.evidence.jail import inside
from tipline.evidence.offices import program
from tipline.evidence.offices.confining import confine


def main(module: str) -> None:
    """Do one task of a module's ``TASKS``."""
    program.prepare()
    inside.main(module, confine)
