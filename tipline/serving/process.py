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


def end_with_parent(how: signal.Signals) -> None:
    """Ask Linux to send ``how`` to this process when its parent is gone, however that died.

    Without this a killed server would leave workers behind that hold its port.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)


def prepare_workers() -> None:
    """Let every process that is forked from here end with this one and obey TERM from the start.

    The web server's own handlers would be inherited: a signal that comes before the worker has
    set its own would be swallowed, and the worker would stay. An orphan is killed, not asked:
    asked, it now and then hangs at the end of its shutdown (docs/decisions/002-web-server.md).
    """
    parent = os.getpid()

    def begin() -> None:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        end_with_parent(signal.SIGKILL)
        if os.getppid() != parent:  # it died before it could be watched
            os._exit(1)

    os.register_at_fork(after_in_child=begin)
