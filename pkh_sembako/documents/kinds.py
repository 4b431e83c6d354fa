"""The kinds of letters: shape, what is asked for, which words their text may use, and the text they start from.

Parts of each naskah dinas after Permendagri 1/2023 as domain.md 5 describes it; an office changes the texts on
/dokumen/naskah/, never here.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from pkh_sembako.documents.enums import LetterKind, LetterShape
from pkh_sembako.documents.kind_texts import TEXTS

OFFICE_WORDS = {
    "dinas": "nama dinas, misalnya Dinas Sosial Kabupaten Magetan",
    "pemerintah": "nama pemerintah daerah",
    "kabupaten": "nama kabupaten atau kota",
    "tanggal": "tanggal surat",
    "hal": "perihal surat",
}
ROUND_WORDS = {
    "program": "nama program, misalnya Program Keluarga Harapan (PKH)",
    "siklus": "program, tahap, dan tahun, misalnya PKH Tahap 4 2026",
    "tahap": "tahap",
    "tahun": "tahun",
}
RESULT_WORDS = {
    "keluarga": "jumlah keluarga pada daftar yang ditetapkan",
    "layak_bayar": "jumlah keluarga yang layak bayar",
    "tidak_layak": "jumlah keluarga yang tidak layak bayar",
    "ba_nomor": "nomor Berita Acara",
    "ba_tanggal": "tanggal Berita Acara",
    "sidik_jari": "sidik jari (SHA-256) daftar yang ditetapkan",
}
REPLY_WORDS = {
    "tiket": "nomor laporan, misalnya ADU-2026-000418",
    "tanggal_laporan": "tanggal laporan diterima",
    "perihal_laporan": "perihal laporan",
    "jawaban": "jawaban seperti ditulis petugas",
}


class Block(NamedTuple):
    """A text of the letter. `listed`: every line is an item of its own."""

    name: str
    label: str
    help: str
    listed: bool = False


class Detail(NamedTuple):
    """One line that is typed for each letter, e.g. the place of a meeting."""

    name: str
    label: str


class Column(NamedTuple):
    name: str
    label: str


@dataclass(frozen=True)
class Kind:
    """One kind of letter. `matter` names the source it belongs to; `matter_needed` refuses a letter without one."""

    code: LetterKind
    title: str  # as printed
    shape: LetterShape
    use: str  # one sentence for who chooses
    blocks: tuple[Block, ...]
    matter: str = "round"
    matter_needed: bool = False
    details: tuple[Detail, ...] = ()
    columns: tuple[Column, ...] = ()
    rows_title: str = ""
    rows_needed: bool = False
    words: dict[str, str] = field(default_factory=dict)

    @property
    def allowed(self) -> dict[str, str]:
        """Word -> meaning of everything its texts may use."""
        own = {detail.name: detail.label.lower() for detail in self.details}
        return OFFICE_WORDS | ROUND_WORDS | self.words | own

    @property
    def texts(self) -> dict[str, str]:
        """The text it comes with."""
        return dict(TEXTS[self.code])


LINES = "Satu butir per baris."
MENIMBANG = Block("menimbang", "Menimbang", f"{LINES} Dicetak a, b, c.", True)
MENGINGAT = Block("mengingat", "Mengingat", f"{LINES} Dicetak 1, 2, 3.", True)
MEMUTUSKAN = Block("memutuskan", "Menetapkan", f"{LINES} Dicetak KESATU, KEDUA, KETIGA.", True)
MEETING = (
    Detail("hari_acara", "Hari dan tanggal acara"),
    Detail("pukul", "Pukul"),
    Detail("tempat_acara", "Tempat"),
    Detail("acara", "Acara"),
)
PERSON = (Column("nama", "Nama"), Column("nip", "NIP"), Column("pangkat", "Pangkat/golongan"))

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            LetterKind.KEPUTUSAN,
            "Keputusan",
            LetterShape.DECISION,
            "Menetapkan hasil validasi; jumlah keluarga diambil dari Berita Acara yang sudah ditetapkan.",
            (MENIMBANG, MENGINGAT, MEMUTUSKAN),
            matter="determination",
            matter_needed=True,
            words=RESULT_WORDS,
        ),
        Kind(
            LetterKind.SK_TIM,
            "Keputusan",
            LetterShape.DECISION,
            "Membentuk tim validasi beserta susunannya pada lampiran.",
            (MENIMBANG, MENGINGAT, MEMUTUSKAN),
            columns=(*PERSON[:1], Column("jabatan", "Jabatan"), Column("kedudukan", "Kedudukan dalam tim")),
            rows_title="Susunan tim",
            rows_needed=True,
        ),
        Kind(
            LetterKind.SURAT_TUGAS,
            "Surat Tugas",
            LetterShape.TITLED,
            "Menugaskan pegawai atau pendamping untuk satu kegiatan.",
            (
                Block("dasar", "Dasar", LINES, True),
                Block("untuk", "Untuk", LINES, True),
                Block("penutup", "Penutup", "Satu alinea per baris."),
            ),
            columns=(*PERSON, Column("jabatan", "Jabatan")),
            rows_title="Kepada",
            rows_needed=True,
        ),
        Kind(
            LetterKind.UNDANGAN,
            "Surat Undangan",
            LetterShape.ADDRESSED,
            "Mengundang ke rapat, pertemuan awal, atau pembagian kartu.",
            (
                Block("pembuka", "Pembuka", "Satu alinea per baris."),
                Block("penutup", "Penutup", "Satu alinea per baris."),
            ),
            details=MEETING,
        ),
        Kind(
            LetterKind.PEMBERITAHUAN,
            "Surat Pemberitahuan",
            LetterShape.ADDRESSED,
            "Memberi tahu kecamatan atau desa, bila perlu dengan jumlah per wilayah.",
            (
                Block("pembuka", "Isi", "Satu alinea per baris."),
                Block("penutup", "Penutup", "Satu alinea per baris."),
            ),
            columns=(
                Column("wilayah", "Wilayah"),
                Column("jumlah", "Jumlah keluarga"),
                Column("keterangan", "Keterangan"),
            ),
            rows_title="Rincian",
        ),
        Kind(
            LetterKind.NOTULENSI,
            "Notulensi",
            LetterShape.TITLED,
            "Mencatat jalannya rapat, yang hadir, dan kesimpulannya.",
            (
                Block("pembuka", "Pembuka", "Satu alinea per baris."),
                Block("pembahasan", "Pembahasan", LINES, True),
                Block("kesimpulan", "Kesimpulan", LINES, True),
            ),
            details=(*MEETING, Detail("pimpinan", "Pimpinan rapat"), Detail("notulis", "Notulis")),
            columns=(*PERSON[:1], Column("jabatan", "Jabatan/instansi")),
            rows_title="Yang hadir",
            rows_needed=True,
        ),
        Kind(
            LetterKind.JAWABAN,
            "Surat Jawaban",
            LetterShape.ADDRESSED,
            "Menjawab pengaduan warga dengan surat bernomor; jawabannya diambil dari meja pengaduan.",
            (
                Block("pembuka", "Isi", "Satu alinea per baris."),
                Block("penutup", "Penutup", "Satu alinea per baris."),
            ),
            matter="reply",
            matter_needed=True,
            words=REPLY_WORDS,
        ),
    )
}
