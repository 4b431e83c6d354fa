"""A correction from a complaint: proposed, decided by the korcam, written with history, never over another's change."""

import pytest
from django.db import IntegrityError, connection, transaction

from complaints.models import Complaint, Correction
from complaints.services import corrections, handling
from pkh_sembako.accounts.models import Posting
from pkh_sembako.deadlines import others
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import Desa
from programs.models import Household, Round
from programs.services import families
from tests.programs.factories import list_families, nik

pytestmark = pytest.mark.django_db
DESK = "/meja-pengaduan/"
BASIS = "KTP dan KK asli diperlihatkan di loket."


@pytest.fixture
def family(cast, plaosan) -> Household:
    the_round = Round.objects.create(program="pkh", tahun=2026, tahap=4)
    desa = Desa.objects.filter(kecamatan=plaosan).order_by("pk").first()
    return list_families(the_round, desa, 2)[0].enrollment.household


@pytest.fixture
def about(verified, family) -> Complaint:
    return verified(household=family)


@pytest.fixture
def proposed(about, petugas) -> Correction:
    return corrections.propose(about, changes={"alamat": "Jalan Baru 7"}, basis=BASIS, by=petugas)[0]


def test_the_desk_proposes_by_the_page_what_differs(about, family, login, petugas):
    client, url = login(petugas), f"{DESK}{about.pk}/perbaikan/"
    form = client.get(url).context["form"]
    boxes = {name: form[name].value() for name in form.fields if name.startswith("komponen_")}
    same = {
        name: form[name].value() or "" for name in ("key", "name", "alamat", "dusun", "rt", "rw", "desa_id")
    } | boxes
    filled = same | {"nik": "", "no_kk": "", "phone": "", "basis": BASIS}
    assert "Nilai baru sama dengan nilai sekarang" in client.post(url, filled).content.decode()
    client.post(url, filled | {"alamat": "Jalan Baru 7", "nik": nik(900)})
    rows = Correction.objects.order_by("field").values_list("field", "old", "new", "state")
    assert list(rows) == [
        ("alamat", family.alamat, "Jalan Baru 7", "proposed"),
        ("nik", family.nik, nik(900), "proposed"),
    ]
    client.post(url, filled | {"alamat": "Jalan Baru 7", "nik": nik(900)})
    assert Correction.objects.count() == 2
    page = client.get(f"{DESK}{about.pk}/").content.decode()
    assert (nik(900) in page, family.nik in page) == (False, False)


def test_the_korcam_accepts_and_the_history_names_the_ticket(proposed, family, login, korcam_plaosan):
    url = f"/perbaikan/{proposed.pk}/"
    client = login(korcam_plaosan)
    assert "Terima dan perbaiki data" in client.get(url).content.decode()
    client.post(f"{url}terima/")
    family.refresh_from_db()
    last = family.history.first()
    assert (family.alamat, last.history_user, last.history_change_reason) == (
        "Jalan Baru 7",
        korcam_plaosan,
        f"Perbaikan dari pengaduan {proposed.complaint.ticket}",
    )
    again = client.post(f"{url}terima/", follow=True).content.decode()
    assert "Usul ini sudah diterima" in again


def test_components_of_a_member_are_corrected_too(about, family, petugas, korcam_plaosan):
    member = family.members.first()
    made = corrections.propose(about, changes={f"komponen:{member.pk}": ["sd"]}, basis=BASIS, by=petugas)[0]
    corrections.accept(made, by=korcam_plaosan)
    member.refresh_from_db()
    assert (member.components, member.history.first().history_user) == (["sd"], korcam_plaosan)


def test_nobody_decides_an_own_proposal(about, family, plaosan, petugas, korcam_plaosan, korkab):
    handling.forward(about, handler="korcam", kecamatan=plaosan, note="Mohon diperbaiki.", by=petugas)
    made = corrections.propose(about, changes={"rt": "009"}, basis=BASIS, by=korcam_plaosan)[0]
    with pytest.raises(DomainError, match="tidak dapat diputuskan oleh yang mengusulkannya"):
        corrections.accept(made, by=korcam_plaosan)
    assert corrections.accept(made, by=korkab).state == "accepted"
    own = Correction.objects.filter(pk=made.pk)
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        own.update(decision_note="lain")
    fresh = corrections.propose(about, changes={"rw": "009"}, basis=BASIS, by=korcam_plaosan)[0]
    with pytest.raises(IntegrityError, match="correction_not_by_its_proposer"), transaction.atomic():
        Correction.objects.filter(pk=fresh.pk).update(state="accepted", decided_by=korcam_plaosan, decided_at=fresh.at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE complaints_correction DROP CONSTRAINT correction_not_by_its_proposer")
    changed = {"state": "accepted", "decided_by": korcam_plaosan, "decided_at": fresh.at}
    assert Correction.objects.filter(pk=fresh.pk).update(**changed) == 1


def test_a_value_changed_meanwhile_is_told_and_nothing_is_written(proposed, family, operator, korcam_plaosan, login):
    families.edit(family, {"alamat": "Jalan Lain 2"}, version=family.version, by=operator)
    page = login(korcam_plaosan).post(f"/perbaikan/{proposed.pk}/terima/", follow=True).content.decode()
    assert "nilainya sekarang Jalan Lain 2. Tidak ada yang ditulis." in page
    family.refresh_from_db()
    proposed.refresh_from_db()
    assert (family.alamat, proposed.state) == ("Jalan Lain 2", "proposed")


def test_another_kecamatan_neither_sees_nor_decides(proposed, login, korcam_parang, bagas):
    for user in (korcam_parang, bagas):
        assert login(user).get(f"/perbaikan/{proposed.pk}/").status_code == 404
    with pytest.raises(DomainError, match="diputuskan koordinator kecamatan"):
        corrections.accept(proposed, by=korcam_parang)


def test_the_korkab_stands_in_only_where_there_is_no_korcam(proposed, korkab, korcam_plaosan):
    with pytest.raises(DomainError, match="bukan Anda"):
        corrections.refuse(proposed, reason="Tidak sesuai KK.", by=korkab)
    Posting.objects.filter(user=korcam_plaosan).delete()
    assert corrections.refuse(proposed, reason="Tidak sesuai KK.", by=korkab).decision_note == "Tidak sesuai KK."


def test_it_waits_on_the_korcams_home_page_and_in_the_digest(proposed, login, korcam_plaosan, korcam_parang, petugas):
    title = f"Perbaikan data dari {proposed.complaint.ticket}: Alamat"
    assert title in login(korcam_plaosan).get("/").content.decode()
    assert title not in login(korcam_parang).get("/").content.decode()
    told = others.gathered(proposed.at).rows
    assert [pk for pk, task in told if task.subject == f"correction:{proposed.pk}"] == [korcam_plaosan.pk]


def test_a_nik_of_another_family_is_refused(about, family, petugas):
    other = Household.objects.exclude(pk=family.pk).first()
    with pytest.raises(DomainError, match="sudah dipakai keluarga lain"):
        corrections.propose(about, changes={"nik": other.nik}, basis=BASIS, by=petugas)
    assert not Correction.objects.exists()


def test_a_field_waits_for_one_decision_at_a_time(proposed, about, petugas):
    with pytest.raises(DomainError, match="masih menunggu keputusan"):
        corrections.propose(about, changes={"alamat": "Jalan Ketiga"}, basis=BASIS, by=petugas)


def test_a_pendamping_proposes_where_complaint_and_family_are_seen(about, family, petugas, plaosan, ratri, bagas):
    handling.forward(about, handler="pendamping", kecamatan=plaosan, note="Mohon dicek.", by=petugas)
    assert corrections.may_propose(about, ratri) is True
    assert corrections.may_propose(about, bagas) is False
    assert corrections.propose(about, changes={"rt": "012"}, basis=BASIS, by=ratri)[0].by == ratri


def test_what_is_restricted_changes_no_data(filed, family, inspektorat):
    complaint = filed(subject="pungli", household=family)
    assert corrections.may_propose(complaint, inspektorat) is False
