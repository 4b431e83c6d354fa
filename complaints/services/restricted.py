"""Who must not see a complaint: the accused, and everybody but the inspektorat while it is about extortion."""

from uuid import UUID

from django.db import transaction

from complaints.enums import AT_WORK, RESTRICTED_SUBJECTS, ComplaintState, Gravity, Subject
from complaints.models import Accusation, Complaint
from complaints.services import clocks, door, news
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError


@transaction.atomic
def accuse(complaint: Complaint, *, user: User, by: User) -> Accusation:
    """This complaint is about somebody with an account: from now on it is not there for that person."""
    door.check(complaint, "accuse", by)
    if user.pk == by.pk:
        raise DomainError("Anda tidak dapat mencatat diri sendiri sebagai yang diadukan.")
    accusation, is_new = Accusation.objects.get_or_create(complaint=complaint, user=user, defaults={"by": by})
    if is_new:
        door.record(complaint, by=by, note="Yang diadukan dicatat.")
    return accusation


@transaction.atomic
def derestrict(
    complaint: Complaint, *, subject: str, gravity: str, reason: str, by: User, key: UUID | None = None
) -> None:
    """ "Bukan pungli": the inspektorat gives it to the desk, with what it is about instead and why.

    A limit that was that of pungli (60 hari kerja) begins anew with the gravity it has now.
    """
    current = door.locked(complaint)
    if key and current.events.filter(key=key, move__in=("note", "hand_back")).exists():
        return
    door.check(complaint, "note", by)
    if not current.restricted:
        raise DomainError(f"{complaint.ticket} sudah tidak khusus untuk inspektorat.")
    if complaint.state not in AT_WORK:
        raise DomainError(f"{complaint.ticket} sudah {complaint.get_state_display().lower()}; sifatnya tidak diubah.")
    if subject not in Subject.values or subject in RESTRICTED_SUBJECTS:
        raise DomainError("Pilih perihal yang sebenarnya.")
    if gravity not in Gravity.values:
        raise DomainError("Pilih tingkat pengaduan.")
    if len(reason.strip()) < 10:
        raise DomainError("Tulis alasannya, paling sedikit 10 huruf.")
    changes = {"restricted": False, "subject": subject, "handler": ""}
    note = f"Bukan pungli: {reason}"
    if complaint.gravity:
        changes["gravity"] = gravity
    if complaint.state == ComplaintState.FORWARDED:
        door.move(complaint, "hand_back", by=by, note=note, changes=changes, key=key)
    else:
        door.record(complaint, by=by, note=note, changes=changes, key=key)
    clocks.relax(complaint, by=by)
    news.to_the_desk(complaint, "diserahkan inspektorat ke meja pengaduan", "peringatan")
