"""A letter of invented data, to see a text on paper before it is kept."""

from django.utils import timezone

from pkh_sembako.documents.enums import LetterShape
from pkh_sembako.documents.kinds import Kind
from pkh_sembako.documents.models import Letter
from pkh_sembako.lib.dates import hari_tanggal

FACTS = {
    "program": "Program Keluarga Harapan (PKH)",
    "siklus": "PKH Tahap 1 2027",
    "tahap": "1",
    "tahun": "2027",
    "keluarga": "1.234",
    "layak_bayar": "1.200",
    "tidak_layak": "34",
    "ba_nomor": "400.9/12/2027",
    "ba_tanggal": "20 Januari 2027",
    "sidik_jari": "contoh",
    "tiket": "ADU-2027-000001",
    "tanggal_laporan": "4 Januari 2027",
    "perihal_laporan": "kartu (kks) hilang atau rusak",
    "jawaban": "Kartu pengganti dapat diambil di bank.",
}
DETAILS = {"pukul": "09.00 sampai selesai", "tempat_acara": "Aula kantor", "acara": "Rapat koordinasi validasi"}


def sample(kind: Kind, blocks: dict[str, str]) -> Letter:
    """An unsaved letter of this kind with this text."""
    today = timezone.localdate()
    details = DETAILS | {"hari_acara": hari_tanggal(today), "pimpinan": "Contoh Pimpinan", "notulis": "Contoh Notulis"}
    return Letter(
        kind=kind.code,
        subject=f"Contoh {kind.title.lower()}",
        dated=today,
        addressees=["Camat Contoh Satu", "Camat Contoh Dua"] if kind.shape == LetterShape.ADDRESSED else [],
        details={one.name: details[one.name] for one in kind.details},
        rows=[{column.name: f"{column.label} {number}" for column in kind.columns} for number in (1, 2)]
        if kind.columns
        else [],
        blocks=blocks,
        facts=FACTS,
    )
