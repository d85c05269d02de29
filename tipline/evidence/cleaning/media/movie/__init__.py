"""MP4, MOV, 3GP and M4A: a movie written anew from its tracks of pictures and sound.

Its tables are read and written again, its samples go over as they were coded, without the messages
that stand among them. The header comes first, so that a player can begin and jump at once.
"""

from __future__ import annotations

from typing import BinaryIO

from tipline.errors import FileDamagedError
from tipline.evidence.cleaned import Cleaned, Cleaner
from tipline.evidence.cleaning.media.movie import reading, writing
from tipline.evidence.cleaning.media.movie.copying import Samples
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.pictures.pieces import Window

MP4, MOV = b"isom\0\0\2\0isomiso2mp41", b"qt  \0\0\2\0qt  "
THREE_GP, M4A = b"3gp4\0\0\2\0isomiso23gp4", b"M4A \0\0\2\0M4A mp42isom"


def cleaner(brands: bytes) -> Cleaner:
    """Return a cleaner (see ``cleaned.Cleaner``) whose files are of these brands."""

    def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
        window, told = Window(source), Told()
        movie = reading.read(window, told)
        # These brands are shared with sound, which is told by having no pictures.
        if brands == MP4 and all(track.handler != b"vide" for track in movie.tracks):
            raise FileDamagedError
        writing.write(brands, movie, Samples(window, movie.tracks), sink)
        return told.cleaned()

    return clean
