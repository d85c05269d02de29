"""Gives Babel the sentences of the error tree, which stand in docstrings."""

from __future__ import annotations

import ast
import inspect
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Found = tuple[int, None, str, list[str]]


def errors(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],  # noqa: ARG001 (the four arguments are Babel's)
    comment_tags: Collection[str],  # noqa: ARG001 (the library's own signature)
    options: Mapping[str, Any],  # noqa: ARG001 (the library's own signature)
) -> Iterator[Found]:
    """Yield each class's first paragraph, in the form that ``TiplineError.template`` gives."""
    tree = ast.parse(fileobj.read())
    for node in ast.walk(tree):
        told = ast.get_docstring(node) if isinstance(node, ast.ClassDef) else None
        if told and isinstance(node, ast.ClassDef):
            sentence = " ".join(inspect.cleandoc(told).split("\n\n")[0].split())
            yield node.lineno, None, sentence, []
