"""Berita Acara of cards: the totals are the database's, the list is frozen, a new version names the earlier one."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadLog
from pkh_sembako.documents.models import DocumentState, StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Office
from programs import tasks_kks_ba
from programs.exports import kks_ba, kks_ba_facts
from programs.models import Kks, KksBeritaAcara, KksTally
from programs.queries import kks_ba as queries
from programs.services.kks import ba, handing
from tests.programs.kks.factories import cards
from tests.programs.kks.test_handing import give, photo, picture

HEAD = ba.Head(
    date(2026, 11, 20),
    "Balai Desa",
    (
        ba.Signer("Dinas Sosial", "Petugas TKSK", "Sri Contoh", "19900101 000000 0 000"),
        ba.Signer("Pemerintah Desa", "Kepala Desa", "Budi Contoh"),
        ba.Signer("Bank Contoh", "Petugas bank", "Rini Contoh"),
    ),
)


def text_of(stored: StoredFile) -> str:
    pages = PdfReader(io.BytesIO(files.verified(stored))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.fixture(autouse=True)
def register(db, reference):
    Office.objects.update(number_source="register")


@pytest.fixture
def five(sembako, two_desa, operator) -> list[Kks]:
    """Two handed over, one returned (moved away), one lost, one waiting."""
    made = cards(sembako, two_desa[0], 5, by=operator)
    give(made[0], operator)
    give(made[1], operator, receiver="keluarga", receiver_name="Anak Contoh")
    handing.fail(made[2], reason="pindah", proof=photo(), by=operator, note="Ke Ngawi")
    handing.report(made[2], "send_back", by=operator, note="Lewat kurir bank", evidence=picture())
    handing.report(made[3], "lose", by=operator, note="Kotak hilang")
    return made


def make(the_round, desa, kind, by, **changes) -> KksBeritaAcara:
    return ba.make(the_round, desa, kind, by=by, head=HEAD, **changes)


def published(paper: KksBeritaAcara) -> KksBeritaAcara:
    """As the job does it."""
    tasks_kks_ba.workbook(paper, by=paper.by)
    tasks_kks_ba.attach(paper, kks_ba.render(kks_ba_facts.of(paper)), by=paper.by)
    return KksBeritaAcara.objects.get(pk=paper.pk)


def test_the_totals_on_paper_are_those_of_the_database(five, sembako, two_desa, operator):
    paper = published(make(sembako, two_desa[0], "serah_terima", operator))
    tally = KksTally.objects.get(round=sembako, desa=two_desa[0])
    assert [getattr(paper, part) for part in queries.PARTS] == [getattr(tally, part) for part in queries.PARTS]
    assert [getattr(paper, part) for part in queries.PARTS] == [5, 2, 1, 1, 1, 0]
    text = text_of(paper.document.pdf)
    for words in (
        "Diterima dari bank : 5 kartu, yaitu:",
        "Diserahkan kepada keluarga : 2 kartu",
        "Belum ada hasil : 1 kartu",
        "Dikembalikan ke bank : 1 kartu",
        "Hilang : 1 kartu",
        "Diganti kartu baru : 0 kartu",
        f"NOMOR {paper.document.number}",
        "KPM sendiri: 1 (satu) kartu",
        "Anggota KK yang sama: 1 (satu) kartu",
        "pindah: 1 (satu) kartu",
        "hilang: 1 (satu) kartu",
        "PIHAK KETIGA",
        "Anak Contoh (Anggota KK yang sama)",
    ):
        assert text.count(words) >= 1, words
    names = [card.household.name for card in five]
    assert [text.count(name) for name in names] == [2, 1, 1, 1, 1]  # the first received it herself
    assert five[0].number not in text


def test_the_list_to_the_bank_has_whole_card_numbers_as_text(five, sembako, two_desa, operator):
    paper = published(make(sembako, two_desa[0], "pengembalian", operator))
    text = text_of(paper.document.pdf)
    assert [text.count(card.number) for card in five] == [0, 0, 1, 0, 0]
    book = CalamineWorkbook.from_filelike(io.BytesIO(files.verified(paper.document.workbook)))
    rows = book.get_sheet_by_name("Kartu yang dikembalikan").to_python()
    assert rows[-1][0] == 1
    assert rows[-1][3:8] == [five[2].number, rows[-1][4], "Dikembalikan ke bank", "Pindah", rows[-1][7]]
    assert rows[-1][8:] == ["Surat atau foto", "Lewat kurir bank"]
    sums = book.get_sheet_by_name("Jumlah kontrol").to_python()[-6:]
    assert [row[1] for row in sums] == [5, 2, 1, 1, 1, 0]


def test_a_later_move_changes_no_paper_and_a_new_version_names_the_earlier(five, sembako, two_desa, operator):
    first = make(sembako, two_desa[0], "serah_terima", operator)
    give(five[4], operator)
    first.refresh_from_db()
    assert (first.handed_over, first.to_do, queries.changed_since(first)) == (2, 1, 1)
    with pytest.raises(DomainError, match="Tulis mengapa dibuat versi baru"):
        make(sembako, two_desa[0], "serah_terima", operator)
    second = published(make(sembako, two_desa[0], "serah_terima", operator, reason="satu kartu menyusul"))
    assert (second.version, second.replaces, second.handed_over, second.to_do) == (2, first, 3, 0)
    text = text_of(second.document.pdf)
    assert f"menggantikan Berita Acara Nomor {first.document.number} tanggal" in text
    assert "karena satu kartu menyusul." in text


def test_nothing_to_write_is_said(sembako, two_desa, operator):
    cards(sembako, two_desa[0], 1, by=operator)
    for desa, kind, words in (
        (two_desa[0], "serah_terima", "Belum ada kartu desa ini yang diserahkan."),
        (two_desa[0], "pengembalian", "Belum ada kartu desa ini yang dikembalikan ke bank."),
        (two_desa[1], "serah_terima", "Belum ada kartu desa ini yang diterima dari bank."),
    ):
        with pytest.raises(DomainError) as refused:
            make(sembako, desa, kind, operator)
        assert refused.value.sentence == words


def copy_with(paper: KksBeritaAcara, **changes) -> None:
    fields = {field.name: getattr(paper, field.name) for field in KksBeritaAcara._meta.fields if field.name != "id"}
    other = {"version": 2, "replaces": paper, "reason": "uji", "document_id": paper.document_id}
    with transaction.atomic():
        KksBeritaAcara.objects.create(**fields | other | changes)


def test_the_database_refuses_other_totals_another_list_and_every_change(five, sembako, two_desa, operator):
    paper = make(sembako, two_desa[0], "serah_terima", operator)
    with pytest.raises(IntegrityError, match="Jumlah kontrol Berita Acara tidak sama"):
        copy_with(paper, handed_over=3, to_do=0)
    with pytest.raises(IntegrityError, match="Banyaknya baris daftar tidak sama"):
        copy_with(paper, rows=paper.rows[1:])
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        KksBeritaAcara.objects.filter(pk=paper.pk).update(place="Lain")
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        paper.delete()


def test_without_the_guard_the_paper_could_be_changed(five, sembako, two_desa, operator):
    paper = make(sembako, two_desa[0], "serah_terima", operator)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER guard ON programs_kksberitaacara")
    assert KksBeritaAcara.objects.filter(pk=paper.pk).update(handed_over=3, to_do=0) == 1


@pytest.mark.django_db(transaction=True)
def test_delivered_twice_the_first_files_stay(five, sembako, two_desa, operator):
    paper = make(sembako, two_desa[0], "serah_terima", operator)
    jobs.run(Job.objects.get(kind="kks.ba").pk)
    paper.document.refresh_from_db()
    assert [paper.document.pdf.name, paper.document.workbook.name] == [
        f"BA-serah-terima-KKS-{two_desa[0].name}-Sembako-Tahap-11-2026.pdf",
        f"BA-serah-terima-KKS-{two_desa[0].name}-Sembako-Tahap-11-2026.xlsx",
    ]
    before = list(StoredFile.objects.order_by("pk").values_list("pk", "sha256"))
    job = Job.objects.get(kind="kks.ba")
    jobs.run(job.pk)
    jobs.run(Job.objects.create(kind="kks.ba", arguments={"paper": paper.pk}, by=operator).pk)
    assert list(StoredFile.objects.order_by("pk").values_list("pk", "sha256")) == before


SENT = {
    "dated": "2026-11-20", "place": "Balai Desa", "dinas_name": "Sri Contoh", "dinas_title": "TKSK", "dinas_nip": "",
    "desa_name": "Budi Contoh", "desa_title": "Kepala Desa", "bank_institution": "Bank Contoh",
    "bank_name": "Rini Contoh", "bank_title": "Petugas",
}  # fmt: skip


def test_from_draft_to_final_on_the_pages(five, sembako, two_desa, operator, bank, camat_plaosan, korcam_parang, login):
    client = login(operator)
    address = f"/kks/berita-acara/{sembako.pk}/{two_desa[0].pk}/pengembalian/"
    assert client.get(address).context["form"].initial["place"] != ""
    draft = client.post(address, SENT | {"konsep": "1"})
    assert (draft["Content-Type"], KksBeritaAcara.objects.count()) == ("application/pdf", 0)
    assert client.post(address, SENT | {"desa_name": ""}).status_code == 422
    page = client.post(address, SENT, follow=True)
    paper = KksBeritaAcara.objects.get()
    assert page.redirect_chain == [(f"/kks/berita-acara/lembar/{paper.pk}/", 302)]
    paper = published(paper)
    own = f"/kks/berita-acara/lembar/{paper.pk}/"
    for user in (bank, camat_plaosan):
        assert login(user).get(f"{own}berkas/pdf/")["Content-Type"] == "application/pdf"
    assert login(korcam_parang).get(own).status_code == 404
    told = ReadLog.objects.filter(user=bank, purpose="Pengembalian KKS kepada bank penyalur")
    assert [one.subject for one in told] == [f"{paper}: {paper.document.pdf.name}"]
    scan = SimpleUploadedFile("ba.pdf", files.verified(paper.document.pdf))
    signed = client.post(f"{own}tanda-tangan/", {"berkas": scan, "signed_on": "2026-11-21", "kind": "ink"})
    paper.document.refresh_from_db()
    assert (signed.status_code, paper.document.state) == (302, DocumentState.FINAL)
    lines = client.get(f"/kks/berita-acara/{sembako.pk}/").context["groups"][0][1]
    states = [(line.handed and line.handed.is_final, line.returned and line.returned.is_final) for line in lines]
    assert states == [(None, True)]
    verified = client.get(f"/verifikasi/{paper.document.code}/").content.decode()
    assert paper.document.number in verified and five[2].number not in verified


def test_the_agenda_gives_the_number_where_the_office_says_so(five, sembako, two_desa, operator, login):
    Office.objects.update(number_source="agenda")
    address = f"/kks/berita-acara/{sembako.pk}/{two_desa[0].pk}/serah_terima/"
    without = login(operator).post(address, SENT)
    assert without.context["form"].non_field_errors() == ["Isi nomor Berita Acara dari agenda sekretariat."]
    login(operator).post(address, SENT | {"number": "400/12/2026"})
    assert KksBeritaAcara.objects.get().document.number == "400/12/2026"


def test_steps_nine_and_ten_count_the_papers(five, sembako, two_desa, operator):
    make(sembako, two_desa[0], "serah_terima", operator)
    assert queries.counts(sembako) == {"desa": 1, "final": 0, "returns": 1, "returns_final": 0}
    assert queries.counts(sembako, "35.20.02") == {"desa": 0, "final": 0, "returns": 0, "returns_final": 0}
