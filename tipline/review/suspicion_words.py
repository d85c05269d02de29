"""Our words for the codes of a report of suspicious activity, after NIEM's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from tipline.tips.suspicious import Activity, Sector, TipClass, TipDomain

if TYPE_CHECKING:
    from tipline.review.words import Words

ACTIVITIES: Words = {
    Activity.AVIATION: _l("Aviation activity"),
    Activity.CYBER: _l("Attack on computers or networks"),
    Activity.ELICIT: _l("Asking for information about security"),
    Activity.EXPERT: _l("Acquiring expertise"),
    Activity.INTRSN: _l("Getting in, or trying to"),
    Activity.MATRLS: _l("Acquiring or storing materials"),
    Activity.MISREP: _l("Claiming to be somebody else"),
    Activity.PHOTO: _l("Photography"),
    Activity.RECRUT: _l("Recruiting"),
    Activity.SABOT: _l("Sabotage, tampering, vandalism"),
    Activity.SECTOR: _l("Incident of one sector"),
    Activity.SURVL: _l("Observation"),
    Activity.TESTSEC: _l("Testing or probing security"),
    Activity.THEFT: _l("Theft, loss, diversion"),
    Activity.THREAT: _l("Threat, said or implied"),
    Activity.WPNS: _l("Weapons found"),
}
SECTORS: Words = {
    Sector.NONE: _l("Nothing of the kind"),
    Sector.AGRI: _l("Food and agriculture"),
    Sector.CHEM: _l("Chemical industry"),
    Sector.COMM: _l("Commercial buildings"),
    Sector.CORR: _l("Prisons"),
    Sector.CSTL: _l("Coastal facilities"),
    Sector.CULTR: _l("Cultural and religious places"),
    Sector.DAMS: _l("Dams"),
    Sector.DFNSE: _l("Defence industry"),
    Sector.EDU: _l("Schools and universities"),
    Sector.EMRG: _l("Emergency services"),
    Sector.ENRG: _l("Energy"),
    Sector.ENTMT: _l("Places of entertainment"),
    Sector.FIN: _l("Banking and finance"),
    Sector.GVTBLDG: _l("Government buildings"),
    Sector.HAZMAT: _l("Dangerous materials"),
    Sector.HLTH: _l("Health care"),
    Sector.IT: _l("Information technology"),
    Sector.LIVSTK: _l("Livestock"),
    Sector.MAIL: _l("Post and parcels"),
    Sector.MASS: _l("Places where many gather"),
    Sector.MFG: _l("Manufacturing"),
    Sector.MNMT: _l("Monuments"),
    Sector.NATRL: _l("Natural threats"),
    Sector.NCLR: _l("Nuclear facilities"),
    Sector.OTHR: _l("Another sector"),
    Sector.POP: _l("The population"),
    Sector.PRSN: _l("One person"),
    Sector.RETL: _l("Shops"),
    Sector.SPCFXN: _l("Special events"),
    Sector.TACTCP: _l("Command posts"),
    Sector.TELCM: _l("Telecommunications"),
    Sector.TRANS: _l("Transport"),
    Sector.UTL: _l("Utilities"),
    Sector.WATR: _l("Water supply"),
}
CLASSES: Words = {
    TipClass.BIO: _l("Biological"),
    TipClass.CHEM: _l("Chemical"),
    TipClass.CNTFTG: _l("Counterfeiting"),
    TipClass.CTMN: _l("Contamination"),
    TipClass.CYBER: _l("Stalking or attack online"),
    TipClass.EXPL: _l("Explosives"),
    TipClass.FRAUD: _l("Fraud"),
    TipClass.FUND: _l("Funding of terrorism"),
    TipClass.HATE: _l("Hate crime"),
    TipClass.INCEND: _l("Setting fire"),
    TipClass.INFRA: _l("Critical infrastructure"),
    TipClass.LAUND: _l("Money laundering"),
    TipClass.NCLR: _l("Nuclear or radiological"),
    TipClass.SPCSA: _l("Suspicious activity"),
    TipClass.SPCSP: _l("Suspicious person"),
    TipClass.SPCSSBST: _l("Suspicious substance"),
    TipClass.THRTPUB: _l("Threat against a public figure"),
    TipClass.VRUS: _l("Computer virus"),
}
DOMAINS: Words = {
    TipDomain.CRIMINAL: _l("Crime"),
    TipDomain.INFRASTRUCTURE: _l("Infrastructure"),
    TipDomain.CYBER: _l("Crime online"),
    TipDomain.FINANCIAL: _l("Finance"),
    TipDomain.INTELLIGENCE: _l("Intelligence"),
    TipDomain.SECURITY: _l("Security"),
    TipDomain.SUSPICIOUS: _l("Something suspicious"),
    TipDomain.PERSONS: _l("Threats and crimes against persons"),
}
