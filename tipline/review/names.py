"""What the deployment calls things: desks, categories, levels, conditions, and languages.

A code that the configuration does not know any more is shown as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from flask_babel import gettext

from tipline.web import file_words, language, sentence
from tipline.web.app import configuration_here
from tipline.web.languages import pick

if TYPE_CHECKING:
    from flask import Flask

    from tipline.configuration import ChannelName
    from tipline.tips.priority import Priority
    from tipline.tips.report import Answers


def about(answers: Answers) -> str:
    """Return what a tip is about, as its reporter chose: the narrower word where there is one."""
    known = configuration_here().kinds
    chosen = (answers.subcategory, answers.category)
    return next((pick(known[code].label) for code in chosen if code in known), answers.category)


def of_category(code: str) -> str:
    """Return what a category or sub-category is called."""
    known = configuration_here().kinds
    return pick(known[code].label) if code in known else code


def of_level(priority: Priority) -> str:
    """Return a priority with its name: "P2 Urgent"."""
    return f"{priority} {pick(configuration_here().level(priority).label)}"


def of_condition(code: str) -> str:
    """Return what a condition of handling is called."""
    known = {each.code: each.label for each in configuration_here().conditions}
    return pick(known[code]) if code in known else code


def of_language(code: str) -> str:
    """Return a language's name in the page's language; the code, where it has none."""
    try:
        return Locale.parse(code, sep="-").get_language_name(language()) or code
    except (UnknownLocaleError, ValueError):
        return code


def of_channel(channel: ChannelName) -> str:
    """Return whose channel it is; without a key it carries the reference alone."""
    told = f"{of_desk(channel.desk)} · {channel.code}"
    if channel.recipient:
        return told
    return gettext("%(channel)s: a notice with our reference alone, as it has no key", channel=told)


def of_desk(code: str) -> str:
    """Return what a desk is called."""
    try:
        return pick(configuration_here().desk(code).name)
    except KeyError:
        return code


def set_up(app: Flask) -> None:
    """Give the templates the filters for names and files, and ``sentence``."""
    app.jinja_env.filters.update(
        category_name=of_category,
        condition_name=of_condition,
        desk_name=of_desk,
        language_name=of_language,
        level=of_level,
        file_kind=file_words.kind,
        file_size=file_words.size,
        file_found=file_words.found,
        file_origin=file_words.origin,
    )
    app.jinja_env.globals["sentence"] = sentence
