"""Office Open XML (ECMA-376): which parts of a package stay, and what is not said inside them.

Names are local ones: transitional and strict files differ in namespaces only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tipline.tips.evidence import Found

RELATIONS = frozenset(
    {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
)
WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
SHEET = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
DRAWN_BY_OFFICE = "urn:schemas-microsoft-com:office:office"


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Parts by the type of the relationship that leads to them: always there, or if mentioned by its id.
IMPLIED = _words(
    "styles theme numbering settings fontTable footnotes endnotes sharedStrings sheetMetadata "
    "presProps tableStyles slideLayout slideMaster notesMaster notesSlide slide handoutMaster "
    "chartStyle chartColorStyle diagramDrawing themeOverride"
)
MENTIONED = _words(
    "header footer image hyperlink worksheet chartsheet slide slideMaster notesMaster slideLayout "
    "handoutMaster drawing vmlDrawing chart chartEx chartUserShapes diagramData diagramLayout "
    "diagramQuickStyle diagramColors table font"
)
# What is told of other parts; REST, if they are not here and not without interest.
LEFT: Mapping[str, Found] = {
    **dict.fromkeys(("oleObject", "package", "aFChunk", "audio", "video", "media"), Found.ENCLOSED),
    **dict.fromkeys(
        ("vbaProject", "control", "ctrlProp", "attachedTemplate", "frame", "subDocument"),
        Found.SCRIPT,
    ),
    **dict.fromkeys(
        ("externalLink", "externalLinkPath", "connections", "queryTable", "wordVbaData"),
        Found.SCRIPT,
    ),
    **dict.fromkeys(
        ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "commentAuthors"),
        Found.HISTORY,
    ),
    **dict.fromkeys(("threadedComment", "usernames", "revisionHeaders"), Found.HISTORY),
    **dict.fromkeys(("people", "person", "authors", "origin", "signature"), Found.PERSON),
    **dict.fromkeys(("customXml", "custom-properties", "tags", "glossaryDocument"), Found.WORDS),
    "printerSettings": Found.DEVICE,
    "thumbnail": Found.PREVIEW,
}
QUIET = _words(
    "webSettings viewProps calcChain customXmlProps stylesWithEffects core-properties "
    "extended-properties image hyperlink vmlDrawing drawing"
)

# Elements that go with all that is in them.
DROPPED: Mapping[str, Found] = {
    **dict.fromkeys(
        _words(
            "rPrChange pPrChange sectPrChange tblPrChange tblPrExChange trPrChange tcPrChange "
            "tblGridChange numberingChange cellIns cellDel cellMerge moveFromRangeStart "
            "moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart "
            "customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd "
            "customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart "
            "customXmlMoveToRangeEnd rsids rsid docId nsid tmpl revisionPtr trackRevisions "
            "modifyId commentRangeStart commentRangeEnd commentReference annotationRef proofState "
            "revisionView legacyDrawing creationId"
        ),
        Found.HISTORY,
    ),
    **dict.fromkeys(
        _words(
            "absPath fileSharing permStart permEnd customWorkbookViews customSheetViews "
            "modifyVerifier writeProtection docVars"
        ),
        Found.PERSON,
    ),
    **dict.fromkeys(
        ("dataBinding", "smartTagPr", "customXmlPr", "tag", "custDataLst"), Found.WORDS
    ),
    **dict.fromkeys(("fileVersion", "fileRecoveryPr"), Found.PROGRAM),
    **dict.fromkeys(
        _words(
            "mailMerge attachedTemplate saveThroughXslt attachedSchema schemaLibrary control "
            "controls oleObjects OLEObject externalReferences webPublishing webPublishItems "
            "altChunk subDoc pivotCaches script"
        ),
        Found.SCRIPT,
    ),
}
DROPPED_OF_WORD = _words("del moveFrom")
UNWRAPPED_OF_WORD = _words("ins moveTo smartTag customXml")
# Elements that stay without the part that they mention; others go with it.
STAYS_ALONE = _words("blip imagedata fill pageSetup oleObj stroke background")

ATTRIBUTES: Mapping[str, Found] = {
    **dict.fromkeys(("author", "initials", "userName", "userId", "codeName"), Found.PERSON),
    **dict.fromkeys(("dateUtc", "lastEdited", "lowestEdited", "rupBuild"), Found.HISTORY),
    **dict.fromkeys(("paraId", "textId", "uid"), Found.HISTORY),
    "gfxdata": Found.REST,
    "macro": Found.SCRIPT,
}
NAMED_SHAPES = _words("docPr cNvPr")  # whose names and descriptions are often those of a file

# Fields of Word that fetch, run and tell nothing (ECMA-376 part 1, 17.16.5).
FIELD = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES|TOC|PAGEREF|REF|NOTEREF|SEQ|STYLEREF|SYMBOL|EQ|"
    r"FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|LISTNUM|ADVANCE|INDEX|XE|TC|TOA|TA|HYPERLINK\s+(?:\\\w\s+)?"
    r'(?:\\l|"https?:)|=)(?:\W|$)',
    re.IGNORECASE,
)
# Formulas that fetch, or tell the name of another file.
FETCHES = re.compile(
    r"\[\d+\]|\[[^\]]*\.\w{3,4}\]|WEBSERVICE|FILTERXML|\b(?:RTD|CALL|IMAGE|DDE)\s*\(|\||\w+://|"
    r"file:|\\\\",
    re.IGNORECASE,
)
JUMP = re.compile(r"$|ppaction://(?:hlinkshowjump|hlinksldjump|noaction)")
