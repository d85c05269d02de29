"""``python -m tipline``: the command line."""

import sys

from tipline.cli import main

if __name__ == "__main__":
    sys.exit(main())
