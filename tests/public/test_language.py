"""A language is a setting: what it lacks is shown in another, and nothing is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.journeys.deployment import Deployment, establish
from tests.public.walk import SHORT, parts, send
from tests.visitor import Visitor
from tipline.public import create_app
from tipline.tips.report import Report
from tipline.web.digits import in_script, own_digits

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    return establish(tmp_path)


@pytest.mark.parametrize(("language", "direction"), [("ur", "rtl"), ("hi", "ltr")])
def test_a_language_without_a_word_is_served(
    deployment: Deployment, language: str, direction: str
) -> None:
    visitor = Visitor.of(create_app(replace(deployment.settings, languages=("en", language))))
    code, page = send(visitor, SHORT, language)
    assert f'<html lang="{language}" dir="{direction}">' in page.html
    assert own_digits(language)[int(code[0])] in page.html
    (report,) = parts(deployment)
    assert isinstance(report, Report)
    assert report.language == language


def test_a_code_is_shown_in_the_digits_of_any_script() -> None:
    groups = ("0123", "4567")
    assert in_script(groups, "ta") == ("௦௧௨௩", "௪௫௬௭")
    assert in_script(groups, "ur") == ("۰۱۲۳", "۴۵۶۷")
    assert in_script(groups, "en") == ()
