"""More time for a finding and another owner: with a reason, in its course, refused by the database otherwise."""

from datetime import date

import pytest

from pkh_sembako.deadlines.models import Deadline, Notification
from pkh_sembako.lib.errors import DomainError
from sop import waiting
from sop.models import Finding
from sop.services import finding_course, findings
from tests.sop.test_findings import finding, monday, posting_of, refused, without  # noqa: F401

LATER = date(2026, 11, 30)
WHY = "Arsip sedang dipindahkan"


def course(one: Finding) -> list[tuple[str, str]]:
    return list(one.entries.values_list("verb", "note"))


def due(one: Finding) -> str:
    return Deadline.objects.get(subject=one.subject).due.date().isoformat()


def test_more_time_is_asked_by_the_owner_and_given_by_the_inspektorat(finding, korkab, inspektorat):  # noqa: F811
    finding_course.ask_time(finding, until=LATER, reason=WHY, by=korkab)
    assert due(finding) == "2026-11-19"
    finding_course.decide_time(finding, granted=True, by=inspektorat)
    assert due(finding) == "2026-11-30"
    assert course(finding)[1:] == [
        ("ask_time", f"Sampai 30 November 2026. {WHY}"),
        ("give_time", "Sampai 30 November 2026."),
    ]
    assert Notification.objects.filter(user=inspektorat, url=finding.get_absolute_url()).count() == 1


def test_a_refusal_says_why_and_leaves_the_deadline(finding, korkab, inspektorat):  # noqa: F811
    finding_course.ask_time(finding, until=LATER, reason=WHY, by=korkab)
    with pytest.raises(DomainError, match="Tulis alasan penolakan"):
        finding_course.decide_time(finding, granted=False, by=inspektorat)
    finding_course.decide_time(finding, granted=False, note="Cukup sampai Kamis", by=inspektorat)
    assert (due(finding), course(finding)[-1]) == (
        "2026-11-19",
        ("refuse_time", "Sampai 30 November 2026. Cukup sampai Kamis"),
    )


def test_nobody_else_asks_and_nobody_else_decides(finding, korkab, kabid, operator):  # noqa: F811
    with pytest.raises(DomainError, match="oleh penanggung jawab temuan"):
        finding_course.ask_time(finding, until=LATER, reason=WHY, by=operator)
    finding_course.ask_time(finding, until=LATER, reason=WHY, by=korkab)
    with pytest.raises(DomainError, match="dinilai oleh inspektorat"):
        finding_course.decide_time(finding, granted=True, by=kabid)


def test_another_owner_gets_the_task_and_the_first_one_loses_it(finding, korkab, kasi, inspektorat):  # noqa: F811
    finding_course.reassign(finding, owner=posting_of(kasi), reason="Arsip ada di seksi", by=inspektorat)
    finding.refresh_from_db()
    assert (finding.owner, finding.owner_role, due(finding)) == (kasi, "kasi", "2026-11-19")
    assert [bool([t for g in waiting.home(user) for t in g.tasks]) for user in (korkab, kasi)] == [False, True]
    assert course(finding)[-1][0] == "reassign"
    assert course(finding)[-1][1].endswith("Arsip ada di seksi")
    with pytest.raises(DomainError, match="oleh penanggung jawab temuan"):
        findings.follow_up(finding, note="Sudah.", by=korkab)
    findings.follow_up(finding, note="Sudah.", by=kasi)
    with pytest.raises(DomainError, match="tidak dapat dialihkan"):
        finding_course.reassign(finding, owner=posting_of(korkab), reason="Lagi", by=inspektorat)


def test_handing_on_needs_a_reason_another_person_and_the_inspektorat(finding, korkab, kasi, inspektorat):  # noqa: F811
    with pytest.raises(DomainError, match="Tulis alasan pengalihan"):
        finding_course.reassign(finding, owner=posting_of(kasi), reason=" ", by=inspektorat)
    with pytest.raises(DomainError, match="sudah menjadi penanggung jawab"):
        finding_course.reassign(finding, owner=posting_of(korkab), reason="x", by=inspektorat)
    with pytest.raises(DomainError, match="dinilai oleh inspektorat"):
        finding_course.reassign(finding, owner=posting_of(kasi), reason="x", by=korkab)


def test_the_database_refuses_another_owner_without_a_line_and_lets_it_without_its_guard(finding, kasi):  # noqa: F811
    assert refused(lambda: Finding.objects.update(owner=kasi)) == "Temuan hanya dialihkan dengan alasan yang tercatat."
    without("guard_finding", "sop_finding")
    assert Finding.objects.update(owner=kasi) == 1


def test_the_pages_ask_decide_and_hand_on(finding, korkab, kasi, inspektorat, login):  # noqa: F811
    base = finding.get_absolute_url()
    empty = login(korkab).post(f"{base}perpanjangan/", {"until": "", "reason": ""})
    assert (empty.status_code, set(empty.context["extension_form"].errors)) == (422, {"until", "reason"})
    asked = login(korkab).post(f"{base}perpanjangan/", {"until": "2026-11-30", "reason": WHY})
    assert (asked.status_code, asked.url) == (302, base)
    assert WHY in login(inspektorat).get(base).content.decode()
    assert login(korkab).post(f"{base}perpanjangan/putusan/", {"granted": "ya"}).status_code == 403
    assert login(inspektorat).post(f"{base}perpanjangan/putusan/", {"granted": "ya", "note": ""}).url == base
    assert "Tenggat semula" in login(korkab).get(base).content.decode()
    form = {"owner": str(posting_of(kasi).pk), "reason": "Arsip ada di seksi"}
    assert login(inspektorat).post(f"{base}alih/", form).url == base
    assert "Arsip ada di seksi" in login(kasi).get(base).content.decode()
