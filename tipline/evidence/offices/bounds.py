"""How much the jail that lays out office files may take, and give."""

from __future__ import annotations

MIB = 1024 * 1024
PAGES_MAX = 200  # pages that are shown; one more is laid out, to know of more
FILE_BYTES = 100 * MIB  # of the office file
PDF_BYTES = 64 * MIB  # of what comes out of it
ROOM_BYTES = 256 * MIB  # of memory for files: the office file, the PDF, pictures on their way
MEMORY_BYTES = 1536 * MIB  # of addresses: a letter takes 480 MiB, a sheet of a million cells 590
SECONDS = 30  # of computing: a million cells, or 200 pages, take 3 to 5
ASKED_MAX = 6  # who is laid out for, or waits: half of those for whom a worker shows files
KEPT_SECONDS = 10 * 60  # that a PDF waits, sealed, for the next page to be asked for
KEPT_MAX = 8  # PDFs in a worker's memory
KEPT_BYTES = 2 * PDF_BYTES  # of all of them
