"""What a process that sees plaintext must not do: leave files open to others, cores or orphans."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1  # Linux, prctl(2)


def be_discreet() -> None:
    """Let nobody else read the files that are made from here on, and let no crash dump memory."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_with_parent() -> None:
    """Ask Linux to end this process when its parent is gone, however that died.

    Without this a killed server would leave workers behind that hold its port.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
