"""Who hears in the bell that something happened to a complaint. Messages name its number, never its story."""

from complaints.enums import Handler
from complaints.models import Complaint
from pkh_sembako.accounts.models import User
from pkh_sembako.deadlines.people import Directory
from pkh_sembako.deadlines.services import bell


def received(complaint: Complaint) -> None:
    """The desk, or for what is restricted the inspektorat alone."""
    roles = [Handler.INSPEKTORAT.value] if complaint.restricted else ["petugas"]
    _tell(complaint, roles, None, f"Pengaduan baru: {complaint.ticket}")


def forwarded(complaint: Complaint) -> None:
    where = None if complaint.restricted else complaint.kecamatan_id
    _tell(complaint, [complaint.handler], where, f"Pengaduan {complaint.ticket} diteruskan kepada Anda", "peringatan")


def to_the_desk(complaint: Complaint, words: str, tone: str = "proses") -> None:
    roles = [Handler.INSPEKTORAT.value] if complaint.restricted else ["petugas"]
    _tell(complaint, roles, None, f"{complaint.ticket}: {words}", tone)


def _tell(complaint: Complaint, roles: list[str], kecamatan: str | None, text: str, tone: str = "proses") -> None:
    ids = {person.pk for person in Directory().holders(roles, kecamatan)}
    people = User.objects.filter(pk__in=ids).exclude(pk__in=complaint.accusations.values("user"))
    bell.tell(people, text=text, url=complaint.get_absolute_url(), tone=tone, by_mail=True)
