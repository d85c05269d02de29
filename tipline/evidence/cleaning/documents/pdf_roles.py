"""What an object of a PDF may hold, by the role in which it is reached (ISO 32000-2, 7 to 14).

Catalog, pages, annotations, forms, outlines and layers keep what is listed, so that what is not
known of them does not stay. Everything else (fonts, pictures, drawing) keeps all but ``NEVER``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from tipline.tips.evidence import Found


class Role(Enum):
    """As what an object is reached."""

    ANY = auto()
    NAMED = auto()  # its keys are names that the document chose
    CATALOG = auto()
    NAMES = auto()
    PAGES = auto()
    PAGE = auto()
    RESOURCES = auto()
    ANNOTATIONS = auto()
    ANNOTATION = auto()
    LOOKS = auto()
    FORM = auto()
    FIELDS = auto()
    OUTLINE = auto()
    LAYERS = auto()
    LAYERING = auto()
    LAYER = auto()
    USAGE = auto()
    STRUCTURE = auto()
    INTENTS = auto()
    INTENT = auto()


@dataclass(frozen=True)
class Keeping:
    """The keys that stay, and the roles of their values where these are not ANY."""

    keys: frozenset[str]
    roles: Mapping[str, Role]


def _keys(words: str) -> frozenset[str]:
    return frozenset(f"/{word}" for word in words.split())


def _keeping(keys: str, **roles: Role) -> Keeping:
    return Keeping(
        _keys(" ".join((keys, *roles))), {f"/{key}": role for key, role in roles.items()}
    )


_FIELD = "FT Ff T V Q DA DS MaxLen Opt I TI"
KEPT: Mapping[Role, Keeping] = {
    Role.CATALOG: _keeping(
        "Type Version PageLabels PageLayout PageMode ViewerPreferences MarkInfo Lang",
        Pages=Role.PAGES,
        Names=Role.NAMES,
        Dests=Role.NAMED,
        Outlines=Role.OUTLINE,
        AcroForm=Role.FORM,
        OCProperties=Role.LAYERS,
        StructTreeRoot=Role.STRUCTURE,
        OutputIntents=Role.INTENTS,
    ),
    Role.NAMES: _keeping("Dests"),
    Role.PAGES: _keeping(
        "Type Count MediaBox CropBox Rotate",
        Parent=Role.PAGES,
        Kids=Role.PAGES,
        Resources=Role.RESOURCES,
    ),
    Role.PAGE: _keeping(
        "Type MediaBox CropBox BleedBox TrimBox ArtBox Contents Rotate Group StructParents Tabs "
        "UserUnit",
        Parent=Role.PAGES,
        Resources=Role.RESOURCES,
        Annots=Role.ANNOTATIONS,
    ),
    Role.ANNOTATION: _keeping(
        "Type Subtype Rect F AS Border C CA ca BM BS BE IC IT L LE LL LLE LLO Cap CO CP CL RD "
        "QuadPoints Vertices InkList Path Sy Name H MK StructParent Dest Contents A "
        "RO OverlayText Repeat " + _FIELD,
        P=Role.PAGE,
        Parent=Role.FIELDS,
        Kids=Role.FIELDS,
        AP=Role.LOOKS,
        OC=Role.LAYER,
    ),
    Role.FORM: _keeping("DA Q NeedAppearances", DR=Role.RESOURCES, Fields=Role.FIELDS),
    Role.FIELDS: _keeping(_FIELD, Parent=Role.FIELDS, Kids=Role.FIELDS),
    Role.OUTLINE: _keeping(
        "Type Title Count Dest A C F",
        Parent=Role.OUTLINE,
        First=Role.OUTLINE,
        Last=Role.OUTLINE,
        Next=Role.OUTLINE,
        Prev=Role.OUTLINE,
    ),
    Role.LAYERS: _keeping("", OCGs=Role.LAYER, D=Role.LAYERING),
    Role.LAYERING: _keeping("BaseState Intent ListMode RBGroups AS ON OFF Order Locked"),
    Role.LAYER: _keeping("Type Name Intent OCGs P VE", Usage=Role.USAGE),
    Role.USAGE: _keeping("View Print Export Zoom Language PageElement"),
    Role.INTENT: _keeping("Type S OutputConditionIdentifier DestOutputProfile"),
}

# What stays of them is what is not NEVER, and their values have these roles.
LEADING: Mapping[Role, Mapping[str, Role]] = {
    Role.RESOURCES: {
        f"/{key}": Role.NAMED
        for key in (
            "Font",
            "XObject",
            "ExtGState",
            "ColorSpace",
            "Pattern",
            "Shading",
            "Properties",
        )
    },
    Role.NAMED: {},
    Role.LOOKS: dict.fromkeys(("/N", "/R", "/D"), Role.NAMED),
    Role.STRUCTURE: {"/K": Role.STRUCTURE, "/P": Role.STRUCTURE, "/Pg": Role.PAGE}
    | dict.fromkeys(("/RoleMap", "/ClassMap"), Role.NAMED),
    Role.ANY: {"/Resources": Role.RESOURCES, "/OC": Role.LAYER, "/Pg": Role.PAGE}
    | dict.fromkeys(("/CharProcs", "/Colorants"), Role.NAMED),
}

# An object is what it says it is where nothing else is known of it.
TYPES: Mapping[str, Role] = {
    "/Catalog": Role.CATALOG,
    "/Pages": Role.PAGES,
    "/Page": Role.PAGE,
    "/Annot": Role.ANNOTATION,
    "/OCG": Role.LAYER,
    "/OCMD": Role.LAYER,
    "/StructElem": Role.STRUCTURE,
}

NEVER: Mapping[str, Found] = {
    "/PieceInfo": Found.HISTORY,
    "/LastModified": Found.TIME,
    "/AF": Found.ENCLOSED,
    "/EF": Found.ENCLOSED,
    "/AA": Found.SCRIPT,
    "/JS": Found.SCRIPT,
    "/OPI": Found.SCRIPT,
    "/Thumb": Found.PREVIEW,
    "/Alternates": Found.PREVIEW,
    "/SpiderInfo": Found.HISTORY,
    "/Measure": Found.PLACE,
    "/PtData": Found.PLACE,
}
# Of a stream alone: what would be fetched for it, and digests of what it was made from.
NEVER_OF_STREAMS: Mapping[str, Found] = {
    **NEVER,
    "/Ref": Found.SCRIPT,
    "/F": Found.SCRIPT,
    "/FFilter": Found.SCRIPT,
    "/FDecodeParms": Found.SCRIPT,
    "/ID": Found.HISTORY,
}
# What is told of a key that is not in a list; others are REST.
TOLD: Mapping[str, Found] = {
    **NEVER,
    "/OpenAction": Found.SCRIPT,
    "/JavaScript": Found.SCRIPT,
    "/XFA": Found.SCRIPT,
    "/URI": Found.SCRIPT,
    "/Requirements": Found.SCRIPT,
    "/EmbeddedFiles": Found.ENCLOSED,
    "/Collection": Found.ENCLOSED,
    "/FS": Found.ENCLOSED,
    "/Perms": Found.PERSON,
    "/DSS": Found.PERSON,
    "/Legal": Found.PERSON,
    "/SigFlags": Found.PERSON,
    "/M": Found.TIME,
    "/CreationDate": Found.TIME,
    "/VP": Found.PLACE,
    "/IDS": Found.HISTORY,
    "/URLS": Found.HISTORY,
    "/RC": Found.WORDS,
    "/TU": Found.WORDS,
    "/Subj": Found.WORDS,
    "/Popup": Found.WORDS,
    "/IRT": Found.WORDS,
    "/Threads": Found.WORDS,
    "/CreatorInfo": Found.PROGRAM,
    "/User": Found.PERSON,
}
# Keys without meaning for the sender, whose loss is not worth a word.
QUIET = _keys(
    "PTEX.Fullbanner NM Extensions Dur Trans B PZ SeparationInfo ID TemplateInstantiated CO RI "
    "PresSteps DPart DPartRoot H DV TM Parent Configs Creator Pages Templates SE OutputCondition "
    "RegistryName Info Order State StateModel ExData"
)
# ISO 32000-2, 12.5.6: annotations that are drawn. What is drawn of others stays as a stamp.
DRAWN = _keys(
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut "
    "Caret Stamp Ink Watermark Redact Widget"
)
