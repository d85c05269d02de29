"""What both sides of the jail go by."""

SECONDS = 20  # from the connection to the picture: cameras send a whole picture every ten or so
MOST_BYTES = 64 * 1024 * 1024  # of a camera's, until then: 20 seconds of 25 megabits
TURN_SECONDS = 0.05  # that each side waits for the other, before it looks at its own
PICTURE_SIDE = 8192  # pixels of the longer side: no camera in use has more
TO_CAMERA, PICTURE = b"C", b"P"  # what a frame of output is
INSIDE = f"{__package__}.inside"
TASKS = f"{__package__}.tasks"
STAND_IN = "127.0.0.1"  # the jail's own, where nothing but the relay is
