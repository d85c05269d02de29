"""Which modules are loaded while files are read: in the jail, none can be."""

from __future__ import annotations

import subprocess
import sys
from textwrap import indent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FRAME = """
import io, pathlib, sys
{imports}
before = set(sys.modules)
for path in map(pathlib.Path, sys.argv[1:]):
{reading}
print(*sorted(set(sys.modules) - before))
"""
CLEANING = """
from tipline.evidence.cleaning import clean
from tipline.evidence.kinds import recognise
from tipline.tips.evidence import Kind
"""


def loaded(folder: Path, imports: str, reading: str) -> list[str]:
    """Return the modules that a fresh interpreter loads after ``imports``.

    ``reading`` is run for each file of ``folder``, whose path it knows as ``path``.
    """
    script = FRAME.format(imports=imports, reading=indent(reading, "    "))
    asked = [sys.executable, "-c", script, *map(str, folder.iterdir())]
    done = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.split()
