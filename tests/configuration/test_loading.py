"""A slip in a configuration file refuses to load, and says where."""

import re
import shutil
from collections.abc import MutableMapping
from datetime import timedelta
from pathlib import Path

import pytest

from tipline.configuration import load, troubles
from tipline.errors import ConfigurationError, ConfigurationFileError

CONFIG = Path(__file__).parents[2] / "config"
LANGUAGES = ("ar", "en")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONFIG, tmp_path / "config"))


SLIPS = [
    (
        "site.toml",
        'name.en = "Tipline"\nname.ar = "خط البلاغات"\n',
        'name.fr = "Ligne"\n',
        "name must be a text in each language: ar, en",
    ),
    ("site.toml", 'name.ar = "خط البلاغات"', 'name.ar = ""', "name.ar must be a text"),
    ("site.toml", 'name.en = "Tipline"', 'name.en = " "', "name.en must be a text"),
    ("site.toml", 'name.en = "Tipline"', "name.en = 5", "name must be a text"),
    ("site.toml", 'number = "999"', 'number = "nine"', "emergency.number must be a telephone"),
    ("site.toml", 'shown = "999"\n', "", "emergency.shown must be a text"),
    ("site.toml", "[hotline]", "[hot_line]", "hotline must be a table"),
    ("site.toml", "Asia/Bahrain", "Asia/Atlantis", "timezone must be a time zone"),
    ("site.toml", "Asia/Bahrain", "../zone", "timezone must be a time zone"),
    ("categories.toml", 'code = "OTHR"', 'code = "MISC"', "categories, and OTHR one of them"),
    (
        "retention.toml",
        "[[outcome]]",
        '[[category]]\ncode = "NONE"\nlimit = "30 d"\n\n[[outcome]]',
        "code must be a code of categories.toml",
    ),
    ("hotline.toml", '["hi", "ur"]', '["hi", "fr"]', "some of the languages that callers speak"),
    ("hotline.toml", '"INT-01"', '"Amina Khan"', "code"),
    ("hotline.toml", '"07:00"\nuntil', '"7 am"\nuntil', 'a time like "07:00"'),
    ("site.toml", "[3, 7]", "[7, 3]", "answer_days must be two numbers"),
    ("site.toml", 'leave_to = "https', 'leave_to = "http', "leave_to must be an address"),
    ("site.toml", '\nurl = "https', '\nurl = "http', "oversight.url must be an address"),
    (
        "site.toml",
        'kind = "phone"',
        'kind = "phone"\nkinds = "x"',
        r"identifier\[2\].kinds must be left out",
    ),
    ("site.toml", r"(?!\d)'", "(?!'", r"identifier\[1\].pattern must be a regular expression"),
    ("desks.toml", 'intake = "TRIAGE"', 'intake = "TRAGE"', "intake must be the code of a desk"),
    ("desks.toml", 'oversight = "OVS"', "", "oversight must be a text"),
    ("desks.toml", 'cameras = ["OPS"', 'cameras = ["NAVY"', "cameras must be codes of desks"),
    ("desks.toml", 'cameras = ["OPS"', 'cameras = ["HOTLINE"', "cameras must be codes of desks"),
    ("desks.toml", 'cameras = ["OPS"', 'cameras = [""', "cameras must be a list of texts"),
    ("desks.toml", 'code = "OPS"', 'code = "TRIAGE"', r"desk\[TRIAGE\] must be given once"),
    (
        "desks.toml",
        'kind = "police"',
        'kind = "navy"',
        r"desk\[GOV-CAP\].kind must be one of operations",
    ),
    ("desks.toml", 'code = "OPS"', 'code = "ops"', r"desk\[ops\].code must be a code in capitals"),
    (
        "categories.toml",
        'priority = "P3"',
        'priority = "P9"',
        r"category\[SITE\].priority must be one of P1",
    ),
    ("categories.toml", '"if-now"', '"yes"', r"category\[SITE\].emergency must be one of always"),
    ("categories.toml", 'emergency = "if-now"\n', "", r"category\[SITE\].emergency must be one of"),
    (
        "categories.toml",
        '["GOV", "OPS"]',
        '["GOV", "NAVY"]',
        r"category\[SITE\].desks must be codes",
    ),
    ("categories.toml", '["GOV", "OPS"]', "[]", r"category\[SITE\].desks must be codes"),
    (
        "categories.toml",
        '["GOV", "OPS"]',
        '"GOV"',
        r"category\[SITE\].desks must be a list of texts",
    ),
    (
        "categories.toml",
        '["weapons"]',
        '["weapon"]',
        r"category\[SITE\].asks must be a list of one of",
    ),
    (
        "categories.toml",
        "shown = true",
        "shown = 1",
        r"category\[SITE\].shown must be true or false",
    ),
    ("categories.toml", "shown = true", "show = true", r"category\[SITE\].show must be left out"),
    (
        "categories.toml",
        'code = "INTRUDE"',
        'code = "PROBE"',
        r"category\[SITE\].part\[SITE.PROBE\] must be given once",
    ),
    (
        "categories.toml",
        'code = "INTRUDE"',
        'code = "SITE.INTRUDE"',
        r"part\[SITE.INTRUDE\].code must be a code",
    ),
    (
        "categories.toml",
        'code = "INTRUDE"',
        'code = "INTRUDE"\ndesks = ["CG"]',
        "desks must be left out",
    ),
    (
        "replies.toml",
        "question = true",
        'question = "yes"',
        r"reply\[where\].question must be true",
    ),
    ("replies.toml", 'code = "when"', 'code = "where"', r"reply\[where\] must be given once"),
    ("replies.toml", "[[reply]]", "[reply]", "cannot be read"),
    ("priorities.toml", 'code = "P2"', 'code = "P3"', "priority must be each once and in order"),
    ("priorities.toml", 'code = "P5"', 'code = "P6"', "code must be one of P1"),
    (
        "priorities.toml",
        '"30 min"\nresponse',
        '"30 m"\nresponse',
        r"\[P2\].assigned must be a whole number and",
    ),
    ("priorities.toml", '"2 min"', '"0 min"', r"\[P1\].acknowledged must be a whole number"),
    ("priorities.toml", '"2 min"', '"11 min"', r"\[P1\].acknowledged must be no longer than that"),
    (
        "priorities.toml",
        'response = "24 h"\n',
        "",
        r"\[P3\].response must be no longer than that of P4",
    ),
    ("priorities.toml", 'review = "30 d"\n', "", r"\[P5\].review must be a text"),
    ("priorities.toml", 'review = "30 d"', 'reviewed = "30 d"', r"\[P5\].review must be a text"),
    ("priorities.toml", 'label.en = "Urgent"', "label.en = 2", r"\[P2\].label must be a text"),
    (
        "routing.toml",
        'fallback = "OPS"',
        'fallback = "NAVY"',
        "fallback must be the code of a desk",
    ),
    ("routing.toml", 'desk = "ECO"', 'desk = "eco"', r"hours\[1\].desk must be the code of a desk"),
    ("routing.toml", '"SUN", ', '"SON", ', r"hours\[1\].days must be some of MON"),
    ("routing.toml", '"07:00"', '"7:00"', r"hours\[1\].from must be a time like"),
    ("routing.toml", '"15:00"', '"24:00"', r"hours\[1\].until must be a time like"),
    ("routing.toml", '"EXPL"', '"EXPR"', r"never\[1\].categories must be codes"),
    ("priorities.toml", "owner = 50", "owner = 0", r"escalation.owner must be a whole number"),
    ("priorities.toml", "owner = 50", "owner = 120", r"supervisor must be no less than that of"),
    ("priorities.toml", "owner = 50", "boss = 50", r"escalation.boss must be left out"),
    (
        "retention.toml",
        '"180 d"',
        '"800 d"',
        r"\[OUT_INTEL\].keep must be no longer than the limit",
    ),
    ("retention.toml", 'limit = "730 d"', 'limit = "3661 d"', r"limit must be at most 3660 d"),
    (
        "retention.toml",
        'keep = "90 d"\nlimit = "180 d"',
        'keep = "29 d"\nlimit = "180 d"',
        r"original.keep must be at least 30 d",
    ),
    ("retention.toml", '"OUT_TEST"', '"OUT_DUP"', r"outcome\[OUT_DUP\] must be given once"),
    ("retention.toml", 'limit = "730 d"\n', "", r"\[OUT_INTEL\].limit must be"),
    ("handling.toml", 'code = "COURT"', 'code = "court"', "code must be a code in capitals"),
    (
        "handling.toml",
        'code = "COURT"',
        'code = "REDACT"',
        r"condition\[REDACT\] must be given once",
    ),
]


MAIL = """
[mail]
host = "mail.example.org"
port = 465
tls = "implicit"
sender = "tipline@example.org"
"""
REACHED = """
[[channel]]
code = "OPS-HOOK"
desk = "OPS"
by = "webhook"
to = "https://hooks.example.org/tipline"
rings_for = ["TRIAGE"]

[[channel]]
code = "OPS-MAIL"
desk = "OPS"
by = "mail"
to = "duty@example.org"
"""
CHANNEL_SLIPS = [
    ('hosts = ["mail.', 'hosts = ["*.', "hosts must be a list of host names"),
    ('host = "mail.', 'host = "other.', "mail.host must be one of the hosts"),
    ('tls = "implicit"', 'tls = "none"', "mail.tls must be one of implicit, starttls"),
    ("port = 465", "port = 70000", "mail.port must be a whole number"),
    ("tipline@example.org", "tipline", "mail.sender must be a mail address"),
    ("https://hooks.", "http://hooks.", r"channel\[OPS-HOOK\].to must be an address"),
    ("https://hooks.", "https://other.", r"channel\[OPS-HOOK\].to must be an address"),
    ("https://hooks.", "https://me@hooks.", r"channel\[OPS-HOOK\].to must be an address"),
    ("example.org/tipline", "example.org:x/tipline", r"\[OPS-HOOK\].to must be an address"),
    ("duty@example.org", "duty@example.org\\nBcc: x@y.org", r"\[OPS-MAIL\].to must be a mail"),
    ("duty@example.org", "a@b.org, c@d.org", r"\[OPS-MAIL\].to must be a mail address"),
    ('["TRIAGE"]', '["TRAGE"]', "desk must be of desks.toml"),
    ("rings_for", 'recipient = "age1pq1x"\nrings_for', "recipient must be an age recipient"),
    ('code = "OPS-MAIL"', 'code = "OPS-HOOK"', r"channel\[OPS-HOOK\] must be given once"),
    (MAIL, "", r"\[OPS-MAIL\].by must be webhook"),
    ('batch = "15 min"', 'batch = "15"', "alarm.batch must be a whole number and min"),
    ('monitor = ""', 'monitor = "https://other.example.org/"', "monitor must be an address"),
    ("[text.now]", "[text.soon]", "text.now must be a table"),
]


def test_channels_are_read(config: Path) -> None:
    reach(config)
    read = load(config, LANGUAGES).channels
    assert [each.code for each in read.ringing()] == ["OPS-HOOK"]
    assert read.mail is not None
    assert read.alarm.target == timedelta(minutes=10)


@pytest.mark.parametrize(("was", "slip", "told"), CHANNEL_SLIPS)
def test_a_slip_in_a_channel_is_told(config: Path, was: str, slip: str, told: str) -> None:
    text = reach(config)
    assert was in text
    (config / "channels.toml").write_text(text.replace(was, slip, 1))
    with pytest.raises(ConfigurationError) as caught:
        load(config, LANGUAGES)
    assert re.search(told, caught.value.sentence)
    assert [error.sentence for error in troubles(config, LANGUAGES)] == [caught.value.sentence]


def reach(config: Path) -> str:
    """Write two channels into the shipped file; return its text, without the examples."""
    path = config / "channels.toml"
    hosts = 'hosts = ["mail.example.org", "hooks.example.org"]'
    shipped = "\n".join(line for line in path.read_text().splitlines() if line[:1] != "#")
    text = shipped.replace("hosts = []", hosts) + MAIL + REACHED
    path.write_text(text)
    return text


@pytest.mark.parametrize(("name", "was", "slip", "told"), SLIPS)
def test_a_slip_is_told_with_its_place(
    config: Path, name: str, was: str, slip: str, told: str
) -> None:
    path = config / name
    text = path.read_text()
    assert was in text
    path.write_text(text.replace(was, slip, 1))
    with pytest.raises((ConfigurationError, ConfigurationFileError)) as caught:
        load(config, LANGUAGES)
    assert str(path) in caught.value.sentence
    assert re.search(told, caught.value.sentence)
    assert caught.value.sentence in [error.sentence for error in troubles(config, LANGUAGES)]


@pytest.mark.parametrize(
    "name", ["site", "desks", "categories", "replies", "priorities", "handling", "retention"]
)
def test_a_missing_file_is_told(config: Path, name: str) -> None:
    (config / f"{name}.toml").unlink()
    with pytest.raises(ConfigurationFileError, match=rf"{name}\.toml"):
        load(config, LANGUAGES)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = ", b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_told(config: Path, content: bytes) -> None:
    (config / "site.toml").write_bytes(content)
    with pytest.raises(ConfigurationFileError, match=r"site\.toml"):
        load(config, LANGUAGES)


def test_a_text_that_lacks_a_language_is_shown_in_english(config: Path) -> None:
    loaded = load(config, ("ar", "en", "ur"))
    assert loaded.site.name["ur"] == loaded.site.name["en"]
    assert ("ur", "site.toml", "name") in loaded.lacking
    assert ("ur", "categories.toml", "category[DRUG].label") in loaded.lacking
    assert {language for language, _, _ in loaded.lacking} == {"ur"}
    assert load(config, LANGUAGES).lacking == ()


def test_a_text_without_english_is_shown_in_the_first_language_that_it_has(config: Path) -> None:
    path = config / "site.toml"
    path.write_text(path.read_text().replace('name.en = "Tipline"', 'name.ur = "ٹپ لائن"', 1))
    assert load(config, ("ur", "ar", "fa")).site.name["fa"] == "ٹپ لائن"
    assert load(config, ("fa", "ar", "ur")).site.name["fa"] == "خط البلاغات"


def test_every_file_with_a_trouble_is_told(config: Path) -> None:
    assert troubles(config, LANGUAGES) == []
    (config / "desks.toml").write_text("[[desk")
    (config / "categories.toml").unlink()
    site = config / "site.toml"
    site.write_text(site.read_text().replace("Asia/Bahrain", "Asia/Atlantis"))
    said = " ".join(error.sentence for error in troubles(config, LANGUAGES))
    assert re.search(r"desks.toml .*site.toml, timezone must .*categories.toml cannot be", said)
    assert "replies.toml" not in said


def test_a_language_more_does_no_harm(config: Path) -> None:
    path = config / "site.toml"
    path.write_text(path.read_text().replace("name.en", 'name.ur = "ٹپ لائن"\nname.en', 1))
    assert load(config, LANGUAGES).site.name["ur"] == "ٹپ لائن"


def test_lines_of_a_file_are_not_lines_of_a_text(config: Path) -> None:
    loaded = load(config, LANGUAGES)
    assert all("\n" not in reply.body["en"] for reply in loaded.replies)
    path = config / "replies.toml"
    path.write_text(path.read_text().replace("We have read it. ", "We have\n  read it.\n\n", 1))
    body = load(config, LANGUAGES).replies[0].body["en"]
    assert body.startswith("Thank you for your report. We have read it.\n\nWe cannot")


def test_what_is_loaded_cannot_be_changed(config: Path) -> None:
    assert not isinstance(load(config, LANGUAGES).site.name, MutableMapping)
