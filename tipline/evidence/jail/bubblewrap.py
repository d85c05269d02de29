"""How a jailed process begins: in namespaces of its own, by bubblewrap.

It sees the interpreter, the libraries and this package, all to read only; nothing of a deployment.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2]
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache")  # where the loader looks
BEGIN = "import sys; sys.path.insert(0, sys.argv[1]); from {module} import main; main()"
INSIDE = "tipline.evidence.jail.inside"


def program(module: str = INSIDE, root: Path = PACKAGE.parent) -> list[str]:
    """Return the command that begins the jail's program, in no walls yet."""
    code = BEGIN.format(module=module)
    return [sys.executable, "-I", "-B", "-X", "utf8", "-c", code, str(root)]


def walled(command: list[str], more: tuple[Path, ...] = ()) -> list[str]:
    """Return ``command`` as bubblewrap runs it; ``more`` are further folders that it may read.

    FileNotFoundError where there is no bubblewrap.
    """
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        raise FileNotFoundError
    return [
        bwrap, "--unshare-all", "--cap-drop", "ALL", "--uid", "65534",
        "--gid", "65534", "--hostname", "jail", *_bound(more), "--chdir", "/", "--", *command,
    ]  # fmt: skip


def _bound(more: tuple[Path, ...]) -> list[str]:
    executable = Path(sys.executable)
    links = {executable, executable.resolve()}  # an environment's interpreter is a link elsewhere
    while executable.is_symlink():
        executable = executable.parent / executable.readlink()
        links.add(executable)
    ours = [Path(sys.prefix), Path(sys.base_prefix), PACKAGE, *more]
    ours += [each.parents[1] for each in sorted(links) if len(each.parents) > 2]  # noqa: PLR2004 (never the root)
    wanted = dict.fromkeys((*SYSTEM, *map(str, ours)))
    return [word for path in wanted for word in ("--ro-bind-try", path, path)]
