"""An office on its first morning: reference data and people, no files yet. Every list says why and what to do."""

import re

import pytest

from pkh_sembako.context import MENU

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# (who opens it, address): lists that have nothing yet, below the menu too.
LISTS = [
    ("operator", "/"),
    ("operator", "/siklus/"),
    ("ratri", "/kroscek/"),
    ("kadis", "/penetapan/"),
    ("operator", "/tenggat/"),
    ("operator", "/keluarga/"),
    ("ratri", "/keluarga/"),
    ("operator", "/siks-ng/"),
    ("operator", "/siks-ng/banding/"),
    ("operator", "/bnba/"),
    ("operator", "/rekap/"),
    ("operator", "/data-kemiskinan/"),
    ("operator", "/data-bank/"),
    ("operator", "/kks/"),
    ("operator", "/dokumen/"),
    ("operator", "/dokumen/surat/"),
    ("operator", "/dokumen/nomor/"),
    ("operator", "/agenda/"),
    ("operator", "/unduhan/"),
    ("petugas", "/meja-pengaduan/"),
    ("korcam.plaosan", "/perbaikan/"),
    ("petugas", "/meja-pengaduan/rujukan/"),
    ("petugas", "/meja-pengaduan/lapor/"),
    ("petugas", "/klarifikasi/"),
    ("petugas", "/sanggah/"),
    ("korcam.plaosan", "/meja-pengaduan/"),
    ("petugas", "/skm/kelola/"),
    ("petugas", "/skm/kelola/hasil/"),
    ("inspektorat", "/temuan/"),
    ("inspektorat", "/temuan/sampel/"),
    ("inspektorat", "/jejak-baca/"),
    ("operator", "/data-pribadi/"),
    ("kadis", "/data-pribadi/insiden/"),
    ("korkab", "/cuti/"),
    ("ratri", "/pemberitahuan/"),
    ("admin", "/cadangan/"),
    ("ratri", "/penilaian/"),
]
# What a new office has from its reference data and its people, and pages that are no lists.
FILLED = {
    "/sop/",
    "/loket/",
    "/kks/serah/",
    "/laporan/",
    "/wilayah-kerja/",
    "/sdm/",
    "/pengguna/",
    "/peran/",
    "/kantor/",
    "/kalender/",
}
SEARCHES = [
    ("operator", "/keluarga/?q=zzqq"),
    ("operator", "/siklus/?q=zzqq"),
    ("operator", "/dokumen/?q=zzqq&tahun=1999"),
    ("operator", "/agenda/?q=zzqq"),
    ("petugas", "/meja-pengaduan/?q=zzqq"),
    ("inspektorat", "/temuan/?tahun=1999"),
    ("inspektorat", "/jejak-baca/?q=zzqq"),
    ("admin", "/pengguna/?q=zzqq"),
    ("korkab", "/sdm/?q=zzqq"),
]
EMPTY = re.compile(r'<div class="kosong">.*?<p class="kosong-judul">([^<]+)</p>\s*<p>([^<]+)</p>', re.S)


def empty_words(client, url: str) -> list[tuple[str, str]]:
    """(title, sentence) of the empty-state boxes of a page."""
    response = client.get(url)
    assert response.status_code == 200, url
    return EMPTY.findall(response.content.decode())


def test_every_list_of_an_empty_office_says_what_to_do(cast, login):
    silent = []
    for name, url in LISTS:
        said = empty_words(login(cast[name]), url)
        if not any(len(sentence.split()) >= 5 for _, sentence in said):
            silent.append((name, url, said))
    assert silent == []


def test_every_page_of_the_menu_is_known_to_be_a_list_or_filled():
    entries = {entry.path for _, group in MENU for entry in group}
    assert entries - {url for _, url in LISTS} - FILLED == set()


def test_a_search_that_finds_nothing_says_what_to_do(cast, login):
    silent = [(name, url) for name, url in SEARCHES if not empty_words(login(cast[name]), url)]
    assert silent == []
