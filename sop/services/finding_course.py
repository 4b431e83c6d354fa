"""More time for a finding, and another owner: asked or decided with a reason, kept in its course."""

from datetime import date

from django.db import transaction

from pkh_sembako.accounts.models import Posting, User
from pkh_sembako.accounts.roles import ROLES
from pkh_sembako.deadlines.models import Extension
from pkh_sembako.deadlines.services import clock, extensions
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError, guards_in_words
from sop.enums import FindingState
from sop.models import Finding, FindingEntry
from sop.services import findings

AT_WORK = (FindingState.OPEN, FindingState.RETURNED)


@transaction.atomic
def ask_time(finding: Finding, *, until: date, reason: str, by: User) -> Extension:
    """The owner asks the inspektorat for more time, until a working day after the present deadline."""
    finding = findings.locked(finding)
    if not findings.may_answer(finding, by):
        raise DomainError("Perpanjangan diminta oleh penanggung jawab temuan.")
    if finding.state not in AT_WORK:
        raise DomainError(f"Temuan ini berstatus “{finding.get_state_display()}”; perpanjangan tidak diperlukan.")
    asked = extensions.ask(findings.deadline_of(finding), reason=reason, until=until, by=by)
    words = f"Sampai {tanggal(until)}. {asked.reason}"
    FindingEntry.objects.create(finding=finding, verb=findings.ASK_TIME, note=words, by=by)
    findings.tell(finding, [finding.by], f"{by} meminta perpanjangan temuan {finding.code}: {words}", "peringatan")
    return asked


@transaction.atomic
def decide_time(finding: Finding, *, granted: bool, note: str = "", by: User) -> Extension:
    """The inspektorat, which checks the follow-up, grants or refuses what was asked."""
    findings.check_inspektorat(by)
    finding = findings.locked(finding)
    asked = open_request(finding)
    if asked is None:
        raise DomainError("Tidak ada permintaan perpanjangan yang menunggu keputusan.")
    decided = extensions.settle(asked, granted=granted, note=note, by=by)
    verb = findings.GIVE_TIME if granted else findings.REFUSE_TIME
    words = f"Sampai {tanggal(decided.until)}. {decided.note}".strip()
    FindingEntry.objects.create(finding=finding, verb=verb, note=words, by=by)
    told = f"{findings.VERBS[verb]} untuk temuan {finding.code}: {words}"
    findings.tell(finding, [finding.owner], told, "positif" if granted else "peringatan")
    return decided


def open_request(finding: Finding) -> Extension | None:
    """The extension that waits for a decision."""
    waiting = Extension.objects.filter(deadline__subject=finding.subject, granted__isnull=True)
    return waiting.select_related("asked_by").first()


@transaction.atomic
def reassign(finding: Finding, *, owner: Posting, reason: str, by: User) -> Finding:
    """Another owner from now on; the deadline stays where it is, and both hear of it."""
    findings.check_inspektorat(by)
    finding = findings.locked(finding)
    if finding.state not in AT_WORK:
        raise DomainError(f"Temuan ini berstatus “{finding.get_state_display()}”; tidak dapat dialihkan.")
    findings.check_owner(owner, writer=finding.by)
    if not reason.strip():
        raise DomainError("Tulis alasan pengalihan.")
    if (owner.user_id, owner.role) == (finding.owner_id, finding.owner_role):
        raise DomainError(f"{finding.owner} sudah menjadi penanggung jawab temuan ini.")
    before, words = (
        finding.owner,
        f"{_named(finding.owner, finding.owner_role)} kepada {_named(owner.user, owner.role)}",
    )
    words = f"Dari {words}. {reason.strip()}"[:2000]
    FindingEntry.objects.create(finding=finding, verb=findings.REASSIGN, note=words, handed_to=owner.user, by=by)
    finding.owner, finding.owner_role, finding.kecamatan_id = owner.user, owner.role, findings.place_of(owner)
    with guards_in_words():
        finding.save(update_fields=["owner", "owner_role", "kecamatan"])
    clock.hand_over(findings.deadline_of(finding), roles=[owner.role], kecamatan=finding.kecamatan, by=by)
    findings.tell(finding, [before, owner.user], f"Temuan {finding.code} dialihkan. {words}")
    return finding


def _named(user: User, role: str) -> str:
    return f"{user} ({ROLES[role].label})"
