"""A change of a family's data that follows from a complaint: proposed by who works on it, decided by the korcam.

Fields and checks are those of a kroscek "berubah" (`programs.services.proposals`); the writing is that of every edit
(`programs.services.families`), with the ticket as its reason. Nobody decides an own proposal (constraint).
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from complaints.enums import AT_WORK, ComplaintState, CorrectionState
from complaints.models import Complaint, Correction
from complaints.queries import corrections as queries
from complaints.services import door, pictures
from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.people import Directory
from pkh_sembako.deadlines.services import bell
from pkh_sembako.documents.models import StoredFile
from pkh_sembako.documents.services import files
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.errors import DomainError, guards_in_words
from programs.enums import Component
from programs.models import Household, Member
from programs.models.households import NIK_TAKEN
from programs.services import families
from programs.services.proposals import FIELDS, MEMBER_FIELD

TAKEN = "Isian itu sudah diusulkan berubah dan masih menunggu keputusan. Tunggu keputusannya."


def may_propose(complaint: Complaint, user: User) -> bool:
    """The desk and whoever it was forwarded to; others who see the complaint and the family (pendamping, units)."""
    household = complaint.household
    if household is None or complaint.restricted or complaint.state not in (*AT_WORK, ComplaintState.ANSWERED):
        return False
    if door.may(complaint, "note", user):
        return True
    sees = user.may(Permission.VIEW_HOUSEHOLDS) and Complaint.objects.visible_to(user).filter(pk=complaint.pk).exists()
    return sees and Household.objects.visible_to(user).filter(pk=household.pk).exists()


@transaction.atomic
def propose(
    complaint: Complaint,
    *,
    changes: Mapping[str, Any],
    basis: str,
    upload: UploadedFile | None = None,
    by: User,
    key: UUID | None = None,
) -> list[Correction]:
    """Proposals of what differs; `changes` maps a field of FIELDS, or "komponen:<member>", to its new value."""
    current = door.locked(complaint)
    if door.sent(current, "note", key):
        return []
    if not may_propose(current, by) or current.household is None:
        raise DomainError("Usul perbaikan tidak tersedia untuk laporan ini.")
    if not basis.strip():
        raise DomainError("Tulis dasar perbaikan, misalnya KTP dan KK yang diperlihatkan.")
    made = [_proposal(current, current.household, name, new) for name, new in changes.items()]
    real = [each for each in made if each.old != each.new]
    if not real:
        raise DomainError("Nilai baru sama dengan nilai sekarang. Ubah paling sedikit satu isian.")
    _check_nik(current.household, real)
    stored = _kept(upload, by) if upload else None
    with guards_in_words(TAKEN):
        for each in real:
            each.basis, each.evidence, each.by = " ".join(basis.split())[:300], stored, by
            each.save()
    labels = ", ".join(queries.label(each) for each in real)
    door.record(current, by=by, note=f"Perbaikan data diusulkan: {labels}.", key=key)
    _tell(real[0])
    return real


def _proposal(complaint: Complaint, household: Household, name: str, new: Any) -> Correction:
    if name.startswith(f"{MEMBER_FIELD}:"):
        member = household.members.filter(pk=name.partition(":")[2]).first()
        if member is None or not set(new) <= set(Component.values):
            raise DomainError("Komponen anggota tidak dikenal.")
        ordered = [code for code in Component.values if code in new]
        facts: dict[str, Any] = {"member": member, "field": MEMBER_FIELD, "old": member.components, "new": ordered}
    elif name in FIELDS:
        facts = {"field": name, "old": getattr(household, name), "new": FIELDS[name].check(new)}
    else:
        raise DomainError(f"Isian {name!r} tidak dapat diusulkan berubah.")
    return Correction(complaint=complaint, household=household, **facts)


def _check_nik(household: Household, proposed: list[Correction]) -> None:
    nik = next((each.new for each in proposed if each.field == "nik"), "")
    if nik and Household.objects.filter(nik=nik).exclude(pk=household.pk).exists():
        raise DomainError(NIK_TAKEN)


def _kept(upload: UploadedFile, by: User) -> StoredFile:
    data, name, kind = pictures.cleaned(upload)
    return files.keep(data, name=name, content_type=kind, by=by)


def _tell(correction: Correction) -> None:
    people = User.objects.filter(pk__in=queries.deciders(correction, Directory()))
    text = f"Usul perbaikan data dari {correction.complaint.ticket} menunggu keputusan Anda"
    bell.tell(people, text=text, url=reverse("correction", args=[correction.pk]), tone="peringatan", by_mail=True)


def may_decide(correction: Correction, user: User) -> bool:
    is_open = correction.state == CorrectionState.PROPOSED
    return is_open and user.may(Permission.ACCEPT_CORRECTIONS) and user.pk in queries.deciders(correction, Directory())


@transaction.atomic
def accept(correction: Correction, *, by: User) -> Correction:
    """Write the new value with history; DomainError, and nothing written, when the old one changed meanwhile."""
    current = _held(correction, by)
    household = Household.objects.select_for_update(of=("self",)).get(pk=current.household_id)
    reason = f"Perbaikan dari pengaduan {current.complaint.ticket}"
    if current.member_id:
        member = Member.objects.select_for_update(of=("self",)).filter(pk=current.member_id).first()
        _check_still(current, member.components if member else None)
        families.save_member(household, member, {"components": current.new}, by=by, reason=reason)
    else:
        _check_still(current, getattr(household, current.field))
        families.edit(household, {current.field: current.new}, version=household.version, by=by, reason=reason)
    return _decided(current, CorrectionState.ACCEPTED, "diterima", "", by)


@transaction.atomic
def refuse(correction: Correction, *, reason: str, by: User) -> Correction:
    """Not taken over, with a reason that the proposer reads."""
    if len(reason.strip()) < 5:
        raise DomainError("Tulis alasan penolakan.")
    return _decided(_held(correction, by), CorrectionState.REFUSED, "ditolak", reason, by)


def _check_still(correction: Correction, now: Any) -> None:
    if now != correction.old:
        shown = queries.words(correction.field, now)
        raise DomainError(
            f"Data keluarga ini diubah sesudah diusulkan; nilainya sekarang {shown}. Tidak ada yang ditulis. "
            "Tolak usul ini, lalu minta diusulkan lagi bila masih perlu."
        )


def _held(correction: Correction, by: User) -> Correction:
    """The proposal as it is now, held after its complaint (the order of every act)."""
    door.locked(correction.complaint)
    current = Correction.objects.select_for_update(of=("self",)).select_related(*queries.RELATED).get(pk=correction.pk)
    if current.state != CorrectionState.PROPOSED:
        raise DomainError(f"Usul ini sudah {current.get_state_display().lower()} oleh {current.decided_by}.")
    if current.by_id == by.pk:
        raise DomainError("Usul tidak dapat diputuskan oleh yang mengusulkannya.")
    if not may_decide(current, by):
        raise DomainError("Usul ini diputuskan koordinator kecamatan keluarga itu, bukan Anda.")
    return current


def _decided(current: Correction, state: str, word: str, note: str, by: User) -> Correction:
    current.state, current.decided_by, current.decided_at = state, by, timezone.now()
    current.decision_note = " ".join(note.split())[:300]
    with guards_in_words():
        current.save()
    label = queries.label(current)
    why = f" Alasan: {current.decision_note}" if note else ""
    door.record(current.complaint, by=by, note=f"Usul perbaikan {label} {word}.{why}")
    text = f"Usul perbaikan {label} ({current.complaint.ticket}) {word}"
    bell.tell([current.by], text=text, url=current.complaint.get_absolute_url(), tone="positif" if not note else "info")
    return current
