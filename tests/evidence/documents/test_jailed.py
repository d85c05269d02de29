"""Cleaning loads what it needs when it is imported: in a jail there is nothing to load from."""

from __future__ import annotations

from pathlib import Path

from tests.evidence.documents.test_hostile import DOCUMENTS
from tests.evidence.loading import CLEANING, loaded
from tipline.tips.evidence import Kind

READING = "clean(Kind(path.suffix[1:]), io.BytesIO(path.read_bytes()), io.BytesIO())"
TEXTS = ["نص".encode("cp1256"), "text".encode("utf-16"), b"\xfe\xff\0a", b"\xef\xbb\xbftext"]


def test_nothing_is_loaded_while_a_document_is_read(tmp_path: Path) -> None:
    documents = [(kind, make()) for kind, make in DOCUMENTS.items()]
    for number, (kind, content) in enumerate([*documents, *((Kind.TXT, one) for one in TEXTS)]):
        (tmp_path / f"{number}.{kind}").write_bytes(content)
    assert loaded(tmp_path, CLEANING, READING) == []
