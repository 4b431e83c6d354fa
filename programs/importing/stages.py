"""What a TAHAP or BANSOS cell says about the Round: "Tahap 2 Tahun 2026", "IV", "Okt-Des 2026", "PKH + SEMBAKO"."""

import re
from typing import NamedTuple

from programs.importing.cells import MONTHS

_YEAR = re.compile(r"\b(20[0-9]{2})\b")
_WORDS = re.compile(
    r"\b(?:TAHAP|TAHUN|TAHUN ANGGARAN|THP|TRIWULAN|TW|T\.?A|PERIODE|BULAN|KE|TH)\b\.?|-KE|[()]", re.IGNORECASE
)
_NUMBER = re.compile(r"0?([1-9]|1[0-2])(?:\.0)?|([IVX]{1,4})", re.IGNORECASE)
_RANGE = re.compile(r"([A-Z]+)(?:\s*(?:-|–|/|S\.?/?D\.?|SAMPAI|DAN|,)\s*([A-Z]+))?", re.IGNORECASE)
_ROMAN = {
    word: n for n, word in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"), 1)
}
_PROGRAM_WORDS = {"pkh": ("PKH", "KELUARGA HARAPAN"), "sembako": ("SEMBAKO", "BPNT", "BSP", "PANGAN NON TUNAI")}


class Stage(NamedTuple):
    """The tahap a cell names, from first to last, and its year when it says one."""

    first: int
    last: int
    year: int | None

    def agrees(self, tahun: int, tahap: int) -> bool:
        """Whether this Round is meant."""
        return self.first <= tahap <= self.last and self.year in (None, tahun)


def parse_stage(text: str, program: str) -> Stage | None:
    """None when the text names no tahap. Months of PKH count by quarter, of Sembako each is a tahap."""
    year = _YEAR.search(text)
    rest = _WORDS.sub(" ", _YEAR.sub(" ", text))
    rest = " ".join(rest.split()).strip(" ./,-")
    number = int(year[1]) if year else None
    if match := _NUMBER.fullmatch(rest):
        tahap = int(match[1]) if match[1] else _ROMAN.get(match[2].upper())
        return Stage(tahap, tahap, number) if tahap else None
    match = _RANGE.fullmatch(rest)
    months = [MONTHS.get(name.lower()) for name in match.groups() if name] if match else []
    first, last = (months[0], months[-1]) if months else (None, None)
    if not first or not last or first > last:
        return None
    return Stage((first + 2) // 3, (last + 2) // 3, number) if program == "pkh" else Stage(first, last, number)


def excludes(bansos: str, program: str) -> bool:
    """Whether a BANSOS cell names something, but not this program."""
    words = " ".join(bansos.upper().replace("-", " ").replace("_", " ").split())
    return bool(words) and not any(word in words for word in _PROGRAM_WORDS[program])


def serves(bansos: str) -> str:
    """What a JENIS BANSOS cell says a card is for: "PKH", "SEMBAKO" or "PKH + SEMBAKO"; "" when it names neither."""
    return " + ".join(program.upper() for program in _PROGRAM_WORDS if bansos and not excludes(bansos, program))


_NO = {"N", "NO", "T", "TIDAK", "TDK", "BUKAN", "0", "FALSE", "NON"}


def is_no(flag: str) -> bool:
    """Whether a benefit flag says no."""
    return flag.upper() in _NO
