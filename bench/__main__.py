"""Runs the benchmarks, prints a table and writes ``bench/results.json``.

``python -m bench`` runs all; ``python -m bench age pages`` runs the named ones.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bench.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

BENCHES = (
    "age",
    "pages",
    "reports",
    "worklist",
    "case",
    "evidence",
    "search",
    "audit",
    "maps",
    "gazetteer",
    "charting",
    "world",
)
RESULTS = Path(__file__).with_name("results.json")


def table(results: Iterable[Result]) -> str:
    """Return the results as a text table; what falls short of what is wanted is marked."""
    heads = ("name", "value", "unit", "baseline", "ratio", "wanted")
    cells = [(*heads, ""), *(cells_of(each, heads) for each in results)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def cells_of(result: Result, heads: tuple[str, ...]) -> tuple[str, ...]:
    """Return a line of the table."""
    told = (getattr(result, head) for head in heads)
    cells = ("" if value is None else str(value) for value in told)
    return (*cells, "" if result.met else "SHORT")


def main(names: list[str]) -> int:
    """Run the benches in turn; return 1 if something falls short of what is wanted of it.

    What was measured before one fails is kept.
    """
    results: list[Result] = []
    for name in names or BENCHES:
        print(f"… {name}", file=sys.stderr, flush=True)
        results += import_module(f"bench.{name}").run()
        RESULTS.write_text(
            json.dumps(
                {
                    "day": datetime.now(UTC).date().isoformat(),
                    "python": platform.python_version(),
                    "cores": os.cpu_count(),
                    "results": [each.row() for each in results],
                },
                indent=1,
            )
            + "\n",
        )
    print(table(results))
    short = sum(not each.met for each in results)
    print(f"{short} of {len(results)} fall short." if short else "All is as wanted.")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
