"""The rows of one sheet, batch by batch: staged or refused, exactly by the codes of the contract."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import repeat, zip_longest

from pkh_sembako.lib import identity
from programs.card_layouts import CARD_LISTS
from programs.importing import columns, stages
from programs.importing.cells import as_text, as_texts, parse_count, parse_rt, parse_rt_rw, parse_sex, rt_rw_inside
from programs.importing.findings import Reporter
from programs.importing.layouts import COUNTS, PERSON_LISTS
from programs.importing.ledger import Ledger, Seen
from programs.importing.records import Finding, Header, RefusedRow, StagedRow
from programs.importing.regions import Regions
from programs.importing.rows import Row, Sieve
from programs.importing.sheetregion import RegionColumns

Table = Sequence[Sequence[object]]
_TEXTS = ("alamat", "dusun", "tahap", "bank", "gelombang", "dir", "iddtks", "hub")


@dataclass(slots=True)
class Order:
    """What the officer asked for. `kecamatan` and `desa` are names or codes given for the file."""

    program: str
    tahun: int
    tahap: int
    regions: Regions
    kecamatan: str = ""
    desa: str = ""


@dataclass(slots=True)
class Outcome:
    """What all sheets together gave; shared by their checkers."""

    seen: Seen = field(default_factory=Seen)
    cards: Seen = field(default_factory=Seen)
    refused: list[RefusedRow] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


class SheetChecker:
    """Checks the rows below one header. `named` = (kecamatan, desa) that the sheet's own name stands for."""

    def __init__(
        self, sheet: str, header: Header, layout: str, order: Order, outcome: Outcome, named: tuple[str, str] = ("", "")
    ) -> None:
        self.sheet, self.layout, self.order, self.outcome = sheet, layout, order, outcome
        self.at = {name: index for index, name in header.fields.items()}
        self.person_list, self.card_list = layout in PERSON_LISTS, layout in CARD_LISTS
        self.sieve = Sieve(header, self.at.get(f"flag_{order.program}") if self.person_list else None)
        self.regions = RegionColumns(self.at, order.regions, (order.kecamatan, order.desa), named)
        self.reporter = Reporter(sheet, header, layout)
        if "nik" not in self.at:
            outcome.warnings.append(self.reporter.without_nik())

    def check(self, first: int, rows: Sequence[Row]) -> list[StagedRow]:
        """Stage the good rows of a batch whose first row has number `first`; report the rest to the outcome."""
        numbers, kept = self.sieve.keep(first, rows)
        if not kept:
            return []
        ledger = Ledger()
        staged = self._stage(list(zip_longest(*kept, fillvalue="")), numbers, ledger)
        bad = self.reporter.report(ledger, numbers, kept, self.outcome)
        return [row for index, row in enumerate(staged) if index not in bad] if bad else staged

    def _stage(self, table: Table, numbers: list[int], ledger: Ledger) -> list[StagedRow]:
        size = len(numbers)
        nik, no_kk = self._identity(table, numbers, ledger)
        name = columns.names(self._column(table, "name"), ledger)
        places = self.regions.places(table, size)
        if not self.card_list:  # a card needs no region: its family's counts
            columns.regions(places, ledger)
        text = {word: columns.texts(self._column(table, word), word, ledger) for word in _TEXTS}
        rt, rw = self._rt_rw(table, text["alamat"], ledger)
        nominal = columns.amounts(self._column(table, "nominal"), ledger)
        born, sex = self._born(table, ledger), self._sex(table, ledger)
        self._check_round(table, ledger)
        if "nik" in self.at:
            self._check_nik(nik, born, sex, ledger)
        head = map(is_head, text["hub"]) if self.person_list else repeat(True)
        counts = self._counts(table, ledger)
        kks, account, branch, serves = self._cards(table, numbers, ledger)
        extra = self.reporter.leftovers(table, size, ledger)
        values = zip(
            repeat(self.sheet), numbers, nik, no_kk, name,
            [place.kecamatan_code for place in places], [place.desa_code for place in places],
            text["alamat"], rt, rw, text["dusun"], born, sex, text["tahap"], nominal, text["bank"],
            text["gelombang"], text["dir"], text["iddtks"], text["hub"], head, counts, extra,
            kks, account, branch, serves,
            strict=False,
        )  # fmt: skip
        return list(map(StagedRow._make, values))

    def _column(self, table: Table, word: str) -> Sequence[object]:
        """Cells of a field's column; empty ones when the sheet lacks it or no row of the batch reaches it."""
        index = self.at.get(word)
        return ("",) * len(table[0]) if index is None or index >= len(table) else table[index]

    def _identity(self, table: Table, numbers: list[int], ledger: Ledger) -> tuple[list[str], list[str]]:
        has_nik = "nik" in self.at
        nik = columns.niks(self._column(table, "nik"), ledger) if has_nik else [""] * len(numbers)
        no_kk = columns.nkks(self._column(table, "no_kk"), ledger, required=not has_nik)
        if self.card_list:
            return nik, no_kk
        if has_nik and not self.person_list:
            columns.doubles(nik, "nik", ledger, self.outcome.seen, (self.sheet, numbers))
        elif not has_nik:
            columns.doubles(no_kk, "no_kk", ledger, self.outcome.seen, (self.sheet, numbers))
        return nik, no_kk

    def _cards(self, table: Table, numbers: list[int], ledger: Ledger) -> Iterable[Iterable[str]]:
        """Card number, account, branch and JENIS BANSOS of a card list; nothing of any other."""
        if not self.card_list:
            return [repeat("")] * 4
        kks = columns.cards(self._column(table, "kks"), ledger)
        columns.doubles(kks, "kks", ledger, self.outcome.cards, (self.sheet, numbers))
        account, branch = (columns.texts(self._column(table, word), word, ledger) for word in ("account", "branch"))
        bansos = as_texts(self._column(table, "bansos"))
        return kks, account, branch, columns.understood(bansos, "bansos", ledger, stages.serves)

    def _rt_rw(self, table: Table, alamat: Sequence[str], ledger: Ledger) -> Iterable[Sequence[str]]:
        if "rt" in self.at or "rw" in self.at:
            cells = {part: as_texts(self._column(table, part)) for part in ("rt", "rw")}
            return [columns.understood(texts, part, ledger, parse_rt) for part, texts in cells.items()]
        if "rt_rw" in self.at:
            return zip(*map(parse_rt_rw, as_texts(self._column(table, "rt_rw"))), strict=True)
        return zip(*map(rt_rw_inside, alamat), strict=True)

    def _born(self, table: Table, ledger: Ledger) -> Sequence[date | None]:
        word = next((word for word in ("birth_date", "birth") if word in self.at), "birth_date")
        return columns.dates(self._column(table, word), word, ledger, latest=self.order.tahun)

    def _sex(self, table: Table, ledger: Ledger) -> Sequence[str]:
        return columns.understood(as_texts(self._column(table, "sex")), "sex", ledger, parse_sex)

    def _counts(self, table: Table, ledger: Ledger) -> Iterable[Mapping[str, int] | None]:
        """V6 only: persons per component; what is no number stays beside it in `extra`."""
        if self.layout != "V6":
            return repeat(None)
        result: list[dict[str, int]] = [{} for _ in table[0]]
        for word in COUNTS:
            for index, value in enumerate(self._column(table, word) if word in self.at else ()):
                try:
                    result[index][word] = parse_count(value)
                except ValueError:
                    ledger.keep(index, word, as_text(value))
        return result

    def _check_round(self, table: Table, ledger: Ledger) -> None:
        order = self.order
        for word, differs in (("tahap", self._other_tahap), ("tahun", self._other_year)):
            for index, text in columns.matching(as_texts(self._column(table, word)), differs):
                message = f'{word.capitalize()} "{text[:40]}" berbeda dari tahap {order.tahap} tahun {order.tahun}.'
                ledger.warn(index, word, "round_differs", message)
        if self.card_list:  # JENIS BANSOS is an attribute of the card
            return
        label = "PKH" if order.program == "pkh" else "Sembako"
        bansos = as_texts(self._column(table, "bansos"))
        for index, text in columns.matching(bansos, lambda text: stages.excludes(text, order.program)):
            ledger.refuse(index, "bansos", "program_differs", f'Bansos "{text[:40]}" bukan {label}.')

    def _other_tahap(self, text: str) -> bool:
        stage = stages.parse_stage(text, self.order.program)
        return not (stage and stage.agrees(self.order.tahun, self.order.tahap))

    def _other_year(self, text: str) -> bool:
        return text != str(self.order.tahun)

    def _check_nik(
        self, niks: Sequence[str], born: Sequence[date | None], sexes: Sequence[str], ledger: Ledger
    ) -> None:
        refused = {problem.at for problem in ledger.refusals}
        codes = self.order.regions.kabupaten_codes
        for index, (nik, day, sex) in enumerate(zip(niks, born, sexes, strict=True)):
            if index in refused:
                continue
            if codes and not identity.region_known(nik, codes):
                ledger.warn(index, "nik", "nik_region", f"Kode wilayah {nik[:4]} di awal NIK tidak dikenal.")
            if message := birth_doubt(nik[6:12], day):
                ledger.warn(index, "nik", "nik_birthdate", message)
            if sex and identity.sex(nik) != sex:
                ledger.warn(index, "sex", "nik_sex", "Jenis kelamin berbeda dari yang tersirat di NIK.")


@lru_cache(maxsize=65_536)
def birth_doubt(digits: str, day: date | None) -> str:
    """A sentence when DDMMYY of a NIK is no day, or not `day`; "" otherwise. It proposes and overwrites nothing."""
    number, month, year = int(digits[:2]) % 40 if int(digits[:2]) > 40 else int(digits[:2]), digits[2:4], digits[4:]
    if not any(_is_day(century + int(year), int(month), number) for century in (1900, 2000)):
        return "Tanggal lahir di dalam NIK tidak mungkin."
    if not day or (day.day, day.month, day.year % 100) == (number, int(month), int(year)):
        return ""
    message = f"Tanggal lahir {day:%d-%m-%Y} berbeda dari NIK ({number:02d}-{month}-{year})"
    if (day.month, day.day, day.year % 100) == (number, int(month), int(year)):
        message += "; hari dan bulan mungkin tertukar"
    return f"{message}."


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def is_head(hub: str) -> bool:
    """Whether a HUB KELUARGA cell names the kepala keluarga."""
    return "KEPALA" in hub.upper() or hub.upper() in ("KRT", "KK")
