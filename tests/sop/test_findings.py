"""Samples that nobody can draw again, and findings that nobody closes for themselves."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import Posting
from pkh_sembako.deadlines.models import Alert, Deadline, DeadlineState, Notification
from pkh_sembako.deadlines.services import alerts
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.sampling import drawn
from sop import waiting
from sop.enums import FindingState
from sop.models import AuditItem, AuditSample, Finding, FindingEntry
from sop.services import findings, samples
from sop.services.findings import Wording
from tests.sop.conftest import check_and_accept, determine, work_through
from tests.sop.test_binder_job import pdf_of

MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # 09.00 WIB
WORDS = Wording(
    title="Daftar hadir tidak lengkap",
    condition="Tiga rapat tanpa daftar hadir.",
    criteria="SOP langkah 6: notulen dan daftar hadir.",
    cause="Tidak ada arsiparis.",
    recommendation="Lengkapi daftar hadir.",
)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY, tick=True):
        yield


@pytest.fixture
def cycle(started, cast):
    under_way = started()
    work_through(under_way, 5, cast)
    return under_way


def determined(under_way, cast):
    for no in (5, 6, 7, 8):
        work_through(under_way, no, cast)
    check_and_accept(under_way, cast)
    return determine(under_way, cast)


def posting_of(user) -> Posting:
    return user.postings_now[0]


@pytest.fixture
def finding(inspektorat, korkab) -> Finding:
    return findings.record(WORDS, owner=posting_of(korkab), days=3, by=inspektorat)


def examined(sample, by) -> None:
    for item in sample.items.all():
        samples.find_in_order(item, by=by)


def test_the_seed_tells_anybody_which_items_were_drawn(cycle, inspektorat):
    sample = samples.draw_steps(cycle, size=4, purpose="Pemeriksaan reguler", by=inspektorat)
    runs = list(cycle.steps.order_by("step__no"))
    places = drawn(range(sample.population), seed=sample.seed, size=sample.size)
    assert [runs[place].pk for place in places] == [item.step_run_id for item in sample.items.order_by("order")]
    assert (sample.population, sample.size, sample.number) == (len(runs), 4, 1)


def test_families_are_drawn_from_the_determined_list(started, cast, inspektorat):
    determination = determined(started(), cast)
    sample = samples.draw_families(determination, size=2, purpose="Reguler", by=inspektorat)
    lists = list(sample.items.values_list("row__determination", flat=True))
    assert (lists, sample.population) == ([determination.pk] * 2, determination.families)


def test_a_further_sample_waits_until_the_first_is_examined_and_has_other_items(cycle, inspektorat):
    first = samples.draw_steps(cycle, size=3, purpose="Reguler", by=inspektorat)
    with pytest.raises(DomainError, match="3 butir yang belum diperiksa"):
        samples.draw_steps(cycle, size=3, purpose="Reguler", by=inspektorat)
    examined(first, inspektorat)
    second = samples.draw_steps(cycle, size=3, purpose="Tambahan", by=inspektorat)
    both = [item.step_run_id for sample in (first, second) for item in sample.items.all()]
    assert (second.number, len(both), len(set(both))) == (2, 6, 6)


def draw_unasked(cycle, by) -> AuditSample:
    """Past the service, as a script would."""
    return AuditSample.objects.create(
        cycle=cycle, number=2, seed="00", population=9, size=1, purpose="Lagi", drawn_by=by
    )


def refused(act) -> str:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    return str(refusal.value).splitlines()[0]


def without(trigger: str, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")  # what is written is linked first
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


def test_the_database_refuses_to_draw_again_and_lets_it_without_its_guard(cycle, inspektorat):
    samples.draw_steps(cycle, size=3, purpose="Reguler", by=inspektorat)
    assert refused(lambda: draw_unasked(cycle, inspektorat)) == "Sampel sebelumnya belum selesai diperiksa."
    without("examined_first", "sop_auditsample")
    assert draw_unasked(cycle, inspektorat).number == 2


def test_the_database_keeps_a_sample_as_drawn_and_not_without_its_guards(cycle, inspektorat):
    sample = samples.draw_steps(cycle, size=2, purpose="Reguler", by=inspektorat)
    other = cycle.steps.exclude(pk__in=sample.items.values("step_run")).first()

    def more():
        return AuditItem.objects.create(sample=sample, order=3, step_run=other)

    frozen = "Definisi SOP dan catatan peristiwa tidak dapat diubah"
    assert refused(more) == "Sampel yang sudah ditarik tidak dapat ditambah."
    assert refused(lambda: sample.items.first().delete()).startswith(frozen)
    assert refused(lambda: AuditSample.objects.update(seed="ff")).startswith(frozen)
    without("drawn_once", "sop_audititem")
    without("immutable", "sop_auditsample")
    more()
    assert AuditSample.objects.update(seed="ff") == 1


def test_a_finding_is_due_by_the_clock_of_the_office_and_tells_its_owner(finding, korkab):
    clock = Deadline.objects.get(subject=finding.subject)
    due = timezone.localtime(clock.due)
    assert (due.date().isoformat(), clock.roles, clock.checker_roles) == ("2026-11-19", ["korkab"], ["inspektorat"])
    titles = [task.title for group in waiting.home(korkab) for task in group.tasks]
    assert titles == [f"Tindak lanjut temuan 1/2026: {WORDS.title}"]
    assert Notification.objects.filter(user=korkab, url=finding.get_absolute_url()).count() == 1


def test_a_late_follow_up_is_told_up_the_ladder(finding, kasi):
    with time_machine.travel(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), tick=True):
        alerts.sweep(timezone.now())
    rungs = Alert.objects.filter(deadline__subject=finding.subject).values_list("rung", flat=True)
    assert "+1" in set(rungs)
    assert Notification.objects.filter(user=kasi).count() == 1


def test_follow_up_return_follow_up_accept(finding, korkab, inspektorat):
    upload = SimpleUploadedFile("hadir.pdf", pdf_of(1))
    findings.follow_up(finding, note="Sudah dilengkapi.", upload=upload, by=korkab)
    assert [task.title for group in waiting.home(inspektorat) for task in group.tasks] != []
    findings.hand_back(finding, note="Rapat kedua belum.", by=inspektorat)
    findings.follow_up(finding, note="Rapat kedua dilengkapi.", by=korkab)
    findings.accept(finding, by=inspektorat)
    finding.refresh_from_db()
    verbs = list(finding.entries.values_list("verb", flat=True))
    assert verbs == ["record", "answer", "return", "answer", "close"]
    assert (finding.state, finding.closed_by) == (FindingState.CLOSED, inspektorat)
    assert Deadline.objects.get(subject=finding.subject).state == DeadlineState.CLOSED


def test_only_the_owner_follows_up_and_only_the_inspektorat_judges(finding, korkab, operator, inspektorat):
    with pytest.raises(DomainError, match="oleh penanggung jawab"):
        findings.follow_up(finding, note="Saya saja.", by=operator)
    with pytest.raises(DomainError, match="belum ada yang dapat dinilai"):
        findings.accept(finding, by=inspektorat)
    findings.follow_up(finding, note="Sudah.", by=korkab)
    with pytest.raises(DomainError, match="dinilai oleh inspektorat"):
        findings.accept(finding, by=korkab)
    with pytest.raises(DomainError, match="Tulis apa yang belum sesuai"):
        findings.hand_back(finding, note=" ", by=inspektorat)


def close_unasked(by) -> int:
    return Finding.objects.update(state=FindingState.CLOSED, closed_by=by, closed_at=timezone.now())


def test_the_database_refuses_that_an_owner_closes_it_and_lets_it_without_its_guards(finding, korkab):
    findings.follow_up(finding, note="Sudah.", by=korkab)
    told = "Temuan tidak diselesaikan oleh yang menindaklanjutinya."
    assert refused(lambda: close_unasked(korkab)) == told
    without("guard_finding", "sop_finding")
    assert "finding_not_closed_by_owner" in refused(lambda: close_unasked(korkab))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sop_finding DROP CONSTRAINT finding_not_closed_by_owner")
    assert close_unasked(korkab) == 1


def test_the_database_refuses_jumps_rewriting_and_deleting(finding, inspektorat):
    assert refused(lambda: close_unasked(inspektorat)) == "Temuan tidak dapat berpindah dari open ke closed."
    assert refused(lambda: Finding.objects.update(condition="Lain")) == "Isi temuan tidak dapat diubah."
    assert refused(lambda: FindingEntry.objects.update(note="Lain")).startswith("Definisi SOP")


def test_nobody_owns_a_finding_of_their_own(inspektorat, korkab, bank):
    with pytest.raises(DomainError, match="tidak dapat menindaklanjuti temuan"):
        findings.record(WORDS, owner=posting_of(bank), days=3, by=inspektorat)
    with pytest.raises(DomainError, match="dicatat dan dinilai oleh inspektorat"):
        findings.record(WORDS, owner=posting_of(korkab), days=3, by=korkab)


def test_an_item_with_a_finding_is_not_found_in_order(cycle, inspektorat, korkab):
    item = samples.draw_steps(cycle, size=1, purpose="Reguler", by=inspektorat).items.get()
    findings.record(WORDS, owner=posting_of(korkab), days=3, by=inspektorat, item=item)
    with pytest.raises(DomainError, match="sudah mempunyai temuan"):
        samples.find_in_order(item, by=inspektorat)
    assert samples.unexamined(AuditSample.objects.all()) == 0


@pytest.mark.slow
def test_numbers_run_through_the_year(finding, inspektorat, korkab):
    second = findings.record(WORDS, owner=posting_of(korkab), days=3, by=inspektorat)
    assert (finding.code, second.code) == ("1/2026", "2/2026")
