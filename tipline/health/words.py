"""Whether configuration and places can be read, and every language has its words."""

from __future__ import annotations

from collections.abc import Iterator

from tipline import configuration, places
from tipline.errors import ConfigurationError, ConfigurationFileError
from tipline.health.trouble import Trouble
from tipline.settings import Settings
from tipline.web.languages import DOMAINS, FOLDER, SOURCE_LANGUAGE


def look_at_configuration(settings: Settings) -> Iterator[Trouble]:
    """See that every file of the configuration can be read and says nothing wrong."""
    troubles = configuration.troubles(settings.config, settings.languages)
    for error in troubles:
        yield Trouble(error.sentence, f"Correct it in {settings.config}.")
    if troubles:
        return
    lacking = configuration.load(settings.config, settings.languages).lacking
    for language, file in dict.fromkeys((code, file) for code, file, _ in lacking):
        at = [place for *where, place in lacking if where == [language, file]]
        yield Trouble(
            f"Where {language} is wanted, these texts of {file} are shown in another language:"
            f" {', '.join(at)}.",
            f'Add to each, in {settings.config / file}, a line like name.{language} = "…".',
            warning=True,
        )


def look_at_places(settings: Settings) -> Iterator[Trouble]:
    """See that what the map is made of can be read."""
    try:
        places.read(settings.config, settings.languages)
    except (ConfigurationError, ConfigurationFileError) as error:
        yield Trouble(
            error.sentence,
            "Correct it, or import it anew by `tipline places import` with --replace.",
        )


def look_at_translations(settings: Settings) -> Iterator[Trouble]:
    """See that every language has all its catalogues."""
    for language in settings.languages:
        words = [FOLDER / language / "LC_MESSAGES" / f"{domain}.po" for domain in DOMAINS]
        missing = [path.name for path in words if not path.is_file()]
        if missing and language != SOURCE_LANGUAGE:
            yield Trouble(
                f"The language {language} lacks words: {', '.join(missing)}.",
                f"Add them in {words[0].parent}, or correct `languages`.",
            )
