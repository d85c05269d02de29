"""The one tree of errors. Each docstring is the sentence that a person is told.

The docstring's first paragraph is a translatable message (see ``tipline.web.words``); values in
braces are filled from the keywords that the error was raised with. No error ever carries a
reporter's words, a receipt code, a key or an address.

They stand in one file, by what they are about, so that each sentence can be read beside its like.
"""

from __future__ import annotations

import inspect


class TiplineError(Exception):
    """Something went wrong on our side. Please try again in a few minutes."""

    def __init__(self, **values: object) -> None:
        """Keep the values that the sentence names; they must never be a reporter's words."""
        super().__init__(type(self).template().format(**values))
        self.values = values

    @classmethod
    def template(cls) -> str:
        """Return the sentence with its braces unfilled: the key of its translation."""
        return " ".join(inspect.cleandoc(cls.__doc__ or "").split("\n\n")[0].split())

    @property
    def sentence(self) -> str:
        """Return the sentence in English, filled."""
        return self.template().format(**self.values)


# --- age -----------------------------------------------------------------------------------------


class AgeError(TiplineError):
    """The file is not a whole age file that can be opened."""


class AgeFormatError(AgeError):
    """The file is not an age file, or its beginning is damaged."""


class AgeArmorError(AgeError):
    """The sealed text is damaged. Copy it again whole, from its first line to its last."""


class AgeWorkFactorError(AgeFormatError):
    """The passphrase of this file asks for more work than is allowed here."""


class AgeNoMatchError(AgeError):
    """None of the keys or passphrases at hand opens this file."""


class AgeHeaderTamperedError(AgeError):
    """The beginning of the file was changed after it was sealed."""


class AgePayloadError(AgeError):
    """The file was cut short or changed after it was sealed."""


class AgeKeyError(AgeError):
    """This is not a valid age key. Copy it again whole, without spaces."""


class AgeRecipientsError(AgeError):
    """These keys cannot seal a file together: post-quantum keys, other keys, or one passphrase."""


# --- records and cases ---------------------------------------------------------------------------


class RecordMalformedError(TiplineError):
    """What was stored here is not in the form that it should be in."""


class EventRefusedError(TiplineError):
    """This entry may not follow what stands in the case."""


class TransitionRefusedError(EventRefusedError):
    """A case whose status is {old} cannot be changed to {new}."""


class CaseFinishedError(EventRefusedError):
    """This case is finished. Reopen it first."""


class ReasonMissingError(EventRefusedError):
    """Say why, in at least {least} characters."""


class SummaryChangedError(EventRefusedError):
    """The summary was written anew, or another officer has read it already. Look at the newest."""


class OwnSummaryError(EventRefusedError):
    """You wrote this summary. Another officer must read it."""


# --- cases: what is to come ----------------------------------------------------------------------


class TimePastError(EventRefusedError):
    """Choose a time that is still to come."""


class TaskEndedError(EventRefusedError):
    """This task is not open any more: it was done or dropped."""


class TasksOpenError(EventRefusedError):
    """Tasks are still open, by the numbers of their entries: {numbers}. Do or drop them first."""


class TasksTooManyError(EventRefusedError):
    """A case has at most {most} open tasks. Do or drop one first."""


class HandOffOpenError(EventRefusedError):
    """This is with the emergency desk. Enter first how it came out, as they told."""


class HandOffMissingError(EventRefusedError):
    """No emergency hand-off goes on here."""


# --- cases: two officers -------------------------------------------------------------------------


class RequestEndedError(EventRefusedError):
    """This request does not wait any more: it was answered or overtaken, or a day has passed."""


class RequestsTooManyError(EventRefusedError):
    """In a case, at most {most} requests wait for a second officer. Let one be answered first."""


class OwnRequestError(EventRefusedError):
    """You asked for this yourself. Another officer must answer it."""


class LoweringTwoError(EventRefusedError):
    """A P1 is lowered by two officers: one asks for it, another one approves."""


class EndingTwoError(EventRefusedError):
    """Two officers end this together: one asks for it, another one approves."""


class LeavingTwoError(EventRefusedError):
    """What leaves the house takes two officers: one asks for it, another one approves."""


class IndicationTwoError(EventRefusedError):
    """A reasonable indication is stated by two officers: one states it, another one agrees."""


class DestroyTwoError(EventRefusedError):
    """Two officers destroy a case: one asks for it, another one approves."""


# --- cases: what is said of them -----------------------------------------------------------------


class CorroborationMissingError(EventRefusedError):
    """A grade with B names the other tip that bears this one out, and no other grade does."""


class IndicationElsewhereError(EventRefusedError):
    """This behaviour is not of the category that the case has now."""


class IdentityError(EventRefusedError):
    """Where identity or belief does the work, there is no reasonable indication."""


class FactsMissingError(EventRefusedError):
    """This category asks for stated facts of behaviour: {least} or more."""


class IndicationMissingError(EventRefusedError):
    """This is not passed on before two officers have stated a reasonable indication."""


# --- cases: what leaves the house, and what stays ------------------------------------------------


class NotGradedError(EventRefusedError):
    """Nothing leaves the house before it is graded, but to save a life."""


class NotToLeaveError(EventRefusedError):
    """Nothing of this case may leave the house: it is suspected to be false (grade E)."""


class ProtectedError(EventRefusedError):
    """This case was closed as one that tells of protected activity only: it is sent to nobody."""


class PermitEndedError(EventRefusedError):
    """This is not yours to take any more: it was taken, a day has passed, or nobody approved."""


class OriginalTwoError(EventRefusedError):
    """To read what the reporter wrote, once the case is finished, takes two officers: one asks,
    another one approves.
    """


class OriginalClosedError(EventRefusedError):
    """The case is finished and its summary stands: what the reporter wrote is closed. Ask on the
    page of the tip to read it.
    """


class OriginalOpenError(EventRefusedError):
    """What the reporter wrote can be read: nothing has to be asked for."""


class OriginalInUseError(EventRefusedError):
    """What the reporter wrote is open. It is kept or destroyed once the case is finished and its
    summary stands.
    """


class OriginalGoneError(EventRefusedError):
    """What the reporter wrote was destroyed: the case goes on with its summary."""


class ShredTwoError(EventRefusedError):
    """Before its day, two officers destroy what the reporter wrote: one asks for it, another one
    approves.
    """


class GoneStaysError(EventRefusedError):
    """What the reporter of this tip wrote was destroyed: it stays in its case. Link the two cases
    instead.
    """


class GivenAnsweredError(EventRefusedError):
    """Nothing left with this entry, or this was said of it before."""


class WindowError(EventRefusedError):
    """Ask for at most {minutes} minutes, which have begun."""


class LinkOverError(EventRefusedError):
    """This came by an agency's link after an officer had ended that."""


class SettledError(EventRefusedError):
    """This was dealt with before, or they have said something else since."""


class AgencyWaitsError(EventRefusedError):
    """An agency asks something here, or has declined. Deal with that first, then let it join."""


class SaidTimeError(EventRefusedError):
    """They cannot have said that before it was sent, nor later than now."""


class HoldDayError(EventRefusedError):
    """A hold ends on a day between tomorrow and {most} days from now."""


class HeldError(EventRefusedError):
    """This case is held by order: it cannot be destroyed before that ends."""


class NotEndedError(EventRefusedError):
    """This case has not ended: there is nothing to decide about its keeping."""


# --- what is sent to others ----------------------------------------------------------------------


class AreaRefusedError(EventRefusedError):
    """Give one point, or the corners of an area in their order: {least} to {most} different ones,
    at most 5 degrees apart, whose sides do not cross.
    """


class CapError(TiplineError):
    """The alert breaks a rule of the Common Alerting Protocol."""


class CapNameError(CapError):
    """In an alert, reference and sender have no spaces, no commas, and neither < nor &."""


class CapTimeError(CapError):
    """In an alert, a time has whole seconds and its distance from UTC in hours and minutes."""


class CapPublicError(CapError):
    """An alert of this service never goes to the public."""


class CapAddressesError(CapError):
    """A private alert says whom it is for, without quotation marks."""


class CapRestrictionError(CapError):
    """A restricted alert says who may have it."""


class CapNoteError(CapError):
    """An alert that is an exercise, or tells of an error, says so in a note."""


class CapReferencesError(CapError):
    """An alert that changes, ends or answers another one names it: sender, reference and time."""


class CapInfoError(CapError):
    """An alert says what it is about."""


class CapLanguageError(CapError):
    """What an alert says is given once in each language, and the language is named."""


class CapEventError(CapError):
    """An alert names the sort of event and what it is called."""


class CapObservedError(CapError):
    """What a tip says is not called observed: nobody here saw it."""


class CapResourceError(CapError):
    """An alert says of each file what it is, and its type and size."""


class CapAreaError(CapError):
    """An alert describes each area in words."""


class CapPolygonError(CapError):
    """An area has four pairs of degrees or more, and the last is the first once more."""


class CapCircleError(CapError):
    """A circle has a centre on the earth, and a radius in kilometres."""


class ReportShortError(TiplineError):
    """The report of suspicious activity is not complete."""


class ReportNarrativeError(ReportShortError):
    """It has no narrative: write the summary."""


class ReportObserverError(ReportShortError):
    """Its narrative speaks as whoever saw it. Write in the summary what was seen, not by whom."""


class ReportSubmitterError(ReportShortError):
    """It does not say which organisation and which desk submits it."""


class ReportDaysError(ReportShortError):
    """It ended before it began, or it has an end and no beginning."""


class ReportActivityError(ReportShortError):
    """It names no activity that was observed."""


class ReportProtectedError(ReportShortError):
    """It rests on what is protected: speech, belief, assembly, or who somebody is."""


class ReportFactsError(ReportShortError):
    """For photography, observation, questions and probing it needs {least} stated facts or more."""


class ReportTaxonomyError(ReportShortError):
    """It names no domain, or no class, of the threat."""


class ReportPlaceError(ReportShortError):
    """It does not say where, neither in words nor by a point."""


class ReportSectorError(ReportShortError):
    """It does not say what it is aimed at; "nothing of the kind" is an answer."""


class ReportGradeError(ReportShortError):
    """Nobody has graded it: how reliable the source is, and how it is known."""


class ReportVettingError(ReportShortError):
    """It was not vetted: two officers state a reasonable indication first."""


class ReportNexusError(ReportShortError):
    """It does not say what links it to a crime."""


# --- cases: desks --------------------------------------------------------------------------------


class NotThisDeskError(EventRefusedError):
    """This desk may not do that with this case, or does not have it."""


class DeskHasItError(EventRefusedError):
    """The desk has this case, or this tip, already."""


class DeskStepError(EventRefusedError):
    """This does not follow what the desk did last. See where it stands now."""


class DeskConflictedError(EventRefusedError):
    """This desk is named as one that the case is about. It is not given the case."""


class ConflictsDifferError(EventRefusedError):
    """This case is about a desk that may have the other one. Say so in the other case first."""


class NotReadyError(EventRefusedError):
    """Before a case leaves triage it is classified and graded, and its newest summary is read."""


class PassingStoppedError(EventRefusedError):
    """This case is suspected to be false: nothing of it may be passed on."""


class WishEndedError(EventRefusedError):
    """This wish does not wait any more: it was answered."""


class WishesTooManyError(EventRefusedError):
    """At most {most} of your questions wait for triage. Wait until it has answered one."""


# --- cases: several tips -------------------------------------------------------------------------


class OthersJoinedError(EventRefusedError):
    """Other tips have joined this case. Let the other case's tip join this one instead."""


class JoinOneselfError(EventRefusedError):
    """This is the same case. Choose a tip of another one."""


class LessUrgentError(EventRefusedError):
    """The other case is less urgent than this one. Classify it first, or let its tip join here."""


class CalmedJoinError(EventRefusedError):
    """You made this case less grave. Let another officer have it join."""


class AlreadyJoinedError(EventRefusedError):
    """This tip has joined another's case. Take it out of that first."""


class NotJoinedError(EventRefusedError):
    """This tip has a case of its own already."""


class DesksDifferError(EventRefusedError):
    """These two tips are not the same desk's. A tip joins only a case of its own desk."""


class NotLinkedError(EventRefusedError):
    """These two cases are not linked any more."""


# --- sealing -------------------------------------------------------------------------------------


class ReceiptCodeError(TiplineError):
    """This is not a receipt code."""


class ReceiptCodeIncompleteError(ReceiptCodeError):
    """A receipt code has {wanted} digits, and {found} were entered. Compare it with your copy."""


class ReceiptCodeMissingError(ReceiptCodeIncompleteError):
    """Write the {wanted} digits of your receipt code."""


class ReceiptCodeMistypedError(ReceiptCodeError):
    """There is a slip in this code: its digits do not fit together. Compare it with your copy."""


class DraftError(TiplineError):
    """We could not read your earlier pages. What you wrote here is kept. Press Continue; at the
    end you can fill in the rest.
    """


class DraftRefusedError(DraftError):
    """We could not read your earlier pages. What you wrote here is kept. Press Continue; at the
    end you can fill in the rest.
    """


class DraftExpiredError(DraftError):
    """Too much time has passed, and your earlier pages are gone. What you wrote here is kept. Press
    Continue; at the end you can fill in the rest.
    """


class DraftOtherVersionError(DraftError):
    """This form has changed, and we could not read your earlier pages. What you wrote here is kept.
    Press Continue; at the end you can fill in the rest.
    """


class DraftTooLargeError(DraftError):
    """This is more than one report can hold. Please shorten it; you can add more afterwards."""


class TicketError(TiplineError):
    """Please enter your receipt code again."""


class TicketExpiredError(TicketError):
    """Your mailbox was left open for a while and has closed. Please enter your code again."""


class KeyFileError(TiplineError):
    """The key file {file} cannot be used."""


class KeyFileMissingError(KeyFileError):
    """The key file {file} is missing. Run `tipline init`, or bring it back from a copy."""


class KeyFileUnreadableError(KeyFileError):
    """The key file {file} cannot be read by this user: {reason}."""


class KeyFileExposedError(KeyFileError):
    """Others can read the key file {file} (mode {mode}). Run `chmod 600` on it."""


class KeyFileWrongError(KeyFileError):
    """The key file {file} must hold {wanted}. Bring it back from a copy."""


class HotlineUnreadyError(KeyFileError):
    """The hotline is on and needs the pepper to make receipt codes. {reason} Give the review site's
    user a copy that nobody else can read (docs/how-to/hotline.md), or set `hotline = false`.
    """


class DeskUnknownError(KeyFileError):
    """There is no desk {desk} among the keys. Run `tipline desk add {desk}`."""


# --- configuration -------------------------------------------------------------------------------


class ConfigurationError(TiplineError):
    """In the configuration file {file}, {place} must be {wanted}."""


class ConfigurationFileError(TiplineError):
    """The configuration file {file} cannot be read: {reason}."""


# --- settings ------------------------------------------------------------------------------------


class SettingsError(TiplineError):
    """The setting {name} is {found}; it must be {wanted}."""


class UnknownSettingError(TiplineError):
    """There is no setting {name}; did you mean {nearest}?"""


class SettingsFileError(TiplineError):
    """The settings file {file} cannot be read: {reason}."""


# --- serving and checking ------------------------------------------------------------------------


class AddressInUseError(TiplineError):
    """Something already listens on {address}. Stop it, or choose another port with {setting}."""


class AddressRefusedError(TiplineError):
    """The site cannot listen on {address} ({reason}). Choose another with {setting}."""


class SiteStoppedError(TiplineError):
    """The {site} site stopped by itself (exit code {code}). The lines above say why."""


class SiteSilentError(TiplineError):
    """The {site} site did not answer within {seconds} seconds of its start."""


# --- store ---------------------------------------------------------------------------------------


class StoreError(TiplineError):
    """What you sent could not be kept. Please try again in a few minutes."""


class StoreBusyError(StoreError):
    """Many people are writing at this moment. Wait a few seconds, then try again."""


class LinkFullError(StoreError):
    """As many answers wait to be read as can. Please send it again later, or call us."""


class StoreReadOnlyError(StoreError):
    """Nothing can be kept at the moment: the disk can only be read. What was sent before is
    safe.
    """


class StoreFullError(StoreError):
    """Nothing more can be kept at the moment: the disk is full. What was sent before is safe."""


class StoreDamagedError(StoreError):
    """The database is damaged, so nothing was changed. It must be restored from a copy."""


class StoreMissingError(StoreError):
    """The database is not where the settings say, or this user may not open it."""


class BlobsMissingError(StoreMissingError):
    """The folder {folder}, where the files of reports lie, is not there, or this user may not use
    it. See that its disk is mounted, or run `tipline init`.
    """


class BlobsForeignError(StoreMissingError):
    """The folder {folder} is not the one where this deployment keeps the files of its reports. See
    that its disk is mounted. If these files are lost for good, remove {mark} and run
    `tipline init`.
    """


class StoreDriverError(StoreError):
    """The package that speaks to this database is not installed (docs/how-to/postgresql.md)."""


class StoreOutdatedError(StoreError):
    """The database belongs to another version of Tipline. Upgrade the older of the two."""


class StoreRefusedError(StoreError):
    """This site may not do that with the database."""


class NotFoundError(StoreError):
    """There is nothing here: it was removed, or it is not for your desk."""


class LinkEndedError(NotFoundError):
    """This link is not in use: it has ended, or it is not whole. Please call us and name our
    reference.
    """


class CaseExistsError(StoreError):
    """Someone else opened this tip in the same moment, and it has its case already."""


class EventConflictError(StoreError):
    """Someone else added to this case while you were writing. Look at what changed, then send
    again.
    """


class KeptFullError(StoreError):
    """{most} searches are kept here already. Remove one first."""


class AnalystExistsError(StoreError):
    """There is an analyst of this name already. Choose another name."""


class CallsOpenError(StoreError):
    """Several of your calls are not finished. Send or end one of them first."""


class CallElsewhereError(StoreError):
    """This call was saved from another page, or somebody took it up or sent it. Load it again."""


class CallGoingOnError(StoreError):
    """The operator is still writing this call down. Wait a few minutes."""


class TotpSpentError(StoreError):
    """This code was used already. Wait for the next one."""


# --- web -----------------------------------------------------------------------------------------


class EntranceMissingError(TiplineError):
    """The route {rule} does not say who may enter."""


# --- keyring and sign-in -------------------------------------------------------------------------


class KeyringError(TiplineError):
    """Something about these keys is not right, so nothing was opened."""


class PassphraseRefusedError(KeyringError):
    """This passphrase does not open this identity."""


class IdentityDamagedError(KeyringError):
    """The identity was damaged or replaced, so it was not used."""


class DeskKeyRefusedError(KeyringError):
    """The key of the desk {desk} is not the one that this deployment's key files name."""


class CardRefusedError(KeyringError):
    """A member's card was not signed by its desk, so it was not believed."""


class HandOverRefusedError(KeyringError):
    """This hand-over was not written by a member of the desk, or was changed since."""


class BroadcastRefusedError(KeyringError):
    """This message was not written by somebody of the house who may, or was changed since."""


class ChainBrokenError(KeyringError):
    """Entry {number} of this case was changed, forged or taken out, so the case is not shown."""


class TipKeyRefusedError(KeyringError):
    """The key of this tip or case is not its own: the database was changed."""


class TotpRefusedError(KeyringError):
    """This is not the code that the authenticator shows at the moment."""


class InvitationRefusedError(KeyringError):
    """This invitation does not work. It may have been used, or be too old, or have a slip in it."""


class StartAgainError(KeyringError):
    """Too much time has passed since the first step. Please start again."""


class SignInRefusedError(KeyringError):
    """The name, the passphrase or the code is not right."""


class SignInNameRefusedError(SignInRefusedError):
    """The name or the passphrase is not right. Look at capital letters and spaces."""


class SignInWaitError(KeyringError):
    """Too many tries for this name. Please try again in {seconds} seconds."""


class SignInBusyError(KeyringError):
    """Many people are signing in at this moment. Please try again in {seconds} seconds."""


class SessionEndedError(KeyringError):
    """You are not signed in any more. Please sign in again."""


# --- delivering what leaves the house ------------------------------------------------------------


class DeliveryError(TiplineError):
    """The message could not be delivered by {channel}."""

    word = "failed"  # as the outbox keeps it
    wait_seconds = 0  # that the other side asked for


class DeliveryUnreachableError(DeliveryError):
    """The machine of {channel} does not answer."""

    word = "unreachable"


class DeliverySlowError(DeliveryError):
    """The machine of {channel} did not finish in time."""

    word = "slow"


class DeliveryInsecureError(DeliveryError):
    """The machine of {channel} does not speak TLS, or cannot show who it is. Nothing was sent."""

    word = "insecure"


class DeliveryBusyError(DeliveryError):
    """The machine of {channel} asks to come back later."""

    word = "busy"

    def __init__(self, wait_seconds: int = 0, **values: object) -> None:
        """Take for how long the other side asks to wait, in seconds; 0: it did not say."""
        super().__init__(**values)
        self.wait_seconds = wait_seconds


class DeliveryRefusedError(DeliveryError):
    """The machine of {channel} refuses the message. It is not tried again by itself."""

    word = "refused"


class DeliveryUnreadableError(DeliveryError):
    """What is to be delivered by {channel} does not open with the deliverer's key."""

    word = "unreadable"


class ChannelUnknownError(TiplineError):
    """There is no channel {channel} in channels.toml."""


class PackageTooLargeError(TiplineError):
    """A package holds at most {megabytes} MB."""


# --- the operator's commands and exports ---------------------------------------------------------


class OperatorError(TiplineError):
    """The command could not do what you asked."""


class AlreadyThereError(OperatorError):
    """{file} is there already, and nothing is ever overwritten. Move it away if it must be new."""


class KeysThereError(OperatorError):
    """{folder} holds this deployment's keys. Without options, the databases are brought up to date.
    Never move the keys away: without them no report opens.
    """


class KeysOfOthersError(OperatorError):
    """{file} is of a deployment that has its reports, and new keys would not open these.
    Bring its other keys back from your copy, or name another folder in the setting `keys`.
    """


class OperatorFileError(OperatorError):
    """The file {file} cannot be read or written: {reason}."""


class IdentityFileError(OperatorError):
    """The file {file} does not hold an identity (a line AGE-SECRET-KEY-PQ-1…) that is whole."""


class IdentityForeignError(OperatorError):
    """The identity in {file} is not the {key} of this deployment."""


class DeskCodeError(OperatorError):
    """A desk's code is 2 to 16 capital letters, digits or dashes; {code} is not."""


class DeskExistsError(OperatorError):
    """There is a desk {desk} already."""


class NotMemberError(OperatorError):
    """You hold no key of the desk {desk}."""


class NoDeskError(OperatorError):
    """You are at no desk whose tips you may read."""


class NotAuditorError(OperatorError):
    """You hold no key of the audit trail: only its auditors do."""


class AnalystUnknownError(OperatorError):
    """There is no analyst of this name. Write it as it was written at the invitation."""


class AuditBrokenError(OperatorError):
    """THE AUDIT TRAIL IS BROKEN at entry {number}: it was changed, forged, or one was taken out."""


class AuditNoteError(OperatorError):
    """What was noted at the last audit is a number, a colon and 64 hex digits. Copy it whole."""


class NotDemoError(OperatorError):
    """The settings lead to {found}, which is not a demo's own, so nothing was written. Give the
    demo a new folder and no other settings: `TIPLINE_SETTINGS= TIPLINE_VAR=FOLDER tipline demo`.
    """


class DemoThereError(OperatorError):
    """{folder} holds a demo, whose sign-in everybody knows, so no deployment was made there.
    Give it another folder with the setting `var`.
    """


class BundleRefusedError(OperatorError):
    """The file {file} is not an export of Tipline: {reason}."""


# --- review --------------------------------------------------------------------------------------


class CaseChangedError(TiplineError):
    """Others worked on this case while you were writing. See what is marked, then send again."""


class TipChangedError(TiplineError):
    """A part of this tip was changed or taken out after it was read, so it is not to be trusted."""


class TipUnreadableError(TiplineError):
    """This tip does not open: its key or its report was changed after it was stored."""


class EvidenceUnreadableError(TiplineError):
    """This file does not open: it is gone, or it was changed after it was sealed. Tell a
    supervisor.
    """


class NotShownError(TiplineError):
    """This cannot be shown here: the file is damaged, or takes too much to draw. It can still be
    downloaded.
    """


class MailboxEndedError(TiplineError):
    """The reporter's mailbox has ended. What you wrote is kept in the case, and nobody reads
    it there.
    """


class DeskNotGivenError(TiplineError):
    """This desk cannot be given the case: it has no keys here, is outside the house, or may not see
    cases of this kind.
    """


class CorroborationUnknownError(TiplineError):
    """There is no such tip among those that you may open."""


class SourceReliableError(TiplineError):
    """A source is not graded 1 here: a receipt code makes nobody reliable."""


# --- publishing ----------------------------------------------------------------------------------


class MonthsNotOverError(TiplineError):
    """Choose months that are over."""


class MonthsManyError(TiplineError):
    """Choose at most twelve months in a row, the first before the last."""


class MonthsPublishedError(TiplineError):
    """Some of these months were published before. A month is published once: choose others, or show
    again what was withdrawn.
    """


class MonthsFewError(TiplineError):
    """Fewer than ten tips arrived in these months: there is nothing that may be told of them.
    Choose more months.
    """


class IndexUnfinishedError(TiplineError):
    """The index of the desk is still being made, and nothing may be published of a part of it. Try
    again in a moment.
    """


# --- public --------------------------------------------------------------------------------------


class MailboxUnknownError(TiplineError):
    """There is no report with this code. Compare it with your copy, group by group."""


# --- evidence ------------------------------------------------------------------------------------


class EvidenceError(TiplineError):
    """This file could not be added. The other files and your text are kept."""


class FileKindRefusedError(EvidenceError):
    """Files of this kind are not taken. Send a picture, a video, a sound recording, a PDF, an
    office document or a text.
    """


class FileEmptyError(EvidenceError):
    """This file is empty. Choose it again, or leave it out."""


class FileTooLargeError(EvidenceError):
    """This file is larger than {most} MB. A shorter video or a smaller picture can be added."""


class FilesTooManyError(EvidenceError):
    """A report can hold {most} files. Take one out first, or add it afterwards with your code."""


class ReportTooHeavyError(EvidenceError):
    """All files of a report together can have {most} MB. Take one out first, or send fewer."""


class FileDamagedError(EvidenceError):
    """This file is damaged or not whole. Open it on your device: if it shows, save a copy of it and
    add that.
    """


class FileLockedError(EvidenceError):
    """This file is locked with a password. Save a copy without the password and add that."""


class FileTooComplexError(EvidenceError):
    """This file takes too long to check. Add a simpler copy of it: a picture of it, or a part."""


class UploadCutError(EvidenceError):
    """The connection broke while the files were on their way. Add the missing ones again."""


class UploadsBusyError(EvidenceError):
    """Many files are arriving at this moment. Your text is kept; add the files in a minute."""


class UploadsUnreadError(UploadsBusyError):
    """So many files are arriving at this moment that this page was not read. Your browser still
    holds it: in a minute, press the button again, or reload and agree to send the same again.
    """


class JailBusyError(TiplineError):
    """Many files are being looked through at this moment. Wait a minute, then try again."""


class JailError(TiplineError):
    """Files cannot be checked safely on this machine: {reason}. Install bubblewrap and allow user
    namespaces, or set `jail` to "off" to take that risk.
    """


# --- places --------------------------------------------------------------------------------------


class GroundError(TiplineError):
    """This is no place on the map: {reason}."""


class PlacesFileError(TiplineError):
    """The file cannot be read as CSV or GeoJSON of places: {reason}. Nothing was imported."""


class PlacesLayerError(TiplineError):
    """It is not plain what the file is for. Say --as coast for polygons of land, --as areas for
    polygons with codes, or --as places for points. An OpenStreetMap extract has no polygons of
    land: import those that others made of it, as GeoJSON.
    """


class PlacesDayError(TiplineError):
    """The option --from is for areas: places and the coast have no day."""


class PlacesLanguageError(TiplineError):
    """The option --in names {languages}, which the sites do not speak (`languages`)."""


class PlacesRefusedError(TiplineError):
    """Not everything in {file} is as it must be: nothing was imported. Correct what is named above,
    or import the others alone with --without-refused.
    """


class PlacesNoneError(TiplineError):
    """Nothing in {file} can be taken: nothing was imported, and what is there stays."""


class ExtractReaderError(TiplineError):
    """An OpenStreetMap extract is read by GDAL's ogr2ogr, which is not there. Install it (Debian:
    gdal-bin), or bring the places as GeoJSON or CSV.
    """


class ExtractError(TiplineError):
    """The OpenStreetMap extract cannot be read: {reason}. Nothing was imported."""


class MapLettersError(TiplineError):
    """Names cannot be written on the map on this machine: {reason}. Install FriBiDi (Debian:
    libfribidi0), and Pillow as its makers publish it.
    """


class CamerasRefusedError(TiplineError):
    """Not everything in {file} is as it must be: nothing was imported. Correct what is named above,
    or import the others alone with --without-refused.
    """


class CamerasNoneError(TiplineError):
    """No camera in {file} can be taken: nothing was imported, and an earlier register stays."""


class CamerasDeskError(TiplineError):
    """No desk that sees the cameras has keys. Name desks as `cameras` in config/desks.toml, and
    make their keys by `tipline desk add`.
    """


class CamerasDamagedError(TiplineError):
    """The register of cameras does not open: it was damaged, or put there by somebody else. Ask an
    administrator to import it again.
    """


class NotCameraDeskError(TiplineError):
    """You are at no desk that sees the cameras: `cameras` in config/desks.toml names them."""


# --- stills --------------------------------------------------------------------------------------


class StillError(TiplineError):
    """The camera gave no picture."""


class StillUnknownError(StillError):
    """It is not known where this camera answers. An administrator enters it in the file of the
    broker.
    """


class StillForbiddenError(StillError):
    """This camera lies at an address that may not be asked. An administrator looks at the file of
    the broker.
    """


class StillBusyError(StillError):
    """Another picture is being taken at this moment. Try again in a minute."""


class StillSilentError(StillError):
    """The camera does not answer: it is off, or not to be reached from here."""


class StillSlowError(StillError):
    """The camera did not give a whole picture in time."""


class StillSignInError(StillError):
    """The camera refuses the name or the password that is known for it."""


class StillElsewhereError(StillError):
    """The camera points to another address, which is not followed."""


class StillRefusedError(StillError):
    """The camera answers, and gives no picture at its address."""


class StillBrokenError(StillError):
    """What the camera gave is no picture, or not a whole one."""


class StillLargeError(StillError):
    """The camera gave more than a picture can be."""


class StillInsecureError(StillError):
    """The camera cannot show who it is: its certificate is not believed. It was asked nothing."""


class BrokerUnreadyError(StillError):
    """What fetches pictures of cameras is not as it must be. An administrator runs
    `tipline check`.
    """


class BrokerSilentError(StillError):
    """What fetches pictures of cameras does not answer. An administrator starts
    `tipline stills serve`.
    """


class StillTwoError(EventRefusedError):
    """A picture of a camera takes two officers: one asks for it, another one approves."""


class StillFirstError(EventRefusedError):
    """No picture is taken before two officers have stated a reasonable indication."""


class StillDoubtedError(EventRefusedError):
    """No camera is asked for this case: it is suspected to be false (grade E)."""


class StillAwayError(EventRefusedError):
    """This camera does not look at the place of this case, nor near it, or no place is known. Enter
    where it happens, if it is there; or say why this camera is asked: a second officer decides.
    """


class StillsManyError(EventRefusedError):
    """{most} pictures were taken in this case. Ask the keeper for the recording."""


class StillsUnseenError(EventRefusedError):
    """Another officer has yet to look at {most} pictures that you had taken at once. Have that done
    first, or ask a second officer for this one.
    """


class StillLapsedError(EventRefusedError):
    """This picture is not yours to take any more: there is one, or an hour has passed. Ask anew."""


class StillsFileError(TiplineError):
    """In the file of the broker, {file}, {place} must be {wanted}."""


class StillsFileMissingError(StillsFileError):
    """The file of the broker, {file}, is missing. `stills_file` says where it lies."""


class StillsSettingError(TiplineError):
    """The setting `stills_socket` is empty: there is nothing that a broker could answer at."""


class SocketRefusedError(TiplineError):
    """Nothing can be answered at {socket}, which `stills_socket` names: {reason}."""


class EnrolmentError(TiplineError):
    """The device did not say by ONVIF where its pictures are: {reason}."""
