"""A process for one file, which can do nothing but read that file and write another.

Parsers of strangers' files run there only: with no network, no file system, no key, and bounds on
memory, time and output. A crash, a bomb or a hang is a sentence to the person, and nothing else.
What holds, and what does not, is in docs/decisions/009-jail.md.

- ``keeper``: ``Jail``, which starts such processes and serves them. ``bubblewrap``: how they begin.
- ``inside``: what runs in them; ``confining``: what they give up before the first hostile byte.
- ``frames``: what both say to each other.
"""

from tipline.evidence.jail.keeper import Jail

__all__ = ["Jail"]
