"""The programs in tests/node: each is asked one thing and answers with JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

NODE = Path(__file__).parents[1] / "node"


def asked(module: str, verb: str, **order: object) -> dict[str, Any]:
    """Have a program do one thing."""
    program = shutil.which("node")
    if program is None or not (NODE / "node_modules" / "age-encryption").is_dir():
        pytest.fail("Node or its packages are missing from tests/node; `make test` installs them.")
    done = subprocess.run(
        [program, module],
        cwd=NODE,
        input=json.dumps({"verb": verb, **order}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
