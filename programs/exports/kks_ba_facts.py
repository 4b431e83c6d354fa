"""Gathers what a Berita Acara of cards prints: from the frozen row, or for a draft from the list as it stands."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.audit import chain
from pkh_sembako.documents.exports.letterhead import letterhead_of, sheet_of, watermark
from pkh_sembako.lib.dates import tanggal, tanggal_jam
from pkh_sembako.office.models import Desa
from pkh_sembako.office.queries import the_office
from programs.enums import KKS_HANDED_OVER, KksPaper, KksState
from programs.exports.berita_acara import Finding, Party
from programs.exports.berita_acara_words import count, opening
from programs.exports.kks_ba import HANDED_HEADS, OTHER_HEADS, Listing, Paper
from programs.models import KksBeritaAcara, KksTally, Round
from programs.queries.kks_totals import PARTS

PIHAK = ("PIHAK KESATU", "PIHAK KEDUA", "PIHAK KETIGA")
WORDS = {
    "received": "Diterima dari bank",
    "handed_over": "Diserahkan kepada keluarga",
    "to_do": "Belum ada hasil",
    "returned": "Dikembalikan ke bank",
    "lost": "Hilang",
    "replaced": "Diganti kartu baru",
}
CLOSING = (
    "Demikian Berita Acara ini dibuat dengan sebenarnya dalam rangkap tiga untuk dipergunakan sebagaimana mestinya."
)
PROOFS = (
    "Setiap penyerahan disertai bukti berupa foto, tanda tangan, atau daftar yang ditandatangani, yang tersimpan pada "
    "aplikasi {dinas}."
)


def of(paper: KksBeritaAcara) -> Paper:
    """The issued paper; only office and document are asked of the database."""
    document = paper.document
    book, link = document.workbook, chain.link_of(paper)
    return _paper(
        paper.round, paper.desa, paper.kind,
        figures={part: getattr(paper, part) for part in PARTS}, rows=paper.rows, signers=paper.signers,
        place=paper.place, dated=document.dated, counted=tanggal_jam(timezone.localtime(paper.counted_at)),
        earlier=_earlier(paper), mark="CONTOH" if settings.DEMO else "",
        title=f"{document.title} Nomor {document.number}", number=document.number, list_hash=paper.list_hash,
        verify_url=settings.BASE_URL.rstrip("/") + reverse("verify", args=[document.code]), code=document.code,
        workbook_name=book.name if book else "", workbook_hash=book.sha256 if book else "",
        chain=link.words if link else "",
    )  # fmt: skip


def draft(
    the_round: Round, desa: Desa, kind: str, *, tally: KksTally, rows: Sequence[dict[str, Any]],
    signers: Sequence[dict[str, str]], place: str, dated: date,
) -> Paper:  # fmt: skip
    """The same before it is issued: watermarked, without number and code."""
    return _paper(
        the_round, desa, kind, figures={part: getattr(tally, part) for part in PARTS}, rows=rows, signers=signers,
        place=place, dated=dated, counted=tanggal_jam(timezone.localtime()), earlier="", mark="KONSEP",
        title=f"Konsep Berita Acara {KksPaper(kind).label.lower()} KKS {desa}", number="(diisi saat diterbitkan)",
        list_hash="",
    )  # fmt: skip


def _earlier(paper: KksBeritaAcara) -> str:
    before = paper.replaces
    if before is None:
        return ""
    return (
        f"Berita Acara ini menggantikan Berita Acara Nomor {before.document.number} tanggal "
        f"{tanggal(before.document.dated)} karena {paper.reason}"
    )


def _paper(
    the_round: Round, desa: Desa, kind: str, *, figures: dict[str, int], rows: Sequence[dict[str, Any]],
    signers: Sequence[dict[str, str]], place: str, dated: date, counted: str, earlier: str, mark: str, **own: Any,
) -> Paper:  # fmt: skip
    office = the_office()
    where = f"{desa.get_kind_display()} {desa.name}, Kecamatan {desa.kecamatan.name}"
    handed = kind == KksPaper.HAND_OVER
    verb = "SERAH TERIMA" if handed else "PENGEMBALIAN"
    body = _handed(figures, rows, office.name) if handed else _returned(rows, signers[2]["institution"])
    return Paper(
        letterhead=letterhead_of(office),
        sheet=sheet_of(office),
        about=f"{verb} KARTU KELUARGA SEJAHTERA (KKS) {str(the_round).upper()} DI {where.upper()}",
        opening=opening(dated, place),
        parties=tuple(
            Party(label, one["name"], one["nip"], "", one["title"], one["institution"])
            for label, one in zip(PIHAK, signers, strict=True)
        ),
        findings=(
            Finding(f"Keadaan kartu {the_round} di {where} dihitung pada {counted}, dengan jumlah kontrol:"),
            *body,
            *((Finding(f"{earlier}."),) if earlier else ()),
        ),
        totals=tuple((WORDS[part], figures[part]) for part in PARTS),
        closing=CLOSING,
        place_and_date=f"{desa.name}, {tanggal(dated)}",
        listings=_listings(rows, handed=handed),
        dated=tanggal(dated),
        mark=watermark(mark),
        **own,
    )


def _handed(figures: dict[str, int], rows: Sequence[dict[str, Any]], dinas: str) -> tuple[Finding, ...]:
    receivers = Counter(row["penerima"].rpartition("(")[2].rstrip(")").split(",")[0] for row in _of(rows, True))
    others = _of(rows, False)
    found = [
        Finding(
            f"Telah diserahkan {count(figures['handed_over'], 'kartu')} kepada keluarga penerima manfaat menurut "
            "Lampiran I, yang diterima oleh:",
            tuple(f"{who}: {count(number, 'kartu')}" for who, number in sorted(receivers.items()) if who),
        ),
        Finding(PROOFS.format(dinas=dinas)),
    ]
    if others:
        found.append(
            Finding(f"Tidak atau belum diserahkan {count(len(others), 'kartu')} menurut Lampiran II:", _reasons(others))
        )
    return tuple(found)


def _returned(rows: Sequence[dict[str, Any]], bank: str) -> tuple[Finding, ...]:
    return (
        Finding(
            f"PIHAK KESATU mengembalikan {count(len(rows), 'kartu')} menurut Lampiran I kepada {bank}, dan PIHAK "
            "KETIGA menerimanya, dengan alasan:",
            _reasons(rows),
        ),
        Finding("PIHAK KEDUA mengetahui alasan setiap kartu yang dikembalikan."),
        Finding("Lampiran memuat nomor KKS lengkap agar setiap kartu dapat dikenali bank, dan dijaga kerahasiaannya."),
    )


def _of(rows: Sequence[dict[str, Any]], handed: bool) -> list[dict[str, Any]]:
    return [row for row in rows if (row["keadaan"] in KKS_HANDED_OVER) is handed]


def _reasons(rows: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    counted = Counter(row["alasan"] or KksState(row["keadaan"]).label for row in rows)
    return tuple(f"{reason.lower()}: {count(number, 'kartu')}" for reason, number in sorted(counted.items()))


def _listings(rows: Sequence[dict[str, Any]], *, handed: bool) -> tuple[Listing, ...]:
    if not handed:
        return (Listing("I", "Kartu yang dikembalikan", OTHER_HEADS, _others(rows)),)
    found = [Listing("I", "Kartu yang diserahkan", HANDED_HEADS, _received(_of(rows, True)))]
    if others := _of(rows, False):
        found.append(Listing("II", "Kartu yang tidak diserahkan", OTHER_HEADS, _others(others)))
    return tuple(found)


def _received(rows: Sequence[dict[str, Any]]) -> tuple[tuple, ...]:
    own = ("nama", "nik", "kks", "alamat", "penerima", "waktu", "bukti", "catatan")
    return tuple((number, *(row[name] for name in own)) for number, row in enumerate(rows, start=1))


def _others(rows: Sequence[dict[str, Any]]) -> tuple[tuple, ...]:
    return tuple(
        (number, row["nama"], row["nik"], row["kks"], row["alamat"], KksState(row["keadaan"]).label, row["alasan"],
         row["waktu"], row["bukti"], row["catatan"])
        for number, row in enumerate(rows, start=1)
    )  # fmt: skip
