"""Stills of cameras: fetched one at a time, by a process that alone knows where cameras answer.

The broker is asked for a camera by its code, never by an address, and gives a picture or the name
of an error (docs/decisions/029-stills.md). It may import ``tipline.evidence``'s jail,
``tipline.sealing``, ``tipline.settings`` and ``tipline.errors``, and of ``tipline.tips`` what a
file is and how a time is written; it knows no tip and no case, no store and no site.

- ``asking``: the side of whoever wants a picture; all that the review site may import.
- ``line``: what is said between the two.
- ``broker``: the process; ``sources``: its file; ``reaching``: which addresses it may ask.
- ``pictures``: one picture by HTTP; ``parts``: the first of a stream of pictures; ``wires``: a
  request to an address that was checked.
- ``video``: one picture out of a video by RTSP, read by ffmpeg's libraries in a jail.
- ``onvif``: asks a device for its addresses, when it is enrolled.
"""
