"""``python -m tipline.places.drawing``: end with the reason why no name can be written, if so."""

import sys

from tipline.errors import MapLettersError
from tipline.places.drawing import require

if __name__ == "__main__":
    try:
        require()
    except MapLettersError as error:
        sys.exit(str(error.values["reason"]))
