"""How much a file may hold (reliability goal S5). A file beyond one of these is refused with a sentence."""

MAX_ZIP_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024  # counted while inflating; also the size of a CSV
MAX_RATIO = 100  # unpacked : packed
MAX_ENTRIES = 1_000
MAX_XLSX_ROWS = 100_000
MAX_CSV_ROWS = 500_000
MAX_COLUMNS = 100
MAX_CELL_CHARS = 32_767  # Excel's own limit
HEAD_ROWS = 40  # rows in which a header is looked for
HEADER_ALLOWANCE = 50  # title, header and total rows that do not count as data
CHILD_MEMORY_BYTES = 1024**3
CHILD_SECONDS = 60
