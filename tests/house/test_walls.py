"""What each site can reach, seen from a fresh interpreter that has loaded that site alone."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = {
    each["id"]: each
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}
CIPHERS = {"age", "sealing", "keyring"}  # the rooms that may use them
WALLED_OFF = {
    "public": (
        *CONTRACTS["public"]["forbidden_modules"],
        "tipline.evidence.voices.shifting",  # PyAV is for its jail alone
    ),
    "review": (
        "tipline.public",
        "tipline.agencies",
        "tipline.cli",
        *CONTRACTS["stills"]["forbidden_modules"],
    ),
    "agencies": tuple(CONTRACTS["agencies"]["forbidden_modules"]),
}
PROGRAM = """
import sys, wsgi
wsgi.{site}()
print("\\n".join(name for name in sys.modules if name.startswith("tipline")))
"""


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return the environment of a deployment that ``tipline init`` made and nobody serves."""
    folder = tmp_path_factory.mktemp("deployment")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "TIPLINE_SETTINGS": "",
        "TIPLINE_VAR": str(folder / "var"),
        "TIPLINE_KEYS": str(folder / "keys"),
        "TIPLINE_CONFIG": str(ROOT / "config"),
    }
    recovery = str(folder / "recovery")
    run(environment, "-m", "tipline", "init", "--recovery-file", recovery, "--auditor", "Noura")
    for code in ("TRIAGE", "OVS"):  # the public site refuses to start without these
        run(environment, "-m", "tipline", "desk", "add", code, "--first", f"First of {code}")
    return environment


def run(environment: Mapping[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env=dict(environment), cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("site", WALLED_OFF)
def test_a_site_loads_nothing_from_beyond_its_wall(
    deployment: Mapping[str, str], site: str
) -> None:
    loaded = run(deployment, "-c", PROGRAM.format(site=site)).split()
    assert f"tipline.{site}" in loaded
    assert [name for name in loaded if name.startswith(WALLED_OFF[site])] == []


def test_starting_a_site_loads_neither_site() -> None:
    program = 'import sys, tipline.cli.serve; print("\\n".join(sys.modules))'
    loaded = run({"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}, "-c", program).split()
    assert "tipline.cli.serve" in loaded
    beyond = tuple(CONTRACTS["serve"]["forbidden_modules"])
    assert [name for name in loaded if name.startswith(beyond)] == []


def test_the_process_that_asks_cameras_loads_no_tip_no_case_and_no_store() -> None:
    program = 'import sys, tipline.cli.stills; print("\\n".join(sys.modules))'
    loaded = run({"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}, "-c", program).split()
    assert "tipline.stills.sources" in loaded
    beyond = tuple(CONTRACTS["broker"]["forbidden_modules"])
    assert [name for name in loaded if name.startswith(beyond)] == []


def test_every_room_but_those_that_may_is_forbidden_the_ciphers() -> None:
    rooms = {each.name for each in pkgutil.iter_modules([str(ROOT / "tipline")])}
    walled = {each.removeprefix("tipline.") for each in CONTRACTS["ciphers"]["source_modules"]}
    assert walled | CIPHERS == rooms - {"__main__"}
