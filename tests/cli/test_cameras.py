"""`tipline cameras`: imported whole or not at all, sealed to the desks that see them; listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.test_index import typed
from tests.places.test_camera_files import EXAMPLE, ROW, as_csv
from tipline.errors import AgeError
from tipline.places.cameras.camera import Register
from tipline.sealing.body import open_body
from tipline.tips.shape import from_json

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Demo, Run

TWO = as_csv(ROW, ROW | {"code": "C-2"})
ONE_WRONG = as_csv(ROW, ROW | {"code": "C-2", "reach": "far", "stills": "onvif"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cameras.csv"


def codes(demo: Demo, desk: str) -> list[str]:
    """Return the codes of the cameras that a desk finds, opened with its key."""
    found = demo.deployed.cameras.of([desk])
    assert found is not None
    person = demo.known.analyst if desk == "TRIAGE" else demo.known.others["analyst"]
    key = demo.member(person).desks[desk].identity
    return [each.code for each in from_json(Register, open_body(found[1], [key])).cameras]


def test_it_is_sealed_to_the_desks_that_see_it_alone(run: Run, demo: Demo, file: Path) -> None:
    file.write_bytes(TWO)
    said = run("cameras", "import", file)
    assert said.code == 0, said.err
    assert said.out == "Imported: 2 cameras, sealed to OPS, TRIAGE, CG.\n"
    assert demo.deployed.cameras.desks() == ["CG", "OPS", "TRIAGE"]
    for desk in ("CG", "TRIAGE"):
        assert codes(demo, desk) == ["C-1", "C-2"]
    found = demo.deployed.cameras.of(["CG"])
    assert found is not None
    assert b"Control room" not in found[1]
    with pytest.raises(AgeError):
        open_body(found[1], [demo.member().desks["TRIAGE"].identity])


def test_where_a_line_is_refused_nothing_is_imported(run: Run, demo: Demo, file: Path) -> None:
    file.write_bytes(ONE_WRONG)
    before = demo.deployed.cameras.of(["CG"])
    said = run("cameras", "import", file)
    assert (said.code, said.out) == (1, "")
    assert "line 3: reach must be a number from 1 to 10000, in metres.\n" in said.err
    assert "line 3: stills must be one of none, keeper, http, rtsp.\n" in said.err
    assert "nothing was imported" in said.err
    assert demo.deployed.cameras.of(["CG"]) == before


def test_the_others_are_imported_if_one_says_so(run: Run, demo: Demo, file: Path) -> None:
    file.write_bytes(ONE_WRONG)
    said = run("cameras", "import", "--without-refused", file)
    assert said.code == 0, said.err
    assert codes(demo, "CG") == ["C-1"]
    audited = run("audit", typed=typed(demo.known.auditor))
    entries = [line for line in audited.out.splitlines() if " cameras-import" in line]
    assert len(entries) == 2  # the demonstration's own, and this
    assert "cameras=1 refused=1" in entries[-1]


def test_a_file_without_a_camera_leaves_the_register(run: Run, demo: Demo, file: Path) -> None:
    file.write_bytes(as_csv())
    said = run("cameras", "import", file)
    assert said.code == 1
    assert "an earlier register stays" in said.err
    assert len(codes(demo, "CG")) == 20


def test_a_check_imports_nothing(run: Run, demo: Demo, file: Path) -> None:
    before = demo.deployed.cameras.of(["CG"])
    file.write_bytes(TWO)
    said = run("cameras", "check", file)
    assert (said.code, said.out, said.err) == (0, "Cameras that can be taken: 2.\n", "")
    file.write_bytes(ONE_WRONG)
    said = run("cameras", "check", file)
    assert (said.code, said.out) == (1, "Cameras that can be taken: 1.\n")
    assert demo.deployed.cameras.of(["CG"]) == before


def test_what_is_refused_moves_no_cursor_and_does_not_end(run: Run, demo: Demo, file: Path) -> None:
    file.write_bytes(b"\x1b[2J," + b",".join(b"x%d" % at for at in range(300)))
    said = run("cameras", "check", file)
    assert "\x1b" not in said.err
    assert len(said.err.splitlines()) == 201
    assert said.err.splitlines()[-1].startswith("And ")


def test_members_list_it_and_others_do_not(run: Run, demo: Demo) -> None:
    said = run("cameras", "list", typed=typed(demo.known.analyst))
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert len(lines) == 20
    assert lines[0].split()[:4] == ["EXAMPLE-01", "26.23000,50.58000", "720", "h"]
    assert "Cameras: 20." in said.err
    said = run("cameras", "list", typed=typed(demo.known.auditor))
    assert (said.code, said.out) == (1, "")
    assert "no desk that sees the cameras" in said.err


def test_before_an_import_there_is_none(run: Run, demo: Demo) -> None:
    demo.deployed.cameras.replace({})
    said = run("cameras", "list", typed=typed(demo.known.analyst))
    assert (said.code, said.out) == (0, "")
    assert "No register was imported yet." in said.err


def test_without_a_desk_that_has_keys_it_is_told(run: Run, tmp_path: Path) -> None:
    assert run("init", "--show", "--auditor", "Amal").code == 0
    said = run("cameras", "import", EXAMPLE)
    assert (said.code, said.out) == (1, "")
    assert "No desk that sees the cameras has keys." in said.err


def test_the_demonstration_keeps_what_was_imported(run: Run, demo: Demo, file: Path) -> None:
    file.write_bytes(TWO)
    assert run("cameras", "import", file).code == 0
    assert run("demo", "--no-serve").code == 0
    assert codes(demo, "CG") == ["C-1", "C-2"]
    demo.deployed.cameras.replace({})
    assert run("demo", "--no-serve").code == 0
    assert len(codes(demo, "CG")) == 20
