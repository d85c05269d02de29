"""One picture out of a camera's video, by RTSP (RFC 2326) inside of one TCP connection.

What a camera sends is read by ffmpeg's libraries in a jail that has no network but its own, in
which a relay stands for the camera: every byte passes through the keeper, which alone holds the
connection (docs/decisions/029-stills.md).

- ``keeping``: the keeper's side, with the connection. ``bounds``: what both sides count by.
- ``inside``: what runs in the jail; ``relay``: what stands for the camera there; ``tasks``: what
  can be asked of it; ``confining`` and ``calls``: what is left to it.
"""
