"""LibreOffice, called in this very process: it needs no right to start another.

``soffice_main`` is what its program soffice.bin calls, once the command line was handed over (both
are in desktop/source/app/main.c of LibreOffice). With ``--convert-to`` it returns when it is done.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from pathlib import Path

from tipline.errors import FileDamagedError
from tipline.evidence.offices.walls import PROGRAM, ROOM

PROFILE = Path(ROOM, "profile")
ENVIRONMENT = {
    "HOME": ROOM,
    "TMPDIR": ROOM,
    "SAL_USE_VCLPLUGIN": "svp",  # draws into memory
    "MALLOC_ARENA_MAX": "2",  # each thread's own would take 64 MiB of addresses
}
ENDED = {0, 81}  # as it should, and to be started again (desktop/inc/exithelper.h)
SETTINGS = {  # paths and values of LibreOffice's registry: it runs, fetches, updates, keeps nothing
    "Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "DisableActiveContent": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Office.Writer/Content/Update": {"Link": "0", "Field": "false"},
    "Office.Calc/Content/Update": {"Link": "2"},
    "Office.Calc/Formula/Load": {"OOXMLRecalcMode": "1", "ODFRecalcMode": "1"},
    "Office.Recovery/AutoSave": {"Enabled": "false"},
    "Office.Java/VirtualMachine": {"Enabled": "false"},
}
ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>\n"
)
REGISTRY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema">\n{items}</oor:items>\n'
)


def prepare() -> None:
    """Load it, and have it make its profile: it ends where it finds none, to be started again.

    Raises OSError where it does not start.
    """
    os.environ.update(ENVIRONMENT)
    user = PROFILE / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_registry(), "utf-8")
    _loaded()
    first = os.fork()
    if first == 0:
        ended = 1
        try:
            os.dup2(2, 1)  # what it prints is no frame
            ended = _run([])
        finally:
            os._exit(ended)
    if os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) not in ENDED:
        raise OSError(0, "LibreOffice does not start")


def lay_out(file: Path, reader: str, writer: str, folder: Path) -> Path:
    """Return the PDF of a file in a folder; FileDamagedError where there is none.

    ``reader`` and ``writer``: the filters that read the file, and that write the PDF with its
    options.
    """
    _run(
        [
            f"--infilter={reader}",
            "--convert-to",
            f"pdf:{writer}",
            "--outdir",
            str(folder),
            str(file),
        ]
    )
    made = folder / f"{file.stem}.pdf"
    if not made.exists():
        raise FileDamagedError
    return made


def _run(asked: list[str]) -> int:
    sal, merged = _loaded()
    words = [word.encode() for word in (*_command(), *asked)]
    sal.sal_detail_initialize(len(words), (ctypes.c_char_p * (len(words) + 1))(*words, None))
    return int(merged.soffice_main())


def _command() -> Iterator[str]:
    yield str(PROGRAM / "soffice.bin")
    yield f"-env:UserInstallation=file://{PROFILE}"
    yield from ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")


def _loaded() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    sal = ctypes.CDLL(str(PROGRAM / "libuno_sal.so.3"), mode=ctypes.RTLD_GLOBAL)
    return sal, ctypes.CDLL(str(PROGRAM / "libmergedlo.so"))


def _registry() -> str:
    items = "".join(
        ITEM.format(path=path, name=name, value=value)
        for path, values in SETTINGS.items()
        for name, value in values.items()
    )
    return REGISTRY.format(items=items)
