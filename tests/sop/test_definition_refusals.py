"""A broken definition is refused whole, with the line of what is wrong and a reason."""

import random
from pathlib import Path

import pytest

from sop.definition import DefinitionError, load, load_all

FOLDER = Path(__file__).parents[2] / "sop" / "definitions"

SMALL = """\
kode = "uji-pkh"
nama = "SOP uji"
program = "pkh"
wilayah = "35.20"
zona = "Asia/Jakarta"
versi = 1
berlaku_sejak = 2024-01-02
berlaku_sejak_alasan = "Tanggal efektif."
dasar_hukum = [
    "UU satu",
    { teks = "UU dua", di_kertas = "UU dwa" },
]
kualifikasi = []
keterkaitan = []
peralatan = []
peringatan = []
pencatatan = []
penanggung_jawab = [{ jabatan = "Kepala Dinas", untuk = "Produk" }]

[dokumen]
unit_kerja = "Dinas Sosial"
nomor = "1/2024"
tanggal_terbit = "tidak terbaca"
revisi = "00"
tanggal_berlaku = "2 Januari 2024"
disahkan_oleh = "Kepala Dinas"

[[lajur]]
kode = "kabupaten"
nama = "PPKH Kabupaten"
peran = ["korkab"]
tingkat = "kabupaten"

[[lajur]]
kode = "kecamatan"
nama = "PPKH Kecamatan"
peran = ["korcam"]
tingkat = "kecamatan"

[[langkah]]
no = 1
kegiatan = "Menerima BNBA"
pelaksana = ["kabupaten"]
penanggung_jawab = "kabupaten"
kelengkapan = ["ATK", "Komputer"]
waktu = { jumlah = 1, satuan = "hari_kerja" }
waktu_di_kertas = "1 hari kerja"
output = "Data diterima"
aktivitas = ["terima_bnba"]
setelah = []

[[langkah]]
no = 2
kegiatan = "Kroscek"
kegiatan_di_kertas = "Proseck"
pelaksana = [
    "kabupaten",
    "kecamatan",
]
penanggung_jawab = "kecamatan"
pemeriksa = "korkab"
kelengkapan = []
waktu = { jumlah = 5, satuan = "hari" }
waktu_di_kertas = "5 hari"
output = "Data valid"
aktivitas = ["kroscek"]
setelah = [1]

[[langkah]]
no = 3
kegiatan = "Rapat"
pelaksana = ["kabupaten"]
penanggung_jawab = "kabupaten"
kelengkapan = []
waktu = { satuan = "menyesuaikan" }
waktu_di_kertas = "menyesuaikan"
output = "Notulen"
aktivitas = ["rapat"]
setelah = [1, 2]
"""

STEP_1 = 40  # line of [[langkah]] 1
STEP_2 = 52
STEP_3 = 69

# (what is replaced, by what, line, reason)
BREAKAGES = {
    "unknown key at the top": ("versi = 1\n", 'versi = 1\nwarna = "biru"\n', 7, 'kunci "warna" tidak dikenal.'),
    "misspelt key of a step": (
        'kegiatan = "Kroscek"',
        'kegiatn = "Kroscek"',
        STEP_2 + 2,
        'kunci "kegiatn" tidak dikenal di langkah ke-2.',
    ),
    "unknown key in an inline table": (
        "jumlah = 5,",
        "jumlah = 5, kira = 2,",
        STEP_2 + 11,
        'kunci "kira" tidak dikenal di langkah ke-2, waktu.',
    ),
    "missing table": ("[dokumen]", "[dokumn]", 20, 'kunci "dokumn" tidak dikenal.'),
    "missing key at the top": ('zona = "Asia/Jakarta"\n', "", 1, 'kunci "zona" belum ditulis.'),
    "missing key of a step": (
        'output = "Data valid"\n',
        "",
        STEP_2,
        'kunci "output" belum ditulis di langkah ke-2.',
    ),
    "missing unit": (
        'jumlah = 5, satuan = "hari"',
        "jumlah = 5",
        STEP_2 + 11,
        'kunci "satuan" belum ditulis di langkah ke-2, waktu.',
    ),
    "number where a text belongs": (
        'output = "Data valid"',
        "output = 7",
        STEP_2 + 13,
        "output di langkah ke-2 harus berupa teks.",
    ),
    "text where a number belongs": (
        "no = 3",
        'no = "3"',
        STEP_3 + 1,
        "no di langkah ke-3 harus berupa bilangan bulat.",
    ),
    "truth where a number belongs": ("versi = 1", "versi = true", 6, "versi harus berupa bilangan bulat."),
    "text where a list belongs": (
        'kelengkapan = ["ATK", "Komputer"]',
        'kelengkapan = "ATK"',
        STEP_1 + 5,
        "kelengkapan di langkah ke-1 harus berupa daftar.",
    ),
    "a moment where a date belongs": (
        "2024-01-02",
        "2024-01-02T08:00:00",
        7,
        "berlaku_sejak harus berupa tanggal tanpa jam, misalnya 2023-06-05.",
    ),
    "a date that does not exist": ("2024-01-02", "2024-02-30", 7, "tanggal tidak ada dalam kalender."),
    "text where a table belongs": (
        'waktu = { jumlah = 5, satuan = "hari" }',
        'waktu = "5 hari"',
        STEP_2 + 11,
        "waktu di langkah ke-2 harus berupa tabel.",
    ),
    "unknown lane in a list over several lines": (
        '    "kecamatan",\n]',
        '    "kelurahan",\n]',
        STEP_2 + 6,
        'pelaksana langkah 2 menyebut lajur "kelurahan" yang tidak ada.',
    ),
    "lead that is not among the pelaksana": (
        'penanggung_jawab = "kecamatan"',
        'penanggung_jawab = "dinas"',
        STEP_2 + 8,
        'penanggung jawab langkah 2, "dinas", bukan salah satu pelaksananya.',
    ),
    "checker who is the worker": (
        'pemeriksa = "korkab"',
        'pemeriksa = "korcam"',
        STEP_2 + 9,
        "pemeriksa langkah 2 harus peran lain dari yang mengerjakannya.",
    ),
    "unknown unit": (
        'satuan = "hari" }',
        'satuan = "tahun" }',
        STEP_2 + 11,
        'satuan di langkah ke-2, waktu tidak mengenal "tahun". Pilihan: menit, jam, hari_kerja, hari, minggu, '
        "bulanan, triwulanan, menyesuaikan.",
    ),
    "unknown role": (
        'peran = ["korcam"]',
        'peran = ["korca"]',
        37,
        'peran di lajur ke-2 tidak mengenal "korca". Pilihan: admin, apd, operator, korkab, korcam, pendamping, kasi, '
        "kabid, sekretaris, kadis, bank, kecamatan, desa, inspektorat, petugas.",
    ),
    "unknown level": (
        'tingkat = "kecamatan"',
        'tingkat = "desa"',
        38,
        'tingkat di lajur ke-2 tidak mengenal "desa". Pilihan: kabupaten, kecamatan, luar.',
    ),
    "lane without a role": ('peran = ["korkab"]', "peran = []", 31, "peran di lajur ke-1 tidak boleh kosong."),
    "lane twice": ('kode = "kecamatan"', 'kode = "kabupaten"', 35, 'kode lajur "kabupaten" dipakai dua kali.'),
    "amount missing": (
        "jumlah = 5, ",
        "",
        STEP_2 + 11,
        "jumlah untuk satuan hari belum ditulis.",
    ),
    "amount zero": (
        "jumlah = 5,",
        "jumlah = 0,",
        STEP_2 + 11,
        "Jumlah untuk satuan hari harus antara 1 dan 36500, bukan 0.",
    ),
    "two quarters": (
        'jumlah = 5, satuan = "hari"',
        'jumlah = 2, satuan = "triwulanan"',
        STEP_2 + 11,
        "Jumlah untuk satuan triwulanan selalu 1, bukan 2.",
    ),
    "menyesuaikan with an amount": (
        'satuan = "menyesuaikan"',
        'jumlah = 3, satuan = "menyesuaikan"',
        STEP_3 + 6,
        "Satuan menyesuaikan tidak memakai jumlah.",
    ),
    "number twice": ("no = 3", "no = 2", STEP_3 + 1, "nomor langkah 2 dipakai dua kali."),
    "number left out": ("no = 3", "no = 4", STEP_3 + 1, "nomor langkah harus urut: di sini 3, bukan 4."),
    "waiting for a later step": (
        "setelah = [1]\n",
        "setelah = [1, 3]\n",
        STEP_2 + 15,
        "langkah 2 menunggu langkah 3 yang datang sesudahnya.",
    ),
    "waiting for itself": ("setelah = [1, 2]", "setelah = [3]", STEP_3 + 10, "langkah 3 menunggu dirinya sendiri."),
    "waiting for nothing there": (
        "setelah = [1, 2]",
        "setelah = [9]",
        STEP_3 + 10,
        "langkah 3 menunggu langkah 9 yang tidak ada.",
    ),
    "waiting for nobody": (
        "setelah = [1, 2]",
        "setelah = []",
        STEP_3 + 10,
        "langkah 3 harus menyebut langkah yang ditunggunya.",
    ),
    "the same item twice": (
        '["ATK", "Komputer"]',
        '["ATK", "ATK"]',
        STEP_1 + 5,
        'kelengkapan di langkah ke-1 memuat "ATK" dua kali.',
    ),
    "first step without the BNBA": (
        '"terima_bnba"',
        '"rapat"',
        STEP_1 + 9,
        'langkah 1 harus memuat aktivitas "terima_bnba".',
    ),
    "determined without a Berita Acara": (
        'aktivitas = ["rapat"]',
        'aktivitas = ["penetapan"]',
        STEP_3 + 9,
        'aktivitas "penetapan" pada langkah 3 harus didahului "berita_acara".',
    ),
    "spelling of the paper that does not differ": (
        '"Proseck"',
        '"Kroscek"',
        STEP_2 + 3,
        "kegiatan_di_kertas sama dengan kegiatan; tulis hanya bila berbeda.",
    ),
    "item of a list that does not differ": (
        "UU dwa",
        "UU dua",
        11,
        "di_kertas di dasar_hukum ke-2 sama dengan teks; tulis hanya bila berbeda.",
    ),
    "blank text": ('nama = "SOP uji"', 'nama = "  "', 2, "nama tidak boleh kosong."),
    "text over two lines": (
        'nama = "SOP uji"',
        'nama = "SOP\\nuji"',
        2,
        "nama memuat ganti baris, karakter tak terlihat, atau spasi di tepi.",
    ),
    "code of another form": ('kode = "uji-pkh"', 'kode = "Uji PKH"', 1, 'kode berbentuk salah: "Uji PKH".'),
    "NIP of an official": (
        'disahkan_oleh = "Kepala Dinas"',
        'disahkan_oleh = "Kepala Dinas NIP. 00000000 000000 0 000"',
        26,
        "tampak memuat NIK atau NIP; tulis jabatannya saja.",
    ),
    "quote not closed": (
        'nama = "SOP uji"',
        'nama = "SOP uji',
        2,
        "tanda kutip belum ditutup atau ada karakter yang tidak diizinkan.",
    ),
    "text without quotes": (
        'nama = "SOP uji"',
        "nama = SOP uji",
        2,
        "nilai tidak dapat dibaca; teks harus diapit tanda kutip.",
    ),
    "key twice": ("versi = 1\n", "versi = 1\nversi = 2\n", 7, "kunci atau tabel ini ditulis dua kali."),
    "list not closed": ("setelah = [1, 2]\n", "setelah = [1, 2\n", 79, "kurung siku daftar belum ditutup."),
}


def test_the_unbroken_text_is_read():
    assert [step.no for step in load(SMALL).langkah] == [1, 2, 3]


@pytest.mark.parametrize("name", BREAKAGES)
def test_broken_text_is_refused_with_line_and_reason(name):
    old, new, line, reason = BREAKAGES[name]
    assert SMALL.count(old) >= 1

    with pytest.raises(DefinitionError) as refusal:
        load(SMALL.replace(old, new, 1))

    assert (refusal.value.line, refusal.value.reason) == (line, reason)
    assert str(refusal.value) == f"Baris {line}: {reason}"


def test_a_file_is_named_in_its_refusal(tmp_path):
    path = tmp_path / "uji_pkh_2024.toml"
    path.write_text(SMALL.replace("versi = 1", "versi = 0"))

    with pytest.raises(DefinitionError) as refusal:
        load(path)

    assert str(refusal.value) == "Berkas uji_pkh_2024.toml, baris 6: versi harus antara 1 dan 9999."


def test_a_file_that_is_no_utf8_is_refused_with_its_line(tmp_path):
    path = tmp_path / "uji.toml"
    path.write_bytes(SMALL.encode().replace(b"SOP uji", b"SOP \xe9uji"))

    with pytest.raises(DefinitionError) as refusal:
        load(path)

    assert str(refusal.value) == "Berkas uji.toml, baris 2: bukan teks UTF-8; simpan ulang berkas sebagai UTF-8."


def test_what_an_editor_on_windows_saves_is_read(tmp_path):
    path = tmp_path / "uji.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())

    assert load(path).content_hash == load(SMALL).content_hash


@pytest.mark.parametrize("text", ["", "[" * 5000, "a = " + "[" * 5000, "x = 1\n" * 200_000, "versi = " + "9" * 5000])
def test_monstrous_texts_are_refused(text):
    with pytest.raises(DefinitionError):
        load(text)


def test_one_broken_file_keeps_all_of_a_folder_out(tmp_path):
    (tmp_path / "a.toml").write_text(SMALL)
    (tmp_path / "b.toml").write_text(SMALL.replace("versi = 1", "versi = 2").replace("[1, 2]", "[5]"))

    with pytest.raises(DefinitionError) as refusal:
        load_all(tmp_path)

    assert str(refusal.value) == "Berkas b.toml, baris 79: langkah 3 menunggu langkah 5 yang tidak ada."


def test_a_folder_may_hold_each_version_once(tmp_path):
    (tmp_path / "a.toml").write_text(SMALL)
    (tmp_path / "b.toml").write_text(SMALL.replace("versi = 1", "versi = 2"))
    assert [definition.versi for definition in load_all(tmp_path)] == [1, 2]

    (tmp_path / "c.toml").write_text(SMALL)
    with pytest.raises(DefinitionError) as refusal:
        load_all(tmp_path)

    assert str(refusal.value) == "Berkas c.toml, baris 6: uji-pkh versi 1 sudah ada di berkas lain."


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(DefinitionError, match=r"tidak ada berkas \.toml di folder ini\."):
        load_all(tmp_path)


@pytest.mark.slow
def test_random_damage_is_read_or_refused_but_never_breaks_the_reader():
    chance = random.Random(2024)
    text = (FOLDER / "lamandau_pkh_2023.toml").read_text()
    outcomes = {"read": 0, "refused": 0}
    for _ in range(150):
        start = chance.randrange(len(text))
        damaged = text[:start] + chance.choice(["", '"', "[", "]", "}", "\n", "=", "0", "#"]) + text[start + 1 :]
        try:
            load(damaged)
        except DefinitionError as refusal:
            outcomes["refused"] += 1
            assert 1 <= refusal.line <= damaged.count("\n") + 1
        else:
            outcomes["read"] += 1
    assert min(outcomes.values()) > 0
