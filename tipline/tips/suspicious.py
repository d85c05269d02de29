"""The code lists of a suspicious activity report, as NIEM 6.0 has them, and what is said by them.

Source: NIEM 6.0, codes/sar.xsd, after the Information Sharing Environment's functional standard
SE-FS-200; the domain guide, 8.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tipline.tips.shape import hidden, several

NEXUS_MAX = 500  # code points
ACTIVITIES_MAX = 16


class Activity(StrEnum):
    """``SuspiciousActivityCode``: what was observed."""

    AVIATION = "AVIATION"
    CYBER = "CYBER"
    ELICIT = "ELICIT"
    EXPERT = "EXPERT"
    INTRSN = "INTRSN"
    MATRLS = "MATRLS"
    MISREP = "MISREP"
    PHOTO = "PHOTO"
    RECRUT = "RECRUT"
    SABOT = "SABOT"
    SECTOR = "SECTOR"
    SURVL = "SURVL"
    TESTSEC = "TESTSEC"
    THEFT = "THEFT"
    THREAT = "THREAT"
    WPNS = "WPNS"


class Sector(StrEnum):
    """``TargetSectorCode``: what it is aimed at; and our own word for nothing of the kind."""

    NONE = "NONE"
    AGRI = "AGRI"
    CHEM = "CHEM"
    COMM = "COMM"
    CORR = "CORR"
    CSTL = "CSTL"
    CULTR = "CULTR"
    DAMS = "DAMS"
    DFNSE = "DFNSE"
    EDU = "EDU"
    EMRG = "EMRG"
    ENRG = "ENRG"
    ENTMT = "ENTMT"
    FIN = "FIN"
    GVTBLDG = "GVTBLDG"
    HAZMAT = "HAZMAT"
    HLTH = "HLTH"
    IT = "IT"
    LIVSTK = "LIVSTK"
    MAIL = "MAIL"
    MASS = "MASS"
    MFG = "MFG"
    MNMT = "MNMT"
    NATRL = "NATRL"
    NCLR = "NCLR"
    OTHR = "OTHR"
    POP = "POP"
    PRSN = "PRSN"
    RETL = "RETL"
    SPCFXN = "SPCFXN"
    TACTCP = "TACTCP"
    TELCM = "TELCM"
    TRANS = "TRANS"
    UTL = "UTL"
    WATR = "WATR"


class TipClass(StrEnum):
    """``TipClassCode``: what kind of threat."""

    BIO = "BIO"
    CHEM = "CHEM"
    CNTFTG = "CNTFTG"
    CTMN = "CTMN"
    CYBER = "CYBER"
    EXPL = "EXPL"
    FRAUD = "FRAUD"
    FUND = "FUND"
    HATE = "HATE"
    INCEND = "INCEND"
    INFRA = "INFRA"
    LAUND = "LAUND"
    NCLR = "NCLR"
    SPCSA = "SPCSA"
    SPCSP = "SPCSP"
    SPCSSBST = "SPCSSBST"
    THRTPUB = "THRTPUB"
    VRUS = "VRUS"


class TipDomain(StrEnum):
    """``TipDomainCode``: what broad sort of threat."""

    CRIMINAL = "A"
    INFRASTRUCTURE = "B"
    CYBER = "C"
    FINANCIAL = "D"
    INTELLIGENCE = "E"
    SECURITY = "F"
    SUSPICIOUS = "G"
    PERSONS = "H"


# Lawful by themselves: kept and passed on only with facts beside them (the domain guide, 1 and 8).
NEED_FACTS = frozenset({Activity.PHOTO, Activity.SURVL, Activity.ELICIT, Activity.TESTSEC})
FACTS_LEAST = 2


@dataclass(frozen=True, kw_only=True, repr=False)  # the nexus is not for a log
class Suspicion:
    """What a suspicious activity report says beside the case: codes, days, and what links it.

    ``nexus`` says why it may have to do with crime. ``began`` and ``ended`` are days of the place's
    calendar; without the first, when it began is not known.
    """

    activities: tuple[Activity, ...] = several(ACTIVITIES_MAX)
    domain: TipDomain | None = None
    kind: TipClass | None = None
    sector: Sector | None = None
    nexus: str = hidden(NEXUS_MAX)
    began: date | None = None
    ended: date | None = None
