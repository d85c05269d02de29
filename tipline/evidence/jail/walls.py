"""How a process is walled in: the command that starts it, and what it can see.

Source: bwrap(1). It sees the interpreter, its libraries and this package, to read, and nothing
else: no folder of the deployment, no home, no /proc, no /dev. All of it is gone from its sight once
its imports are done (``confining``).
"""

from __future__ import annotations

import shutil
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

from tipline.errors import JailError

PACKAGE = Path(__file__).resolve().parents[2]
SYSTEM = ("/usr/lib", "/usr/lib64", "/usr/lib32", "/lib", "/lib64", "/lib32", "/etc/ld.so.cache")
LIBRARIES = ("lib", "lib64")  # of Python's prefix; beside them a deployment may lie
CODE = "import sys; sys.path.append({root!r}); from {inside} import main; main({module!r})"
INSIDE = f"{__package__}.inside"


def command(
    module: str,
    also: Sequence[Path] = (),
    *,
    walled: bool = True,
    inside: str = INSIDE,
    room: Sequence[str] = (),
) -> list[str]:
    """Return the command of a process that does the tasks of ``module``; ``also``: what it sees.

    ``inside``: the module whose ``main`` runs there. ``room``: what else bubblewrap is told, such
    as a folder of memory. Raises JailError where there is no bubblewrap.
    """
    code = CODE.format(root=str(PACKAGE.parent), inside=inside, module=module)
    python = [sys.executable, "-I", "-B", "-c", code]
    return [*_bubblewrap(also, room), "--", *python] if walled else python


def _bubblewrap(also: Sequence[Path], room: Sequence[str]) -> Iterator[str]:
    program = shutil.which("bwrap")
    if program is None:
        raise JailError(reason="bwrap is not here")
    yield from (program, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv")
    yield from ("--cap-drop", "ALL", "--chdir", "/")
    yield from room
    for path in dict.fromkeys((*SYSTEM, *_interpreter(), *map(str, also))):
        yield from ("--ro-bind-try", path, path)
    yield from ("--remount-ro", "/")  # the folders around them are of memory that it could fill


def _interpreter() -> Iterator[str]:
    """Yield the folders of Python, of its packages and of ours, and each link to its program.

    No prefix as a whole: a virtual environment, or Python itself, may lie in a deployment's root.
    """
    places = sysconfig.get_paths()
    named = (places["stdlib"], places["platstdlib"], places["purelib"], places["platlib"])
    folders = [*(Path(sys.base_prefix, each) for each in LIBRARIES), *map(Path, named), PACKAGE]
    yield from map(str, folders)
    yield str(Path(sys.prefix, "pyvenv.cfg"))
    program, further = Path(sys.executable), True
    while further:
        yield str(program)
        further = program.is_symlink()
        program = program.parent / program.readlink() if further else program
