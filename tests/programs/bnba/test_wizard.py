"""The import as an operator walks it: five addresses, each of which may be left and come back to."""

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from pkh_sembako.audit import jobs
from pkh_sembako.audit.models import Job, ReadLog
from programs import tasks  # noqa: F401 - registers the handlers
from programs.enums import FileState
from programs.models import BnbaFile, ColumnMapping, Household, RoundEntry
from programs.services.bnba import orders
from tests.programs.bnba.files import V1, nik, v1, workbook

pytestmark = pytest.mark.django_db(transaction=True)
UPLOAD = "/bnba/impor/"


@pytest.fixture
def officer(login, operator):
    return login(operator)


@pytest.fixture
def send(officer, tmp_path):
    """Upload rows; gives the answer of the first step."""

    def post(rows, *, titles=V1, key=None, name="bnba.xlsx", **given):
        content = rows if isinstance(rows, bytes) else workbook(tmp_path / "unggah.xlsx", titles, rows).read_bytes()
        form = {"program": "pkh", "tahun": 2026, "tahap": 4, "jenis": "", "kunci": key or uuid.uuid4()} | given
        return officer.post(UPLOAD, form | {"berkas": SimpleUploadedFile(name, content)})

    return post


def work() -> None:
    """What the worker does meanwhile."""
    for job in Job.objects.open().order_by("created_at"):
        jobs.run(job.pk)


def texts(answer) -> str:
    return " ".join(answer.content.decode().split())


def columns(answer) -> dict[str, str]:
    """The mapping form as it was proposed."""
    return {name: answer.context["form"][name].value() or "" for name in answer.context["form"].fields}


def test_a_file_goes_from_upload_to_registry_in_five_steps(officer, send):
    answer = send([v1(1), v1(2, NIK_KTP="12")])
    file = BnbaFile.objects.get()
    assert answer["Location"] == f"/bnba/impor/{file.pk}/petakan/"
    page = officer.get(answer["Location"])
    assert nik(1) not in page.content.decode(), "samples show full numbers"
    answer = officer.post(f"/bnba/impor/{file.pk}/petakan/", columns(page))
    assert answer["Location"] == f"/bnba/impor/{file.pk}/periksa/"
    assert "data-kemajuan" in officer.get(answer["Location"]).content.decode()
    work()
    checked = officer.get(answer["Location"])
    assert "NIK_KTP" in texts(checked)
    assert "Terapkan 1 baris" in texts(officer.get(f"/bnba/impor/{file.pk}/terapkan/"))
    officer.post(f"/bnba/impor/{file.pk}/terapkan/")
    assert Household.objects.count() == 0
    work()
    assert "Berkas sudah diterapkan" in texts(officer.get(f"/bnba/impor/{file.pk}/terapkan/"))
    assert Household.objects.get().nik == nik(1)
    assert BnbaFile.objects.get().mapping == {}, "nothing was mapped by hand"


@pytest.fixture
def checked(send, officer) -> BnbaFile:
    send([v1(1), v1(2)])
    file = BnbaFile.objects.latest("id")
    orders.order_check(file, by=file.uploaded_by)
    work()
    file.refresh_from_db()
    return file


@pytest.fixture
def applied(checked, officer) -> BnbaFile:
    officer.post(f"/bnba/impor/{checked.pk}/terapkan/")
    work()
    checked.refresh_from_db()
    return checked


def test_the_same_form_sent_twice_is_one_file(send, tmp_path):
    key, content = uuid.uuid4(), workbook(tmp_path / "sekali.xlsx", V1, [v1(1)]).read_bytes()
    first, second = send(content, key=key), send(content, key=key)
    assert (first["Location"], BnbaFile.objects.count()) == (second["Location"], 1)


def test_the_same_form_with_another_file_is_refused(send):
    key = uuid.uuid4()
    send([v1(1)], key=key)
    answer = send([v1(2)], key=key)
    assert (answer.status_code, BnbaFile.objects.count()) == (422, 1)
    assert "Formulir ini sudah dipakai untuk berkas lain" in texts(answer)


def test_checking_and_applying_twice_are_one_job_each(checked, officer):
    for _ in range(2):
        officer.post(f"/bnba/impor/{checked.pk}/terapkan/")
    work()
    answer = officer.post(f"/bnba/impor/{checked.pk}/terapkan/", follow=True)
    assert (Job.objects.filter(kind=orders.APPLY_JOB).count(), Household.history.count()) == (1, 2)
    assert "Berkas ini sudah diterapkan." in texts(answer)


def test_going_back_to_an_earlier_step_of_an_applied_file_changes_nothing(applied, officer):
    page = f"/bnba/impor/{applied.pk}"
    assert officer.get(f"{page}/petakan/")["Location"] == f"{page}/terapkan/"
    assert "sudah diterapkan" in texts(officer.post(f"{page}/periksa/", follow=True))
    assert [officer.get(f"{page}/{step}/").status_code for step in ("periksa", "tinjau", "terapkan")] == [200] * 3
    assert BnbaFile.objects.get().state == FileState.APPLIED


@pytest.mark.slow
def test_two_tabs_apply_different_files_of_the_same_families_once(send, officer):
    for _ in range(2):
        send([v1(1)])
    files = list(BnbaFile.objects.all())
    for file in files:
        orders.order_check(file, by=file.uploaded_by)
    work()
    for file in files:
        officer.post(f"/bnba/impor/{file.pk}/terapkan/")
    work()
    assert (Household.objects.count(), Household.history.count()) == (1, 1)
    late = BnbaFile.objects.get(state=FileState.CHECKED)
    assert "Data keluarga berubah sejak berkas ini diperiksa" in texts(officer.get(f"/bnba/impor/{late.pk}/terapkan/"))


def test_steps_not_reached_lead_back_to_the_check(send, officer):
    send([v1(1)])
    page = f"/bnba/impor/{BnbaFile.objects.get().pk}"
    for step in ("tinjau", "terapkan"):
        assert officer.get(f"{page}/{step}/")["Location"] == f"{page}/periksa/"


def test_the_panel_polls_until_the_job_ends_and_then_opens_the_page(send, officer):
    send([v1(1)])
    file = BnbaFile.objects.get()
    address = f"/bnba/impor/{file.pk}/periksa/"
    officer.post(address)
    poll = officer.get(address, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 2s"' in poll.content.decode()
    work()
    ended = officer.get(address, headers={"HX-Request": "true"})
    assert (ended.status_code, ended["HX-Redirect"]) == (204, address)


def test_a_job_that_waits_can_be_cancelled_and_ordered_again(send, officer):
    send([v1(1)])
    file = BnbaFile.objects.get()
    officer.post(f"/bnba/impor/{file.pk}/periksa/")
    answer = officer.post(f"/bnba/impor/{file.pk}/batal/", follow=True)
    assert "Dibatalkan sebelum mulai." in texts(answer)
    officer.post(f"/bnba/impor/{file.pk}/periksa/")
    work()
    assert BnbaFile.objects.get().state == FileState.CHECKED


@pytest.mark.slow
def test_a_mapping_by_hand_is_remembered_for_the_next_file(send, officer):
    titles = ["Siapa", "Nomor A", "Nomor B", "Tempat", "Camat"]
    rows = [["MELATI CONTOH", nik(1), "3520070101150001", "BULUGUNUNG", "PLAOSAN"]]
    send(rows, titles=titles)
    file = BnbaFile.objects.get()
    page = officer.get(f"/bnba/impor/{file.pk}/petakan/")
    assert "Judul kolom belum dikenali" in texts(page)
    chosen = dict(zip((f"kolom_{i}" for i in range(5)), ("name", "nik", "no_kk", "desa", "kecamatan"), strict=True))
    officer.post(f"/bnba/impor/{file.pk}/petakan/", columns(page) | chosen)
    work()
    file.refresh_from_db()
    assert (file.state, file.counts["new"], ColumnMapping.objects.count()) == (FileState.CHECKED, 1, 1)
    send(rows, titles=titles)
    later = BnbaFile.objects.latest("id")
    again = officer.get(f"/bnba/impor/{later.pk}/petakan/")
    assert columns(again)["kolom_1"] == "nik"
    officer.post(f"/bnba/impor/{later.pk}/petakan/", columns(again))
    work()
    later.refresh_from_db()
    assert (later.state, later.counts["new"]) == (FileState.CHECKED, 1)


@pytest.mark.slow
def test_two_columns_with_one_meaning_are_refused_and_what_was_chosen_stays(send, officer):
    send([v1(1)])
    address = f"/bnba/impor/{BnbaFile.objects.get().pk}/petakan/"
    answer = officer.post(address, columns(officer.get(address)) | {"kolom_0": "nik"})
    assert answer.status_code == 422
    assert "Dua kolom dipetakan ke isian yang sama" in texts(answer)
    assert columns(answer)["kolom_0"] == "nik"


def test_refused_rows_are_downloaded_with_their_reason_as_text(send, officer):
    send([v1(1), v1(2, NIK_KTP="'=1+2"), v1(3, NOMINAL="banyak")])
    file = BnbaFile.objects.get()
    orders.order_check(file, by=file.uploaded_by)
    work()
    answer = officer.get(f"/bnba/{file.pk}/ditolak.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    header = rows[0]
    assert header == [*V1, "BARIS ASAL", "ALASAN DITOLAK"]
    assert [row[header.index("BARIS ASAL")] for row in rows[1:]] == ["BNBA:3", "BNBA:4"]
    assert rows[2][header.index("NIK_KTP")] == nik(3)
    assert ReadLog.objects.get().subject == f"Baris ditolak berkas BNBA #{file.pk}"


def test_the_review_shows_before_and_after_with_masked_numbers(applied, send, officer):
    send([v1(1, NIK_KTP=nik(9), ALAMAT="JL. LAIN"), v1(3)])
    file = BnbaFile.objects.latest("id")
    orders.order_check(file, by=file.uploaded_by)
    work()
    page = texts(officer.get(f"/bnba/impor/{file.pk}/tinjau/"))
    assert "JL. RAYA 1" in page
    assert "JL. LAIN" in page
    assert (nik(1) in page, nik(9) in page, "3520********0009" in page) == (False, False, True)
    for tab in ("new", "local", "gone", "entah"):
        assert officer.get(f"/bnba/impor/{file.pk}/tinjau/?tampil={tab}").status_code == 200


@pytest.mark.slow
def test_the_officer_may_let_the_file_replace_the_list(applied, send, officer):
    send([v1(1)])
    file = BnbaFile.objects.latest("id")
    orders.order_check(file, by=file.uploaded_by)
    work()
    officer.post(f"/bnba/impor/{file.pk}/terapkan/", {"menggantikan": "on"})
    work()
    assert RoundEntry.objects.count() == 1
    assert "1 keluarga dikeluarkan dari daftar" in texts(officer.get(f"/bnba/{file.pk}/"))


def test_an_applied_file_is_taken_back_with_a_reason(applied, officer):
    address = f"/bnba/{applied.pk}/tarik/"
    assert officer.post(address, {"alasan": ""}).status_code == 422
    officer.post(address, {"alasan": "Salah tahap"})
    work()
    applied.refresh_from_db()
    assert (applied.state, Household.objects.count()) == (FileState.TAKEN_BACK, 0)
    assert "Salah tahap" in texts(officer.get(f"/bnba/{applied.pk}/"))


def test_what_stands_in_the_way_of_taking_back_is_told_first(applied, officer):
    Household.objects.first().save()
    assert "diubah sesudahnya" in texts(officer.get(f"/bnba/{applied.pk}/tarik/"))
    assert officer.post(f"/bnba/{applied.pk}/tarik/", {"alasan": "Coba"}).status_code == 422


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"tahap": 5}, "Tahap PKH adalah 1 sampai 4. Yang ditulis 5."),
        ({"tahap": 13, "program": "sembako"}, "Tahap"),
        ({"tahun": "dua ribu"}, "Tahun"),
        ({"name": "bnba.pdf"}, "Jenis berkas harus .xlsx atau .csv"),
        ({"kunci": "bukan"}, "kunci"),
    ],
)
def test_a_wrong_upload_says_what_is_wrong(send, given, words):
    answer = send([v1(1)], **given)
    assert (answer.status_code, BnbaFile.objects.count()) == (422, 0)
    assert words in texts(answer)


def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(officer):
    form = {"program": "pkh", "tahun": 2026, "tahap": 4, "kunci": uuid.uuid4()}
    answer = officer.post(UPLOAD, form | {"berkas": SimpleUploadedFile("bnba.xlsx", b"PK\x03\x04rusak")})
    assert (answer.status_code, BnbaFile.objects.count()) == (422, 0)


@pytest.mark.slow
def test_lists_open_for_readers_and_the_wizard_only_for_importers(applied, login, inspektorat, ratri, korkab):
    for user, seen in ((inspektorat, 200), (korkab, 200), (ratri, 403)):
        client = login(user)
        assert [client.get(path).status_code for path in ("/bnba/", f"/bnba/{applied.pk}/")] == [seen] * 2
        closed = (
            UPLOAD,
            f"/bnba/impor/{applied.pk}/petakan/",
            f"/bnba/{applied.pk}/tarik/",
            f"/bnba/{applied.pk}/ditolak.xlsx",
        )
        assert [client.get(path).status_code for path in closed] == [403] * 4


def test_a_file_that_does_not_exist_is_404(officer):
    for path in (
        "/bnba/9/",
        "/bnba/impor/9/petakan/",
        "/bnba/impor/9/periksa/",
        "/bnba/9/tarik/",
        "/bnba/9/ditolak.xlsx",
    ):
        assert officer.get(path).status_code == 404
