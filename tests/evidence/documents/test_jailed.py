"""Cleaning loads what it needs when it is imported: in a jail there is nothing to load from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.evidence.documents.test_hostile import DOCUMENTS
from tipline.tips.evidence import Kind

LOADING = """
import io, pathlib, sys
from tipline.evidence.cleaning import clean
from tipline.tips.evidence import Kind
before = set(sys.modules)
for path in map(pathlib.Path, sys.argv[1:]):
    clean(Kind(path.suffix[1:]), io.BytesIO(path.read_bytes()), io.BytesIO())
print(*sorted(set(sys.modules) - before))
"""
TEXTS = ["نص".encode("cp1256"), "text".encode("utf-16"), b"\xfe\xff\0a", b"\xef\xbb\xbftext"]


def test_nothing_is_loaded_while_a_document_is_read(tmp_path: Path) -> None:
    documents = [(kind, make()) for kind, make in DOCUMENTS.items()]
    for number, (kind, content) in enumerate([*documents, *((Kind.TXT, one) for one in TEXTS)]):
        (tmp_path / f"{number}.{kind}").write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", LOADING, *tmp_path.iterdir()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []
