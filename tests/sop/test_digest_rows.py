"""The morning digest tells what the home page tells, also what is no deadline's own row."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pkh_sembako.accounts.models import Substitution
from pkh_sembako.deadlines.models import MorningDigest
from pkh_sembako.deadlines.services import digest
from programs.models import RoundEntry
from sop import waiting
from sop.services import approval, supervision
from tests.sop.conftest import PARANG, PLAOSAN, check_and_accept, share_of, work_through

pytestmark = pytest.mark.django_db


def told(user) -> list[str]:
    text = MorningDigest.objects.filter(user=user).values_list("text", flat=True).first() or ""
    return sorted(line[2:].split(" (PKH")[0] for line in text.splitlines() if line.startswith("- "))


def at_home(user) -> list[str]:
    return sorted(task.title for group in waiting.home(user) for task in group.tasks)


def write_digests() -> None:
    MorningDigest.objects.all().delete()
    digest.write(timezone.localdate(), timezone.now())


@pytest.fixture
def at_kroscek(started, cast):
    cycle = started()
    for no in (5, 6, 7, 8):
        work_through(cycle, no, cast)
    for code, name in ((PLAOSAN, "ratri"), (PARANG, "bagas")):
        enrollment = RoundEntry.objects.filter(round=cycle.round, kecamatan=code).first().enrollment
        enrollment.pendamping = cast[name]
        enrollment.save()
    return cycle


def test_families_to_check_and_notes_to_answer_are_told(at_kroscek, cast):
    today = timezone.localdate()
    Substitution.objects.create(
        absent=cast["bagas"],
        substitute=cast["ratri"],
        starts=today,
        ends=today + timedelta(days=2),
        basis="sakit",
        by=cast["korkab"],
    )
    supervision.write(share_of(at_kroscek, 9, PLAOSAN), text="Lengkapi foto.", by=cast["kasi"])
    write_digests()
    people = [cast[name] for name in ("ratri", "bagas", "korcam.plaosan", "korcam.parang", "korkab", "kasi")]
    assert [told(person) for person in people] == [at_home(person) for person in people]
    assert told(cast["ratri"]) == ["Kroscek: 0 dari 1 keluarga dampingan Anda"] * 2
    assert "Jawab catatan supervisi: “Lengkapi foto.”" in told(cast["korcam.plaosan"])


@pytest.mark.slow
def test_a_paraf_is_told_to_whose_turn_it_is_and_to_nobody_else(at_kroscek, cast):
    check_and_accept(at_kroscek, cast)
    revision = approval.draft(at_kroscek.round, by=cast["korkab"])
    people = [cast[name] for name in ("korkab", "apd", *revision.chain)]
    for role in revision.chain[:-1]:
        write_digests()
        assert [told(person) for person in people] == [at_home(person) for person in people]
        assert told(cast[role]) == ["Paraf Berita Acara hasil kroscek"]
        approval.give_paraf(revision, by=cast[role])
    write_digests()
    assert [told(person) for person in people] == [at_home(person) for person in people]
    assert told(cast["kadis"]) == ["Tetapkan hasil kroscek"]
