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

if TYPE_CHECKING:
    from collections.abc import Iterable

BENCHES = ("age", "pages", "reports", "queue", "case")
RESULTS = Path(__file__).with_name("results.json")

Row = dict[str, object]


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a text table: name, value, unit, baseline, ratio, wanted."""
    heads = ("name", "value", "unit", "baseline", "ratio", "wanted")
    cells = [heads, *(tuple(str(row.get(head, "")) for head in heads) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def main(names: list[str]) -> None:
    """Run the benches in turn; what was measured before one fails is kept."""
    rows: list[Row] = []
    for name in names or BENCHES:
        print(f"… {name}", file=sys.stderr, flush=True)
        rows += import_module(f"bench.{name}").run()
        RESULTS.write_text(
            json.dumps(
                {
                    "day": datetime.now(UTC).date().isoformat(),
                    "python": platform.python_version(),
                    "cores": os.cpu_count(),
                    "results": rows,
                },
                indent=1,
            )
            + "\n",
        )
    print(table(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
