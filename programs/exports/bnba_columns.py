"""The columns of a BNBA workbook and how a family fills them: the ministry's payment layout, and the office's own."""

from typing import Any

from pkh_sembako.lib.xlsx import Column, Kind
from pkh_sembako.office.models import Office
from programs.enums import Basis, ExitReason, Outcome
from programs.models import Round
from programs.queries.bnba_list import ListedFamily
from programs.services.proposals import FIELDS

PROVINCES = {"33": "JAWA TENGAH", "35": "JAWA TIMUR", "62": "KALIMANTAN TENGAH", "63": "KALIMANTAN SELATAN"}
MINISTRY = (
    Column("IDDTKS", 22),
    Column("NOKK", 19, Kind.IDENTITY),
    Column("NIK_KTP", 19, Kind.IDENTITY),
    Column("NAMA_PENERIMA", 30),
    Column("NAMA_PROP", 16),
    Column("NAMA_KAB", 16),
    Column("NAMA_KEC", 16),
    Column("NAMA_KEL", 18),
    Column("KODE_WILAYAH", 14, Kind.IDENTITY),
    Column("TAHAP", 8),
    Column("BANSOS", 10),
    Column("BANK", 12),
    Column("ALAMAT", 34),
    Column("NO_RT", 8, Kind.IDENTITY),
    Column("NO_RW", 8, Kind.IDENTITY),
    Column("DUSUN", 16),
    Column("DIR", 10),
    Column("GELOMBANG", 12),
    Column("NOMINAL", 14, Kind.RUPIAH),
)
WHY = (Column("HASIL_KROSCEK", 18), Column("ALASAN", 26))
NO_NIK = (
    Column("Kecamatan", 16),
    Column("Desa/kelurahan", 18),
    Column("Nomor KK keluarga", 19, Kind.IDENTITY),
    Column("Nama keluarga", 30),
    Column("Alamat keluarga", 34),
    Column("Hasil kroscek", 18),
)
OFFICE = (
    Column("Kecamatan", 16),
    Column("Desa/kelurahan", 18),
    Column("NIK pengurus", 19, Kind.IDENTITY),
    Column("Nomor KK", 19, Kind.IDENTITY),
    Column("Nama pengurus", 30),
    Column("Alamat", 34),
    Column("RT", 6, Kind.IDENTITY),
    Column("RW", 6, Kind.IDENTITY),
    Column("Dusun", 16),
    Column("Bank", 12),
    Column("Nominal (rupiah)", 14, Kind.RUPIAH),
    Column("Hasil kroscek", 18),
    Column("Alasan", 26),
    Column("Tanggal diperiksa", 14, Kind.DATE),
    Column("Dasar pemeriksaan", 20),
    Column("Perubahan", 40),
    Column("Keterangan", 30),
    Column("Layak bayar", 12),
)


def ministry_row(the_round: Round, office: Office, family: ListedFamily) -> tuple[Any, ...]:
    return (
        family.iddtks,
        family.no_kk,
        family.nik,
        family.name,
        PROVINCES.get(office.code[:2], ""),
        office.kabupaten.upper(),
        family.kecamatan_name.upper(),
        family.desa_name.upper(),
        family.desa.replace(".", ""),
        family.tahap,
        the_round.program.upper(),
        family.bank,
        family.alamat,
        family.rt,
        family.rw,
        family.dusun,
        family.direction,
        family.gelombang,
        family.nominal,
    )


def office_row(the_round: Round, office: Office, family: ListedFamily) -> tuple[Any, ...]:
    outcome, reason = why(family)
    return (
        family.kecamatan_name,
        family.desa_name,
        family.nik,
        family.no_kk,
        family.name,
        family.alamat,
        family.rt,
        family.rw,
        family.dusun,
        family.bank,
        family.nominal,
        outcome,
        reason,
        family.checked_on,
        Basis(family.basis).label if family.basis else "",
        "; ".join(map(_change, family.changes)),
        family.note,
        "" if family.layak_bayar is None else "Ya" if family.layak_bayar else "Tidak",
    )


def why(family: ListedFamily) -> tuple[str, str]:
    """Outcome and reason in words."""
    outcome = Outcome(family.outcome).label if family.outcome else "Belum diperiksa"
    return outcome, ExitReason(family.exit_reason).label if family.exit_reason else ""


def _change(change: dict[str, Any]) -> str:
    field = FIELDS.get(change["isian"])
    return f"{field.label if field else 'Komponen'}: {_words(change['lama'])} → {_words(change['baru'])}"


def _words(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "–")


def without_nik(family: ListedFamily) -> tuple[Any, ...]:
    outcome, _ = why(family)
    return family.kecamatan_name, family.desa_name, family.no_kk, family.name, family.alamat, outcome
