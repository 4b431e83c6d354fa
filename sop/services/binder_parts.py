"""What a cycle's berkas is made of: files in numbered folders, and tables of words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pkh_sembako.documents.models import StoredFile

LETTERS, REPORTS, SIGNED, EVIDENCE = "02-surat", "03-berita-acara", "04-salinan-bertanda-tangan", "05-bukti"
LISTS, CARDS = "09-daftar", "10-kartu"
FOLDERS = {
    LETTERS: "Surat dan tanda terima",
    REPORTS: "Berita Acara",
    SIGNED: "Salinan bertanda tangan",
    EVIDENCE: "Bukti per langkah",
    LISTS: "Daftar yang ditetapkan",
}
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')


@dataclass(frozen=True)
class Item:
    """One stored file: where it goes in the archive and what it is, in words."""

    folder: str
    title: str
    stored: StoredFile
    note: str = ""

    def path(self, number: int) -> str:
        """Like "05-bukti/langkah-09/003-daftar-hadir.pdf"; no two are the same, on any file system."""
        return f"{self.folder}/{number:03}-{_FORBIDDEN.sub('_', self.stored.name)}"


@dataclass(frozen=True)
class Contents:
    """The files in order, and what this reader may not have, in sentences."""

    items: list[Item] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """`rows` are as long as `heads`; `folder` says where its workbook lies, empty = with the contents."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    folder: str = ""
    empty: str = "Tidak ada."
