"""The copy of one person's data: complete, readable, and without a number of anybody else."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.db import transaction
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from complaints.services import intake
from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadKind, ReadLog
from pkh_sembako.audit.services import log_read
from pkh_sembako.documents.models import Download
from pkh_sembako.documents.services import downloads, files
from pkh_sembako.privacy import tasks  # noqa: F401 - registers the jobs
from pkh_sembako.privacy.models import DataRequest, PersonExport
from pkh_sembako.privacy.queries import dossier
from pkh_sembako.privacy.services import requests
from programs.models import BnbaFile, BnbaRow, Household, Kks, Round
from programs.services import exporting
from programs.services.families import edit
from programs.services.kks import door
from tests.privacy.test_requests import handed
from tests.programs.factories import nik, no_kk

pytestmark = pytest.mark.django_db(transaction=True)  # the jobs speak over a connection of their own
CARD, ACCOUNT = "6032980000000017", "1234567890123456"


@pytest.fixture
def prepared(asked, operator) -> DataRequest:
    return requests.take_up(asked(), by=operator)


@pytest.fixture
def lived(families, the_round, ratri, operator, kadis) -> list[Household]:
    """The mother's family: an edit, a reveal, an export, a card, a complaint of her own and one about her."""
    home = families[0]
    edit(home, {"phone": "081200000001"}, version=home.version, by=ratri, reason="Nomor baru")
    log_read(
        ReadKind.REVEAL,
        by=ratri,
        subject=f"NIK {home.name}",
        purpose="Kroscek",
        url=f"/keluarga/{home.pk}/tampilkan/nik/",
    )
    log_read(
        ReadKind.REVEAL,
        by=ratri,
        subject="NIK tetangga",
        purpose="Kroscek",
        url=f"/keluarga/{families[1].pk}/tampilkan/nik/",
    )
    exporting.order(the_round, layout="v1", layout_label="Tata letak V1", purpose="Laporan tahap", by=kadis)
    with transaction.atomic():
        card = Kks.objects.create(
            household=home, number=CARD, account=ACCOUNT, serves_pkh=True, round=the_round, desa=home.desa
        )
        door.receipts(Kks.objects.filter(pk=card.pk), by=operator)
    own = intake.Report(subject="kks_hilang", story="Kartu saya hilang.", reporter_name=home.name)
    other = intake.Report(subject="sudah_mampu", story="Rumahnya besar.", reporter_name="Tetangga Contoh")
    for report in (own, other):
        complaint = intake.receive(report, intake="web", by=None)[0]
        type(complaint).objects.filter(pk=complaint.pk).update(household=home)
    BnbaRow.objects.create(
        file=_file(the_round, operator), sheet="A", row=2, verdict="new", enrollment=home.enrollments.get(),
        values={"nik": home.nik, "nik_tetangga": families[1].nik},
    )  # fmt: skip
    return families


def _file(the_round: Round, by) -> BnbaFile:
    stored = files.keep(io.BytesIO(b"PK"), name="BNBA.xlsx", content_type="application/xlsx", by=by)
    return BnbaFile.objects.create(round=the_round, stored=stored, uploaded_by=by)


def made(request: DataRequest, by) -> zipfile.ZipFile:
    download = requests.order_export(request, by=by)
    jobs.run(download.job_id)
    download.refresh_from_db()
    _, data = downloads.fetch(download, by=by)
    return zipfile.ZipFile(io.BytesIO(data))


def sections(packed: zipfile.ZipFile) -> dict[str, list[dict[str, str]]]:
    content = json.loads(packed.read("data-pribadi.json"))
    return {key: part["baris"] for key, part in content["bagian"].items()}


def text_of(packed: zipfile.ZipFile) -> dict[str, str]:
    """What each file of the archive says."""
    pages = PdfReader(io.BytesIO(packed.read("data-pribadi.pdf"))).pages
    book = CalamineWorkbook.from_filelike(io.BytesIO(packed.read("data-pribadi.xlsx")))
    return {
        "pdf": "".join(page.extract_text() for page in pages),
        "xlsx": repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names]),
        "json": packed.read("data-pribadi.json").decode(),
    }


def test_it_holds_the_person_and_the_track_record(prepared, lived, operator):
    found = sections(made(prepared, operator))
    facts = {row["Data"]: row["Isi"] for row in found["identitas"]}
    assert (facts["NIK"], facts["Nomor KK"], facts["Nomor HP"]) == (nik(1), no_kk(1), "081200000001")
    assert [row["NIK"] for row in found["anggota"]] == ["3520********0901"]
    assert [(row["Keperluan"], row["Yang dibaca"]) for row in found["pembacaan"]] == [
        ("Kroscek", "NIK Melati Contoh 1")
    ]
    assert [row["Keperluan"] for row in found["daftar_diekspor"]][:1] == ["Laporan tahap"]
    assert [row["Uraian"] for row in found["pengaduan"]] == ["Kartu saya hilang."]
    assert [(row["Nomor KKS"], row["Rekening"]) for row in found["kartu"]] == [(CARD, ACCOUNT)]
    change = next(row for row in found["perubahan"] if row["Data"] == "Nomor HP")
    assert (change["Semula"], change["Menjadi"], change["Alasan"]) == ("–", "081200000001", "Nomor baru")
    assert change["Oleh"].endswith("Ratri Contoh") or "ratri" in change["Oleh"].lower()


def test_no_number_of_anybody_else_stands_in_it(prepared, lived, operator):
    """The canary: neighbours and the own child, in every file of the archive."""
    others = {home.nik for home in lived[1:]} | {home.no_kk for home in lived[1:]} | {nik(901)}
    told = text_of(made(prepared, operator))
    assert {(name, number) for name, text in told.items() for number in others if number in text} == set()
    assert {name for name, text in told.items() if nik(1) in text} == {"pdf", "xlsx", "json"}
    assert {name for name, text in told.items() if "Rumahnya besar" in text} == set()


def test_a_child_gets_no_number_of_the_mother(asked, lived, operator):
    child = lived[0].members.get(is_pengurus=False)
    request = requests.take_up(
        asked(member=child, requester_name="Melati Contoh 1", proof="wali", proof_file=handed().proof), by=operator
    )
    told = text_of(made(request, operator))
    assert {name for name, text in told.items() if nik(1) in text or CARD in text} == set()
    assert {name for name, text in told.items() if nik(901) in text} == {"pdf", "xlsx", "json"}


def test_the_fingerprint_stays_and_the_copy_is_itself_in_the_log(prepared, lived, operator):
    made(prepared, operator)
    export = PersonExport.objects.get()
    assert export.sha256 == export.download.file.sha256
    kinds = ReadLog.objects.filter(subject__contains=prepared.code).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["export", "download"]
    again = dossier.of(prepared)
    assert any(prepared.code in row[2] for part in again.sections if part.key == "daftar_diekspor" for row in part.rows)


def test_delivered_twice_the_first_file_stays(prepared, operator):
    download = requests.order_export(prepared, by=operator)
    jobs.run(download.job_id)
    first = Download.objects.get(pk=download.pk).file_id
    Job.objects.filter(pk=download.job_id).update(state="queued", finished_at=None)
    jobs.run(download.job_id)
    assert (Download.objects.get(pk=download.pk).file_id, PersonExport.objects.count()) == (first, 1)


def test_after_the_copy_it_is_handed_over_in_time(prepared, lived, operator):
    made(prepared, operator)
    done = requests.deliver(prepared, handed(outcome="Salinan cetak dan berkas."), by=operator)
    assert (done.state, done.in_time, done.delivery_proof.name) == ("delivered", True, "tanda-terima.pdf")


# Models that reach a family, and where its copy tells of them; what is left out says why.
TOLD = {
    "programs.Household": "identitas", "programs.Member": "identitas", "programs.Enrollment": "kepesertaan",
    "programs.RoundEntry": "daftar_tahap", "programs.BnbaRow": "baris_bnba", "programs.KroscekResult": "kroscek",
    "programs.Proposal": "usulan", "programs.RecheckItem": "uji_petik", "programs.RecheckResult": "uji_petik",
    "programs.DeterminedRow": "penetapan", "programs.Kks": "kartu", "programs.KksEvent": "riwayat_kartu",
    "programs.SiksChange": "siks_ng", "programs.SiksAct": "siks_ng", "programs.SiksDifference": "banding_siks",
    "complaints.Complaint": "pengaduan", "complaints.ComplaintEvent": "riwayat_pengaduan",
    "complaints.ComplaintFile": "berkas", "complaints.Reply": "riwayat_pengaduan",
    "complaints.Clarification": "klarifikasi", "complaints.Objection": "sanggah",
    "complaints.Referral": "riwayat_pengaduan", "complaints.Correction": "riwayat_pengaduan",
    "privacy.DataRequest": "permintaan", "privacy.RequestEntry": "permintaan",
    "privacy.PersonExport": "daftar_diekspor",
}  # fmt: skip
LEFT_OUT = {
    "complaints.ComplaintDraft": "empty once it was sent; unfinished it names nobody",
    "complaints.Accusation": "about an officer, not about the family",
    "sop.AuditItem": "the inspektorat's own sample; its finding is about officers",
    "sop.AuditCheck": "as the item",
    "sop.Finding": "as the item",
}
ROOTS = {"programs.Household", "programs.Member", "programs.Enrollment", "programs.RoundEntry", "programs.Kks"}


def test_every_table_that_reaches_a_family_is_told_or_left_out_with_a_reason(prepared):
    reached = set(ROOTS)
    while True:
        more = {
            model._meta.label
            for model in apps.get_models()
            if not model.__name__.startswith("Historical") and model._meta.label not in reached
            and model._meta.label not in LEFT_OUT
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model._meta.label in reached
        }  # fmt: skip
        if not more:
            break
        reached |= more
    assert reached - TOLD.keys() - LEFT_OUT.keys() == set()
    assert set(TOLD.values()) - {part.key for part in dossier.of(prepared).sections} == set()
