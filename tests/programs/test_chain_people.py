"""Vacant posts, Plt. and Plh. in the chain of a Berita Acara; one person acts once, whatever the capacity (I3)."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.accounts.services import acting
from pkh_sembako.documents.models import Document
from pkh_sembako.office.models import Official
from programs.exports.berita_acara_facts import gather
from programs.models import BaAct
from programs.queries import berita_acara as queries
from programs.services import berita_acara
from tests.programs.test_kroscek import refusal
from tests.programs.test_penetapan import checked, determine  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db

ORDER = {"order_number": "800.1.11.1/91/403.203/2026", "order_date": date(2026, 10, 30)}
FROM, TO = date(2026, 1, 1), date(2027, 12, 31)


def official(post: str, title: str, *, user: User | None = None, by: User, **values) -> Official:
    row = Official(post=post, title=title, user=user, name=str(user or ""), starts=FROM, ends=TO, **values)
    acting.appoint(row, by=by)
    return row


def vacant(post: str, admin: User) -> Official:
    return official(post, "Kepala", by=admin, capacity="kosong", note="pensiun 1 November 2026")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.fixture
def kabid_is_plt(kabid, kadis, admin) -> User:
    kadis.postings.update(ends=date(2026, 1, 31))
    official("kadis", "Kepala Dinas Sosial", user=kabid, by=admin, capacity="plt", **ORDER)
    return fresh(kabid)


def test_a_vacant_link_falls_out_with_a_note(checked, korkab, admin):  # noqa: F811
    vacant("kabid", admin)
    revision = berita_acara.draft(checked, by=korkab)
    assert (revision.chain, revision.left_out) == (
        ["kasi", "kadis"],
        [{"role": "kabid", "title": "Kepala bidang", "reason": "jabatan kosong: pensiun 1 November 2026"}],
    )


def test_a_plh_keeps_the_link_in_the_chain(checked, korkab, admin, sekretaris):  # noqa: F811
    vacant("kabid", admin)
    official("kabid", "Kepala Bidang", user=sekretaris, by=admin, capacity="plt", **ORDER)
    assert berita_acara.draft(checked, by=korkab).chain == ["kasi", "kabid", "kadis"]


def test_without_anybody_to_determine_there_is_no_draft(checked, korkab, admin):  # noqa: F811
    vacant("kadis", admin)
    assert refusal(berita_acara.draft, checked, by=korkab) == (
        "Jabatan Kepala dinas kosong. Minta administrator mencatat Plt. atau Plh. lebih dahulu."
    )


def test_a_kabid_who_is_plt_kadis_acts_once_and_as_plt(checked, korkab, kasi, kabid_is_plt):  # noqa: F811
    revision = berita_acara.draft(checked, by=korkab)
    assert (revision.chain, [one["reason"] for one in revision.left_out]) == (
        ["kasi", "kadis"],
        ["pejabatnya, Arya Danuwijaya, bertindak satu kali, yaitu sebagai Plt. Kepala Dinas Sosial"],
    )
    berita_acara.give_paraf(revision, by=kasi)
    determination = determine(revision, kabid_is_plt)
    assert [link.title for link in queries.chain(revision)][-1] == "Plt. Kepala Dinas Sosial"
    paper = gather(determination, Document.objects.get(), workbook_name="daftar.xlsx", workbook_hash="0" * 64)
    assert (paper.second.name, paper.second.title, paper.second.order) == (
        "Arya Danuwijaya",
        "Plt. Kepala Dinas Sosial",
        "Nomor 800.1.11.1/91/403.203/2026 tanggal 30 Oktober 2026",
    )
    assert [finding.parts for finding in paper.findings if finding.text.startswith("Paraf yang tidak diminta")] == [
        (
            "Kepala bidang, karena pejabatnya, Arya Danuwijaya, bertindak satu kali, yaitu sebagai Plt. Kepala Dinas "
            "Sosial",
        )
    ]


def test_who_became_plt_after_the_draft_sends_it_back_instead_of_blocking_it(
    checked,  # noqa: F811
    korkab,
    kasi,
    kabid,
    kadis,
    admin,
):
    revision = berita_acara.draft(checked, by=korkab)
    berita_acara.give_paraf(revision, by=kasi)
    kadis.postings.update(ends=date(2026, 1, 31))
    official("kadis", "Kepala Dinas Sosial", user=kabid, by=admin, capacity="plt", **ORDER)
    assert refusal(berita_acara.give_paraf, revision, by=fresh(kabid)) == (
        "Seorang hanya bertindak satu kali, dan hanya Anda yang dapat bertindak sebagai Plt. Kepala Dinas Sosial. "
        "Kembalikan revisi ini agar disusun ulang tanpa paraf ini, atau minta pejabat lain memberinya."
    )
    berita_acara.return_(revision, by=fresh(kabid), reason="Saya Plt. Kepala Dinas")
    assert berita_acara.draft(checked, by=korkab).chain == ["kasi", "kadis"]


def test_the_database_refuses_the_same_person_as_plt_and_without_its_guard_would_not(
    checked,  # noqa: F811
    korkab,
    kasi,
    kabid,
    admin,
):
    revision = berita_acara.draft(checked, by=korkab)
    berita_acara.give_paraf(revision, by=kasi)
    berita_acara.give_paraf(revision, by=kabid)
    act = {"ba": revision.ba, "revision": 1, "link": 3, "role": "kadis", "person": kabid, "verdict": "approve"}
    with pytest.raises(DatabaseError, match="act_once_per_person"), transaction.atomic():
        BaAct.objects.create(**act)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE programs_baact DROP CONSTRAINT act_once_per_person")
    assert BaAct.objects.create(**act).pk


def test_a_plh_who_gave_a_paraf_does_not_determine(checked, korkab, kasi, kabid, admin):  # noqa: F811
    official("kadis", "Kepala Dinas Sosial", user=kabid, by=admin, capacity="plh", **ORDER)
    revision = berita_acara.draft(checked, by=korkab)
    berita_acara.give_paraf(revision, by=kasi)
    berita_acara.give_paraf(revision, by=fresh(kabid))
    assert refusal(determine, revision, fresh(kabid)) == (
        "Sudah ada yang bertindak lebih dahulu, atau Anda sudah bertindak pada revisi ini. Muat ulang halaman."
    )


def test_a_post_that_becomes_vacant_after_the_draft_falls_out_and_the_paper_says_so(
    checked,  # noqa: F811
    korkab,
    kasi,
    kadis,
    admin,
    login,
):
    revision = berita_acara.draft(checked, by=korkab)
    berita_acara.give_paraf(revision, by=kasi)
    assert berita_acara.let_fall(revision) == []
    vacant("kabid", admin)
    assert [(act.link, act.role, act.person, act.reason) for act in berita_acara.let_fall(revision)] == [
        (2, "kabid", None, "jabatan kosong: pensiun 1 November 2026")
    ]
    assert (berita_acara.let_fall(revision), berita_acara.turn_of(revision)) == ([], "kadis")
    page = login(kadis).get(f"/penetapan/{revision.ba_id}/").content.decode()
    assert "Paraf tidak diminta, jabatan kosong: pensiun 1 November 2026" in page
    determination = determine(revision, kadis)
    paper = gather(determination, Document.objects.get(), workbook_name="daftar.xlsx", workbook_hash="0" * 64)
    assert [paraf.name for paraf in paper.parafs] == [str(kasi)]
    assert [finding.parts for finding in paper.findings if finding.text.startswith("Paraf yang tidak diminta")] == [
        ("Kepala bidang, karena jabatan kosong: pensiun 1 November 2026",)
    ]


def test_a_vacant_post_that_somebody_acts_for_and_the_last_link_stay(checked, korkab, kasi, kabid, admin, sekretaris):  # noqa: F811
    revision = berita_acara.draft(checked, by=korkab)
    berita_acara.give_paraf(revision, by=kasi)
    vacant("kabid", admin)
    official("kabid", "Kepala Bidang", user=sekretaris, by=admin, capacity="plt", **ORDER)
    vacant("kadis", admin)
    assert berita_acara.let_fall(revision) == []
    berita_acara.give_paraf(revision, by=fresh(sekretaris))
    assert (berita_acara.let_fall(revision), berita_acara.turn_of(revision)) == ([], "kadis")


def test_the_database_passes_over_no_link_that_is_held_and_without_its_guard_would(checked, korkab, kasi):  # noqa: F811
    revision = berita_acara.draft(checked, by=korkab)
    act = {"ba": revision.ba, "revision": 1, "link": 1, "role": "kasi", "verdict": "vacant", "reason": "jabatan kosong"}
    with pytest.raises(DatabaseError, match="Paraf hanya dilewati bila jabatannya kosong"), transaction.atomic():
        BaAct.objects.create(**act)
    with pytest.raises(DatabaseError, match="only_vacant_is_by_nobody"), transaction.atomic():
        BaAct.objects.create(**act | {"verdict": "approve"})
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE programs_baact DISABLE TRIGGER four_eyes")
    assert BaAct.objects.create(**act).pk


def test_delegated_signatures_stand_in_lines(checked, korkab, kasi, kabid, sekretaris, admin):  # noqa: F811
    official(
        "kadis",
        "Kepala Dinas Sosial",
        user=sekretaris,
        by=admin,
        capacity="an",
        own_title="Sekretaris Dinas Sosial",
        **ORDER,
    )
    revision = berita_acara.draft(checked, by=korkab)
    berita_acara.give_paraf(revision, by=kasi)
    berita_acara.give_paraf(revision, by=kabid)
    determination = determine(revision, fresh(sekretaris))
    paper = gather(determination, Document.objects.get(), workbook_name="daftar.xlsx", workbook_hash="0" * 64)
    assert paper.second.signs_as == ("a.n. Kepala Dinas Sosial", "Sekretaris Dinas Sosial")


def test_the_page_shows_what_was_left_out(checked, korkab, admin, login):  # noqa: F811
    vacant("kabid", admin)
    revision = berita_acara.draft(checked, by=korkab)
    page = login(korkab).get(f"/penetapan/{revision.ba_id}/").content.decode()
    assert "Paraf tidak diminta: jabatan kosong: pensiun 1 November 2026" in page
