"""The deployment and the analysts of the review site's tests, at work without a page."""

from tests.review.conftest import ali, noor, omar, sami, world

__all__ = ["ali", "noor", "omar", "sami", "world"]
