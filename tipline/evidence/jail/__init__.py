"""The jail: a stranger's file is parsed in a process that can do nothing but read and write it.

The process is used for one file. It has no network, sees no file, gets no key, and has bounds on
memory, time and output (docs/decisions/009-jail.md).

- ``keeping``: ``Jail``, which keeps one process waiting; ``places``: how many work at a time;
  ``cell``: one process, and what is said with it; ``line``: its frames; ``walls``: what bubblewrap
  lets it see.
- ``inside``: what runs in the process; ``confining``: what it gives up; ``calls``: system calls
  that are left to it; ``tasks``: what can be asked of it.
"""

from tipline.evidence.jail.keeping import Jail as Jail
