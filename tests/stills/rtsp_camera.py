"""A camera that speaks RTSP, by GStreamer: run by Debian's own interpreter, as a program.

It prints the port that it answers at. ``/live`` is H.264 as most cameras send it, ``/pictures``
JPEG as old ones do; both want the name and password that are given, by Digest or by Basic.
"""

from __future__ import annotations

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402 (after the versions)

SEEN = "videotestsrc is-live=true ! video/x-raw,format=I420,width=640,height=360,framerate=10/1"
CODED = {
    "/live": "x264enc tune=zerolatency key-int-max=10 ! rtph264pay name=pay0 pt=96",
    "/pictures": "jpegenc ! rtpjpegpay name=pay0 pt=26",
}
ROLE = "officer"
NEEDED = ("x264enc", "rtph264pay", "jpegenc", "rtpjpegpay")


def main(user: str, password: str, way: str) -> None:
    """Serve until it is ended."""
    Gst.init(None)
    missing = [name for name in NEEDED if Gst.ElementFactory.find(name) is None]
    if missing:
        sys.exit(f"missing: {missing}")
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service("0")
    server.set_auth(_auth(user, password, way))
    for path, coded in CODED.items():
        factory = GstRtspServer.RTSPMediaFactory()
        factory.set_launch(f"( {SEEN} ! {coded} )")
        factory.set_shared(True)
        rights = GstRtspServer.RTSPPermissions()
        rights.add_role(ROLE)
        for right in ("media.factory.access", "media.factory.construct"):
            rights.add_permission_for_role(ROLE, right, True)  # noqa: FBT003 (its signature)
        factory.set_permissions(rights)
        server.get_mount_points().add_factory(path, factory)
    server.attach(None)
    print(server.get_bound_port(), flush=True)  # noqa: T201 (whoever started it reads it)
    GLib.MainLoop().run()


def _auth(user: str, password: str, way: str) -> GstRtspServer.RTSPAuth:
    auth, token = GstRtspServer.RTSPAuth(), GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", ROLE)
    if way == "basic":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(user, password, token)
    return auth


if __name__ == "__main__":
    main(*sys.argv[1:])
