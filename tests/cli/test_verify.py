"""`tipline verify`: what was done to an export is found, and what cannot be told is said."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import Demo, exported_by
from tipline.age import HybridIdentity
from tipline.casework.tip.opening import open_tip
from tipline.cli.demo import prepare
from tipline.cli.deployed import Deployed
from tipline.keyring.bundle import Archive, Bundle, BundledTip, Verdict, check, write
from tipline.keyring.bundle.writing import pack
from tipline.keyring.desk import DeskIdentity
from tipline.sealing.body import open_body, seal_body
from tipline.sealing.deployment import DeskCard
from tipline.sealing.envelope import open_identity
from tipline.settings import load
from tipline.tips import canonical

if TYPE_CHECKING:
    from tests.cli.conftest import Run

NODE = Path(__file__).parents[1] / "node"
Files = dict[str, bytes]


@pytest.fixture(scope="session")
def from_desk(
    first_demo: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[bytes, HybridIdentity]:
    """Export the busiest tip, as its page does; return the zip and the desk's identity."""
    var = tmp_path_factory.mktemp("export") / "var"
    shutil.copytree(first_demo, var)
    deployed = Deployed(load({"TIPLINE_VAR": str(var), "TIPLINE_DEMO": "1"}, None))
    demo = Demo(var, prepare(deployed), deployed)
    with demo.at_work() as visit:
        tip = open_tip(visit, demo.known_tip)
        packed = exported_by(visit, tip)
        return packed, visit.member.desks["TRIAGE"].identity


@pytest.fixture
def exported(from_desk: tuple[bytes, HybridIdentity]) -> bytes:
    """Return the export."""
    return from_desk[0]


@pytest.fixture
def desk(from_desk: tuple[bytes, HybridIdentity]) -> HybridIdentity:
    """Return the identity of the desk that exported."""
    return from_desk[1]


def unpacked(packed: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def relisted(files: Files) -> Files:
    """Write the list of contents anew, as somebody does who holds no key to sign it."""
    manifest = json.loads(files["manifest.json"])
    rest = {name: files[name] for name in files if not name.startswith("manifest.")}
    manifest["files"] = {name: hashlib.sha256(rest[name]).hexdigest() for name in rest}
    return {**files, "manifest.json": canonical.encode(manifest)}


def verdicts(files: Files, *identities: HybridIdentity) -> dict[Verdict, str]:
    """Return the sentences of each verdict, in one text."""
    found: dict[Verdict, str] = dict.fromkeys(Verdict, "")
    for each in check(Archive.read("test", pack(files)), identities):
        found[each.verdict] += each.sentence + "\n"
    return found


def test_a_whole_export_is_told_to_be_whole_by_whom_and_when(
    run: Run, demo: Demo, exported: bytes, desk: HybridIdentity, tmp_path: Path
) -> None:
    (tmp_path / "export.zip").write_bytes(exported)
    (tmp_path / "desk.txt").write_text(f"# a comment\n{desk.text}\n")
    said = run("verify", tmp_path / "export.zip", "--identity", tmp_path / "desk.txt")
    assert said.code == 0, said.out
    assert "The export is whole." in said.out
    assert f"Exported by {demo.known.analyst.name} (TRIAGE) on 20" in said.out
    assert "Event 1, opened: signed by" in said.out
    assert "exported" in said.out
    assert "محطة" not in said.out


def test_recoverys_identity_checks_it_too(
    run: Run, demo: Demo, exported: bytes, tmp_path: Path
) -> None:
    (tmp_path / "export.zip").write_bytes(exported)
    named = run("verify", tmp_path / "export.zip", "--identity", demo.recovery)
    assert (named.code, "--recovery" in named.out) == (1, True)
    verify = ("verify", tmp_path / "export.zip", "--recovery", demo.recovery)
    assert run(*verify).code == 3, "nothing told whose the desk's keys are"
    card = demo.deployed.settings.keys / "desks" / "TRIAGE.toml"
    assert run(*verify, "--desk-card", card).code == 0
    other = demo.deployed.settings.keys / "desks" / "OVS.toml"
    renamed = tmp_path / "card.toml"
    renamed.write_text(other.read_text().replace('"OVS"', '"TRIAGE"'))
    assert run(*verify, "--desk-card", renamed).code == 1


def test_without_an_identity_it_says_what_it_could_not_check(
    run: Run, exported: bytes, tmp_path: Path
) -> None:
    (tmp_path / "export.zip").write_bytes(exported)
    said = run("verify", tmp_path / "export.zip")
    assert said.code == 3
    assert "cannot be told" in said.out


def test_it_needs_neither_settings_nor_a_database(
    run: Run, exported: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "export.zip").write_bytes(exported)
    monkeypatch.setenv("TIPLINE_VAR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("TIPLINE_NO_SUCH_SETTING", "1")
    assert run("verify", tmp_path / "export.zip").code == 3


def test_the_same_case_gives_the_same_bytes(demo: Demo, exported: bytes) -> None:
    archive = Archive.read("test", exported)
    member = demo.member()
    tip_id = demo.known_tip
    row = demo.deployed.shelf.tip(tip_id, ["TRIAGE"])
    given = Bundle(
        desk="TRIAGE",
        made=archive.manifest.made,
        by=member.analyst,
        case=archive.manifest.case,
        case_envelope=archive.files["case/envelope.age"],
        events=list(archive.under("case/events/").values()),
        tips=[BundledTip(tip_id, row.envelope, {each.id: each.sealed for each in row.parts})],
        desks=[demo.deployed.public.desks["TRIAGE"]],
        cards=[],
    )
    assert write(given, member.identity) == write(given, member.identity)


def last_event(files: Files) -> str:
    return max(name for name in files if name.startswith("case/events/"))


def a_part(files: Files) -> str:
    return next(name for name in files if "/parts/" in name)


def flip(name: Callable[[Files], str]) -> Callable[[Files, HybridIdentity], None]:
    """Return what changes one byte of a file."""

    def change(files: Files, _desk: HybridIdentity) -> None:
        content = bytearray(files[name(files)])
        content[-1] ^= 1
        files[name(files)] = bytes(content)

    return change


def cut_off_the_last_event(files: Files, _desk: HybridIdentity) -> None:
    del files[last_event(files)]


def take_out_an_event(files: Files, _desk: HybridIdentity) -> None:
    events = sorted(name for name in files if name.startswith("case/events/"))
    for earlier, later in pairwise(events[1:]):
        files[earlier] = files[later]
    del files[events[-1]]


def forge_an_event(files: Files, desk: HybridIdentity) -> None:
    """Rewrite an event with everything that a member has, but its author's signing key."""
    identity = open_identity(files["case/envelope.age"], [desk])
    record: dict[str, Any] = open_body(files[last_event(files)], [identity])
    record["event"]["at"] = "2020-01-01T00:00:00Z"
    files[last_event(files)] = seal_body(record, [identity.recipient])


def put_another_report_in(files: Files, desk: HybridIdentity) -> None:
    """Seal another text to the tip's public key, as anybody can."""
    name = a_part(files)
    envelope = f"{name.split('/parts/')[0]}/envelope.age"
    identity = open_identity(files[envelope], [desk])
    record: dict[str, Any] = open_body(files[name], [identity])
    if record["part"] == "report":
        record["answers"]["what"] = "Something else was never said."
    else:
        record["text"] = "Something else was never said."
    files[name] = seal_body(record, [identity.recipient])


def drop_a_part(files: Files, _desk: HybridIdentity) -> None:
    del files[a_part(files)]


def drop_the_tip(files: Files, _desk: HybridIdentity) -> None:
    for name in [name for name in files if name.startswith("tips/")]:
        del files[name]


def drop_the_cards(files: Files, _desk: HybridIdentity) -> None:
    for name in [name for name in files if name.startswith("cards/")]:
        del files[name]


def add_a_file(files: Files, _desk: HybridIdentity) -> None:
    files["../../etc/passwd"] = b"root"


def swap_the_desk(files: Files, _desk: HybridIdentity) -> None:
    other = HybridIdentity.generate().recipient
    card = files["desks/TRIAGE.toml"].decode().splitlines()
    card[1] = f'recipient = "{other}"'
    files["desks/TRIAGE.toml"] = ("\n".join(card) + "\n").encode()


@pytest.mark.parametrize("listed", [False, True], ids=["as it was listed", "listed anew"])
@pytest.mark.parametrize(
    "change",
    [
        flip(last_event), flip(a_part), flip(lambda _: "case/envelope.age"),
        flip(lambda _: "manifest.sig"), flip(lambda _: "README.txt"),
        cut_off_the_last_event, take_out_an_event, forge_an_event, put_another_report_in,
        drop_a_part, drop_the_tip, drop_the_cards, add_a_file, swap_the_desk,
    ],
)  # fmt: skip
def test_whatever_is_done_to_an_export_is_found(
    exported: bytes,
    desk: HybridIdentity,
    change: Callable[[Files, HybridIdentity], None],
    *,
    listed: bool,
) -> None:
    files = unpacked(exported)
    signature = files["manifest.sig"]
    change(files, desk)
    if files["manifest.sig"] != signature:
        files["manifest.sig"] = b"0" * 128
    assert verdicts(relisted(files) if listed else files, desk)[Verdict.WRONG]


def another_desk(code: str) -> bytes:
    """Return the card of a desk whose key somebody else holds."""
    desk = DeskIdentity.generate(code)
    return DeskCard(code, desk.recipient, desk.verifier).text().encode()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("TRIAGE", "The keys of the exporting desk TRIAGE are not those of the identity"),
        ("ZZZ", "desks/ZZZ.toml is not the card of a desk of that name"),
        ("AAA", "desks/AAA.toml is not the card of a desk of that name"),
        ("sub/TRIAGE", "desks/sub/TRIAGE.toml is not the card of a desk of that name"),
    ],
)
def test_another_card_of_the_exporting_desk_is_wrong(
    exported: bytes, desk: HybridIdentity, name: str, told: str
) -> None:
    files = unpacked(exported) | {f"desks/{name}.toml": another_desk("TRIAGE")}
    found = verdicts(relisted(files), desk)
    assert told in found[Verdict.WRONG]
    kept = "The keys of the desk TRIAGE are those that you gave." in found[Verdict.WHOLE]
    assert kept is (name != "TRIAGE"), "the true card stays"


def test_another_desk_beside_it_is_unchecked(exported: bytes, desk: HybridIdentity) -> None:
    files = unpacked(exported) | {"desks/SEA.toml": another_desk("SEA")}
    assert "The keys of the desk SEA came with" in verdicts(files, desk)[Verdict.UNCHECKED]


def test_a_part_that_differs_from_what_was_read_is_named(
    exported: bytes, desk: HybridIdentity
) -> None:
    files = unpacked(exported)
    put_another_report_in(files, desk)
    part = a_part(files).rsplit("/", 1)[-1].removesuffix(".age")
    told = f"Part {part} is not what an event says was read."
    assert told in verdicts(files, desk)[Verdict.WRONG]


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"PK\x05\x06" + bytes(18),
        pack({"manifest.json": b"{}", "manifest.sig": b"00"}),
        pack({"README.txt": b"hello"}),
    ],
)
def test_what_is_no_export_is_refused_with_a_sentence(
    run: Run, tmp_path: Path, packed: bytes
) -> None:
    (tmp_path / "x.zip").write_bytes(packed)
    said = run("verify", tmp_path / "x.zip")
    assert said.code == 1
    assert "is not an export of Tipline" in said.err


def test_a_card_of_brackets_is_told(run: Run, demo: Demo, exported: bytes, tmp_path: Path) -> None:
    deep = tmp_path / "deep.toml"
    deep.write_bytes(b"a=" + b"[" * 100_000)
    files = {**unpacked(exported), "desks/TRIAGE.toml": deep.read_bytes()}
    (tmp_path / "deep.zip").write_bytes(pack(files))
    said = run("verify", tmp_path / "deep.zip", "--recovery", demo.recovery)
    assert said.code == 1
    assert "is not the card of a desk of that name" in said.out
    (tmp_path / "whole.zip").write_bytes(exported)
    assert run("verify", tmp_path / "whole.zip", "--desk-card", deep).code == 1


def test_a_bomb_is_not_unpacked(run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", bytes(50_000_000))
    assert run("verify", tmp_path / "bomb.zip").code == 1


def test_a_file_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    said = run("verify", tmp_path / "none.zip")
    assert (said.code, said.out) == (1, "")


def stock(identity: str, sealed: bytes) -> bytes:
    """Open an age file with the npm package age-encryption."""
    program = shutil.which("node")
    if program is None or not (NODE / "node_modules" / "age-encryption").is_dir():
        pytest.fail("Node or its packages are missing from tests/node; `make test` installs them.")
    order = {"verb": "open", "identities": [identity], "sealed": b64encode(sealed).decode()}
    done = subprocess.run(
        [program, "age.mjs"],
        cwd=NODE,
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return b64decode(json.loads(done.stdout)["plain"])


def test_stock_tools_open_an_export_with_the_desks_identity(
    exported: bytes, desk: HybridIdentity
) -> None:
    """Step by step what README.txt in the export says."""
    files = unpacked(exported)
    part = a_part(files)
    tip = stock(desk.text, files[f"{part.split('/parts/')[0]}/envelope.age"]).decode().strip()
    report = json.loads(stock(tip, files[part]))
    assert report["part"] in {"report", "message"}
    case = stock(desk.text, files["case/envelope.age"]).decode().strip()
    event = json.loads(stock(case, files["case/events/000001.age"]))
    assert event["event"]["kind"] == "opened"
    card = next(name for name in files if name.startswith("cards/"))
    assert json.loads(stock(desk.text, files[card]))["card"]["desk"] == "TRIAGE"
