"""The definitions say what the papers say."""

from datetime import date
from pathlib import Path

import pytest

from sop.definition import load_all
from tests.sop import papers

FOLDER = Path(__file__).parents[2] / "sop" / "definitions"
SOPS = {definition.kode: definition for definition in load_all(FOLDER)}
CODES = sorted(SOPS)


def test_the_five_papers_are_there():
    assert [(sop.kode, sop.program, sop.wilayah, sop.zona, sop.versi) for sop in SOPS.values()] == [
        ("banjarbaru-pkh", "pkh", "63.72", "Asia/Makassar", 1),
        ("lamandau-pkh", "pkh", "62.09", "Asia/Jakarta", 1),
        ("magetan-pkh", "pkh", "35.20", "Asia/Jakarta", 1),
        ("magetan-sembako", "sembako", "35.20", "Asia/Jakarta", 1),
        ("sragen-pkh", "pkh", "33.14", "Asia/Jakarta", 1),
    ]


@pytest.mark.parametrize("code", CODES)
def test_rows_have_the_times_checklists_and_outputs_of_the_paper(code):
    rows = [(s.no, s.waktu.jumlah, s.waktu.satuan, len(s.kelengkapan), s.output) for s in SOPS[code].langkah]

    assert rows == papers.ROWS[code]


@pytest.mark.parametrize("code", CODES)
def test_lanes_and_leads(code):
    sop = SOPS[code]

    assert [lane.nama for lane in sop.lajur] == papers.LANES[code]
    assert [sop.lane(step.penanggung_jawab).nama for step in sop.langkah] == papers.LEADS[code]
    assert all({"pelaksana", "penanggung_jawab"} <= set(step.disimpulkan) for step in sop.langkah)


@pytest.mark.parametrize("code", [code for code in CODES if code != "banjarbaru-pkh"])
def test_each_step_waits_for_the_row_before(code):
    assert [step.setelah for step in SOPS[code].langkah] == [(), *[(step.no - 1,) for step in SOPS[code].langkah[1:]]]


def test_what_banjarbaru_does_monthly_does_not_wait_for_a_quarterly_payment():
    steps = SOPS["banjarbaru-pkh"].langkah

    assert [step.setelah for step in steps] == [(), (1,), (2,), (3,), (4,), (5,), (6,), (6,), (6,), (7, 8, 9)]
    assert [step.no for step in steps if "setelah" in step.disimpulkan] == [8, 9, 10]


def test_banjarbaru_keeps_the_numbers_of_the_paper_beside_its_own():
    assert [step.no_di_kertas for step in SOPS["banjarbaru-pkh"].langkah] == [*[None] * 7, "3", "3", "0"]


def test_roles_that_lead():
    magetan, lamandau = SOPS["magetan-pkh"], SOPS["lamandau-pkh"]

    assert [magetan.roles_of(magetan.step(no)) for no in (10, 9, 11, 15, 13)] == [
        ("korkab", "apd"),
        ("korcam",),
        ("kadis",),
        ("operator",),
        ("bank",),
    ]
    assert [lane.peran for lane in lamandau.lajur] == [
        ("korkab", "apd"),
        ("korcam",),
        ("kasi",),
        ("kabid",),
        ("sekretaris",),
        ("kadis",),
        ("bank",),
    ]


def test_kecamatan_led_steps_fan_out():
    fanned = {code: [step.no for step in sop.langkah if sop.fans_out(step)] for code, sop in SOPS.items()}

    assert fanned == {
        "magetan-pkh": [3, 4, 5, 6, 7, 9, 16, 17, 18],
        "magetan-sembako": [5, 8],
        "lamandau-pkh": [2, 3, 4, 5, 7],
        "banjarbaru-pkh": [4, 8, 9],
        "sragen-pkh": [],
    }


def test_only_kroscek_is_checked_by_another():
    checked = {code: {s.no: s.pemeriksa for s in sop.langkah if s.pemeriksa} for code, sop in SOPS.items()}

    assert checked == {
        "magetan-pkh": {9: "korkab"},
        "magetan-sembako": {},
        "lamandau-pkh": {7: "korkab"},
        "banjarbaru-pkh": {},
        "sragen-pkh": {},
    }


def test_steps_for_candidates_only():
    candidates = {code: [step.no for step in sop.langkah if step.calon] for code, sop in SOPS.items()}

    assert candidates == {
        "magetan-pkh": [1, 2, 3, 4],
        "magetan-sembako": [],
        "lamandau-pkh": [1, 2],
        "banjarbaru-pkh": [1, 2, 3, 4, 5],
        "sragen-pkh": [],
    }


def test_activities_from_kroscek_to_the_centre():
    assert [SOPS["magetan-pkh"].step(no).aktivitas for no in (1, 9, 10, 11, 12)] == [
        ("terima_bnba",),
        ("kroscek",),
        ("berita_acara",),
        ("penetapan",),
        ("kirim_berita_acara",),
    ]
    assert [SOPS["lamandau-pkh"].step(no).aktivitas for no in (7, 8, 9)] == [
        ("kroscek",),
        ("berita_acara", "penetapan"),
        ("kirim_berita_acara",),
    ]


def test_heads_of_the_papers_tell_what_the_scan_lost():
    heads = {
        code: tuple(
            str(part)
            for part in (
                sop.dokumen.nomor,
                sop.dokumen.tanggal_terbit,
                sop.dokumen.revisi,
                sop.dokumen.tanggal_berlaku,
                sop.dokumen.disahkan_oleh,
            )
        )
        for code, sop in SOPS.items()
    }

    lost = "tidak terbaca"
    assert heads == {
        "magetan-pkh": (f"188/[{lost}]/Kept./403.107/2023", f"[{lost}] Juni 2023", lost, lost, lost),
        "magetan-sembako": (
            "188/48/Kept./403.107/2023",
            "5 Juni 2023",
            lost,
            lost,
            "Kepala Dinas Sosial Kabupaten Magetan",
        ),
        "lamandau-pkh": (
            "800/2128/DINSOS.B/XI/2023",
            "30 November 2023",
            lost,
            lost,
            "Kepala Dinas Sosial Kabupaten Lamandau",
        ),
        "banjarbaru-pkh": (lost, "5 Agustus 2019", lost, lost, "Kepala Dinas Sosial Kota Banjarbaru"),
        "sragen-pkh": ("460/2339/09/2022", lost, "00", lost, lost),
    }


def test_in_force_since():
    assert {code: sop.berlaku_sejak for code, sop in SOPS.items()} == {
        "magetan-pkh": date(2023, 6, 5),
        "magetan-sembako": date(2023, 6, 5),
        "lamandau-pkh": date(2023, 11, 30),
        "banjarbaru-pkh": date(2019, 8, 5),
        "sragen-pkh": date(2022, 9, 1),
    }


def test_slips_of_the_papers_stand_beside_the_clean_text():
    keuangan = SOPS["magetan-pkh"].dasar_hukum[0]
    huk = SOPS["sragen-pkh"].dasar_hukum[-1]
    resertifikasi = SOPS["magetan-pkh"].step(16)
    kroscek = SOPS["lamandau-pkh"].step(7)

    assert keuangan.teks == "Undang-Undang Nomor 17 Tahun 2003 tentang Keuangan Negara"
    assert keuangan.di_kertas == "Undang-undang Nomor 17 Tahun 2003 tentang Keuangan Daerah"
    assert huk.teks.startswith("Keputusan Menteri Sosial Nomor 42/HUK/2007 ")
    assert huk.di_kertas.startswith("Kepmensos No 42/HUB/2007 ")
    assert resertifikasi.kegiatan == "Resertifikasi peserta PKH dalam mengukur tingkat sosial ekonomi keluarga"
    assert resertifikasi.kegiatan_di_kertas.endswith("tingkat social ekonomi pendamping")
    assert (kroscek.kegiatan, kroscek.kegiatan_di_kertas) == (
        "Kroscek kesesuaian data KPM",
        "Proseck ke Sesuaian Data KPM",
    )


def test_strays_of_sragen_are_notes_and_no_promises():
    sragen = SOPS["sragen-pkh"]

    assert [note.di_kertas for note in sragen.catatan if note.di_kertas] == [
        "2. Bantuan Langsung Tunai (BLT)",
        "3. Kesehatan Buruh pabrik Rokok dan Buruh Tani Tembakau terjamin .",
    ]
    assert [str(text) for text in sragen.standar_pelayanan.jaminan_pelayanan] == ["Kode etik"]


def test_service_standards():
    standards = {
        code: (
            sop.standar_pelayanan.jangka_waktu.jumlah,
            sop.standar_pelayanan.jangka_waktu.satuan,
            sop.standar_pelayanan.produk,
            len(sop.standar_pelayanan.prosedur),
            len(sop.standar_pelayanan.sarana),
            [channel.saluran for channel in sop.standar_pelayanan.pengaduan],
        )
        for code, sop in SOPS.items()
        if sop.standar_pelayanan
    }

    assert standards == {
        "magetan-pkh": (30, "hari", "Pendampingan PKH", 6, 5, papers.CHANNELS),
        "magetan-sembako": (15, "hari", "Kartu Keluarga Sejahtera", 7, 5, papers.CHANNELS),
        "sragen-pkh": (
            1,
            "triwulanan",
            "Bantuan Non Tunai Program Keluarga Harapan",
            2,
            15,
            [
                "Pejabat pengelola pengaduan",
                "Petugas pengaduan",
                "Telepon",
                "Situs web pengaduan",
                "Kotak pengaduan, saran dan masukan",
            ],
        ),
    }


def test_lists_of_the_papers_are_complete():
    counts = {
        code: tuple(
            len(part)
            for part in (
                sop.dasar_hukum,
                sop.kualifikasi,
                sop.keterkaitan,
                sop.peralatan,
                sop.peringatan,
                sop.pencatatan,
                sop.penanggung_jawab,
            )
        )
        for code, sop in SOPS.items()
    }

    assert counts == {
        "magetan-pkh": (10, 3, 2, 4, 1, 1, 1),  # the paper's 9 legal lines, one of which joins two rules
        "magetan-sembako": (6, 2, 2, 5, 1, 1, 1),
        "lamandau-pkh": (7, 2, 1, 5, 1, 5, 1),
        "banjarbaru-pkh": (1, 3, 1, 3, 1, 1, 2),
        "sragen-pkh": (6, 2, 0, 0, 0, 0, 2),
    }


def test_what_does_not_add_up_is_told():
    assert {code: sop.contradictions() for code, sop in SOPS.items()} == {
        "magetan-pkh": [
            "Langkah 1–12 berjumlah 105 hari kerja, sedangkan standar pelayanan menjanjikan 30 (tiga puluh) hari.",
            "Langkah 13–18 berjumlah 104 hari, sedangkan standar pelayanan menjanjikan 30 (tiga puluh) hari.",
            "Satuan waktu bercampur dalam satu tabel: hari kerja (langkah 1–12) dan hari (langkah 13–18).",
        ],
        "magetan-sembako": [
            "Langkah 6 dan 9 berjumlah 6 + 15 = 21 hari, sedangkan standar pelayanan menjanjikan 15 (Lima Belas) hari.",
        ],
        "lamandau-pkh": [
            "Kertas tidak memuat janji jangka waktu. Langkah 1–10 berjumlah 120 hari (1 minggu dihitung 7 hari).",
            "Satuan waktu bercampur dalam satu tabel: minggu (langkah 1–2) dan hari (langkah 3–10).",
        ],
        "banjarbaru-pkh": [
            "Kertas tidak memuat janji jangka waktu.",
            "Langkah 1–6 dan 9 tidak mempunyai jangka waktu (menyesuaikan); "
            "tenggatnya baru ada setelah tanggalnya disepakati.",
            "Nomor 3, 3, dan 0 di kertas dibaca sebagai langkah 8, 9, dan 10.",
        ],
        "sragen-pkh": [
            "Langkah 1 tidak mempunyai jangka waktu (menyesuaikan); tenggatnya baru ada setelah tanggalnya disepakati.",
        ],
    }
