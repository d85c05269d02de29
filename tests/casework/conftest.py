"""The deployment and the analysts of the review site's tests, at work without a page."""

from tests.review.conftest import noor, sami, world

__all__ = ["noor", "sami", "world"]
