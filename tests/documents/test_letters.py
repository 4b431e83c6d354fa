"""A letter from draft to number: approved by who signs it, never by who wrote it, no number before."""

import io
from datetime import date

import pytest
from django.db import DatabaseError
from pypdf import PdfReader

from pkh_sembako.documents.exports.publishing import publish
from pkh_sembako.documents.kinds import KINDS
from pkh_sembako.documents.models import Document, Letter, LetterTemplate
from pkh_sembako.documents.services import files, letters, templates
from pkh_sembako.documents.services.letters import Content
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Official
from tests.documents.test_guards import refused, without_guard

DAY = date(2026, 11, 20)
NUMBER = "400.9/55/403.107/2026"
TASK = KINDS["surat_tugas"]


@pytest.fixture
def official(kadis) -> Official:
    return Official.objects.create(
        post="kadis",
        title="Kepala Dinas Sosial",
        name="Bima Surengrana",
        nip="19700101 199501 1 001",
        user=kadis,
        starts=date(2025, 1, 2),
    )


def content(**changes) -> Content:
    facts = {
        "subject": "Pendampingan validasi",
        "dated": DAY,
        "blocks": {"dasar": "SOP tahun ini.", "untuk": "Melaksanakan {{ hal }};\nMelapor.", "penutup": "Selesai."},
        "rows": [{"nama": "Rina Contoh", "nip": "", "pangkat": "", "jabatan": "Pendamping"}],
    }
    return Content(**(facts | changes))


@pytest.fixture
def letter(official, operator) -> Letter:
    return letters.draft(TASK, content(), template=templates.current(TASK), by=operator)


@pytest.fixture
def approved(letter, operator, kadis) -> Letter:
    letters.submit(letter, by=operator)
    letters.approve(letter, by=kadis)
    return Letter.objects.get(pk=letter.pk)


def sentence(act, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as refusal:
        act(*args, **kwargs)
    return refusal.value.sentence


def words(document: Document) -> str:
    reader = PdfReader(io.BytesIO(files.verified(document.pdf)))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def test_an_approved_letter_gets_its_number_and_is_printed(approved, operator):
    document = publish(approved, dated=DAY, number=NUMBER, by=operator)
    assert (document.number, document.kind, document.title, document.subject) == (
        NUMBER,
        "letter_surat_tugas",
        "Surat Tugas: Pendampingan validasi",
        f"letter:{approved.pk}",
    )
    printed = words(document)
    for part in (
        "SURAT TUGAS",
        f"NOMOR {NUMBER}",
        "Melaksanakan Pendampingan validasi;",
        "Rina Contoh",
        "20 November 2026",
        "Bima Surengrana",
        f"/verifikasi/{document.code}/",
    ):
        assert part in printed
    approved.refresh_from_db()
    assert (approved.state, approved.document) == ("issued", document)


def test_there_is_no_number_before_approval(letter, operator):
    assert sentence(publish, letter, dated=DAY, number=NUMBER, by=operator) == (
        "Surat ini sekarang konsep. Muat ulang halaman."
    )
    letters.submit(letter, by=operator)
    assert sentence(publish, letter, dated=DAY, number=NUMBER, by=operator) == (
        "Surat ini sekarang menunggu persetujuan. Muat ulang halaman."
    )
    assert Document.objects.count() == 0


def test_a_taken_number_leaves_the_letter_waiting(approved, operator, issued):
    assert sentence(publish, approved, dated=DAY, number=issued.number, by=operator) == (
        f"Nomor {issued.number} sudah dipakai dokumen lain."
    )
    approved.refresh_from_db()
    assert approved.state == "approved"


def test_only_who_signs_approves_and_a_return_says_why(letter, operator, kabid, kadis):
    letters.submit(letter, by=operator)
    assert sentence(letters.approve, letter, by=kabid) == "Surat ini menunggu Kepala dinas, bukan Anda."
    assert sentence(letters.return_, letter, reason=" ", by=kadis) == "Tulis alasan pengembalian."
    letters.return_(letter, reason="Tambahkan nama", by=kadis)
    letter.refresh_from_db()
    assert (letter.state, letter.returned_reason) == ("draft", "Tambahkan nama")
    letters.change(letter, content(subject="Baru"), by=operator)
    letter.refresh_from_db()
    assert letter.subject == "Baru"
    assert [row.history_user for row in letter.history.order_by("history_id")] == [operator, operator, kadis, operator]


def test_without_an_official_nothing_is_submitted(operator):
    letter = letters.draft(TASK, content(), template=templates.current(TASK), by=operator)
    assert sentence(letters.submit, letter, by=operator).startswith("Belum ada pejabat Kepala dinas yang menjabat")


@pytest.mark.parametrize(
    ("kind", "changes", "told"),
    [
        ("surat_tugas", {"rows": []}, "Isi sedikitnya satu baris pada Kepada."),
        ("surat_tugas", {"blocks": {"dasar": "x", "untuk": "y", "penutup": ""}}, "Bagian Penutup belum diisi."),
        (
            "surat_tugas",
            {"blocks": {"dasar": "x", "untuk": "a\n{{ apa }}", "penutup": "z"}},
            "Bagian Untuk, baris 2: isian “apa” tidak dikenal. Pakai salah satu dari daftar isian.",
        ),
        ("undangan", {}, "Tulis kepada siapa surat ini, satu penerima per baris."),
        ("surat_tugas", {"matter": "round:999"}, "Siklus, penetapan, atau jawaban yang dipilih tidak ada lagi."),
        ("keputusan", {}, "Pilih penetapan atau jawaban yang menjadi dasar surat ini."),
        (
            "surat_tugas",
            {"blocks": {"dasar": "{{ siklus }}", "untuk": "y", "penutup": "z"}},
            "Bagian Dasar memakai isian “siklus”, tetapi surat ini belum dikaitkan dengan siklus. "
            "Pilih siklusnya atau hapus isian itu.",
        ),
    ],
)
def test_what_is_missing_is_said(operator, kind, changes, told):
    known = KINDS[kind]
    assert sentence(letters.draft, known, content(**changes), template=templates.current(known), by=operator) == told


def test_the_database_keeps_what_was_submitted(letter, operator):
    letters.submit(letter, by=operator)
    with refused("Isi surat yang sudah diajukan tidak dapat diubah"):
        Letter.objects.filter(pk=letter.pk).update(subject="Lain")
    with refused("tidak dapat dihapus"):
        Letter.objects.filter(pk=letter.pk).delete()
    with without_guard("documents_letter"):
        assert Letter.objects.filter(pk=letter.pk).update(subject="Lain") == 1


def test_the_database_refuses_a_number_without_approval_and_ones_own_approval(letter, operator, issued):
    for change in (
        {"document": issued},
        {"state": "approved", "approved_by": operator, "approved_at": "2026-11-20T08:00Z"},
    ):
        with pytest.raises(DatabaseError), letters.transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**change)


def test_an_approval_is_never_taken_back_or_passed_on(approved, kabid):
    with refused("Persetujuan surat tidak dapat diubah"):
        Letter.objects.filter(pk=approved.pk).update(approved_by=kabid)
    with refused("tidak dapat pindah dari approved ke submitted|letter_approved"):
        Letter.objects.filter(pk=approved.pk).update(state="submitted")


def test_each_saving_of_a_text_is_a_version_and_a_letter_remembers_its_own(letter, operator):
    blocks = TASK.texts | {"penutup": "Demikian."}
    second = templates.save(TASK, blocks=blocks, seen=1, note="Singkat", by=operator)
    assert (second.version, templates.current(TASK).blocks["penutup"], letter.template.version) == (2, "Demikian.", 1)
    assert sentence(templates.save, TASK, blocks=TASK.texts, seen=1, note="", by=operator) == (
        "Naskah ini sudah diubah orang lain menjadi versi 2. Muat ulang halaman."
    )
    assert sentence(templates.save, TASK, blocks=blocks, seen=2, note="", by=operator) == (
        "Tidak ada yang berubah dari versi yang berlaku."
    )
    third = templates.restore(TASK, seen=2, by=operator)
    assert (third.version, third.blocks, third.note) == (3, TASK.texts, "Kembali ke teks bawaan")


def test_a_version_is_never_rewritten(letter):
    with refused("tidak dapat diubah atau dihapus"):
        LetterTemplate.objects.update(note="x")
    with without_guard("documents_lettertemplate"):
        assert LetterTemplate.objects.update(note="x") == 1
