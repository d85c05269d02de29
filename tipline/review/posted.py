"""What is posted to the review site: each form carries a token that another site cannot know."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm


class PostedForm(FlaskForm):
    """A form of a page of ours, whose token is checked with its fields."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take what WTForms takes; without anything, what was posted."""
        super().__init__(**given)  # type: ignore[no-untyped-call]  # the library is not typed so far
