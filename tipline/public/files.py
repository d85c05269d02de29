"""The files of a report as the reporter sees them: what they are, what was found, what to tell.

Whatever is shown here of a file was told by the jail or by the reporter; none of it is the file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from tipline.errors import NotFoundError, StoreError
from tipline.intake.form import StepForm
from tipline.public.intake import intake
from tipline.tips.evidence import Family, Kind
from tipline.web.app import settings_here
from tipline.web.file_words import FAMILIES, found, kind, origin, size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tipline.public.carried import Carried
    from tipline.sealing.draft import Draft
    from tipline.tips.evidence import Evidence, Upload
    from tipline.tips.report import Answers

REMOVE = "remove:"  # and the id of a file: take it out
CHOICE = "chosen"  # where files are chosen, by its id
ATTACH = "attach"  # add these files, and stay
DISGUISE = "disguise"  # the box that has voices changed in what is added; it stands before that
TAKEN = {  # what the page says is taken: each family's kinds, as people know them
    Family.PICTURE: "JPEG, PNG, WebP, GIF, HEIC, AVIF",
    Family.VIDEO: "MP4, MOV, WebM, 3GP",
    Family.SOUND: "MP3, M4A, OGG, WAV, AMR",
    Family.DOCUMENT: "PDF, DOCX, XLSX, PPTX, ODT, ODS",
    Family.TEXT: "TXT, CSV",
}
ACCEPT = ",".join(
    ["image/*", "video/*", "audio/*", *(f".{kind.value}" for kind in Kind), ".jpeg", ".heif"]
)  # what a browser offers first; what is taken is decided by the bytes
GONE = _l("This file was kept for too long without being sent, and is gone. Please add it again.")


class Files(StepForm):
    """Q14: the files."""

    title = _l("Add photos, video, sound or documents")
    hint = _l("You can leave this out. Do not take risks to get them.")

    @property
    def held(self) -> tuple[Upload, ...]:
        """The files of the draft."""
        carried: Carried = self.meta.carried
        return carried.draft.files

    @property
    def disguise(self) -> bool:
        """Whether the box stands checked that has voices changed."""
        carried: Carried = self.meta.carried
        return carried.draft.disguise

    def kept(self, draft: Draft) -> Draft:
        """Return the draft with the files as the page's boxes and its pressed button leave them."""
        return replace(draft, files=as_posted(draft.files), disguise=DISGUISE in request.form)


def are_taken(_answers: Answers | None = None) -> bool:
    """Tell whether this site takes files, whatever was answered."""
    return intake().taker is not None


def as_posted(files: Iterable[Upload]) -> tuple[Upload, ...]:
    """Return the files as the posted page's boxes say, without one that its button took out."""
    names, origins = request.form.getlist("keep_name"), request.form.getlist("keep_origin")
    pressed = request.form.get("go", "")
    return tuple(
        replace(
            each,
            keep_name=id_of(each) in names and bool(each.evidence.name),
            keep_origin=id_of(each) in origins and bool(origin(each.evidence)),
        )
        for each in files
        if pressed != f"{REMOVE}{id_of(each)}"
    )


def named(name: str, told: str) -> Markup:
    """Return a sentence about a file; the name is isolated, since it may be of the other script."""
    return Markup("<bdi>{}</bdi>: {}").format(name, told)


def renewed(files: Iterable[Upload]) -> tuple[tuple[Upload, ...], list[str]]:
    """Keep files for as long again; return those that are there, and sentences for the others.

    A store that can be read and not written keeps them all: sending will tell.
    """
    taker = intake().taker
    there: list[Upload] = []
    gone: list[str] = []
    for each in files:
        try:
            if taker:
                taker.renew(each.evidence.blob)
        except NotFoundError:
            name = each.evidence.name
            gone.append(named(name, str(GONE)) if name else str(GONE))
            continue
        except StoreError:
            pass
        there.append(each)
    return tuple(there), gone


def stays(pressed: str) -> bool:
    """Tell whether a pressed button of the files' page leads to the same page."""
    return pressed == ATTACH or pressed.startswith(REMOVE)


def id_of(file: Upload) -> str:
    """Return what names a file in a form."""
    return file.evidence.blob.hex()


def told(files: Iterable[Upload]) -> Iterator[Markup]:
    """Yield a line for each file: its name, what it is, how large, and what is kept of it."""
    for each in files:
        words = " ".join([described(each.evidence), *kept_words(each)])
        name = each.evidence.name
        yield Markup("<bdi>{}</bdi>: {}").format(name, words) if name else Markup.escape(words)


def described(file: Evidence) -> str:
    """Return what a file is and how large it was, in words."""
    return gettext("%(kind)s, %(size)s.", kind=kind(file), size=size(file.received_size))


def kept_words(file: Upload) -> Iterator[str]:
    """Yield what the reporter chose to keep of a file, and to change, in words."""
    if file.evidence.disguised:
        yield gettext("The pitch was changed.")
    if file.keep_name:
        yield gettext("Your name for it is kept.")
    if file.keep_origin:
        yield gettext("When and where it was taken is kept.")


def words() -> dict[str, object]:
    """Return what the templates call."""
    return {
        "files_are_taken": are_taken,
        "file_id": id_of,
        "file_described": described,
        "file_found": found,
        "file_origin": origin,
        "files_taken": lambda: [(FAMILIES[family], kinds) for family, kinds in TAKEN.items()],
        "files_accepted": ACCEPT,
        "files_limits": settings_here,
    }
