"""Sanggah of Cek Bansos: written down, sent on, ended with its result; the window is the office's own."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from complaints.enums import ObjectionAbout, ObjectionState
from complaints.models import Objection, ObjectionWindow
from complaints.services import links
from pkh_sembako.accounts.models import User
from pkh_sembako.lib.access import Permission
from pkh_sembako.lib.dates import tanggal
from pkh_sembako.lib.errors import DomainError, guards_in_words
from pkh_sembako.office.models import Desa


@transaction.atomic
def record(
    *, about: str, name: str, text: str, shown_on: date, desa: Desa | None = None, family: str = "",
    reference: str = "", by: User, url: str = "",
) -> Objection:  # fmt: skip
    """A sanggah as the citizen gave it; `family` is a NIK or nomor KK, looked up as at the counter."""
    _check(by)
    if about not in ObjectionAbout.values or not name.strip() or len(text.strip()) < 10:
        raise DomainError("Isi tentang apa, nama yang disanggah, dan isinya paling sedikit 10 huruf.")
    if shown_on > timezone.localdate():
        raise DomainError("Tanggal hasil tampil paling lambat hari ini.")
    household = links.look_up(family, by=by, url=url)
    return Objection.objects.create(
        about=about,
        name=" ".join(name.split()),
        text=text.strip(),
        shown_on=shown_on,
        desa=desa or (household.desa if household else None),
        household=household,
        reference=" ".join(reference.split()),
        by=by,
    )


@transaction.atomic
def forward(objection: Objection, *, forwarded_on: date, forwarded_to: str, by: User) -> Objection:
    """Sent on, to whom and when."""
    current = _held(objection, ObjectionState.RECORDED, by)
    if not timezone.localdate(current.at) <= forwarded_on <= timezone.localdate():
        raise DomainError(f"Tanggal diteruskan antara {tanggal(timezone.localdate(current.at))} dan hari ini.")
    current.state, current.forwarded_on = ObjectionState.FORWARDED, forwarded_on
    current.forwarded_to = " ".join(forwarded_to.split())
    current.save()
    return current


@transaction.atomic
def end(objection: Objection, *, result: str, by: User) -> Objection:
    """What came of it."""
    current = _held(objection, ObjectionState.FORWARDED, by)
    if not result.strip():
        raise DomainError("Tulis hasil sanggah.")
    current.state, current.result, current.result_on = ObjectionState.DONE, result.strip(), timezone.localdate()
    current.save()
    return current


@transaction.atomic
def set_window(*, since: date, days: int | None, basis: str, by: User) -> ObjectionWindow:
    """How long a sanggah may be filed, from a day on; `days` None = no deadline is shown."""
    if not by.may(Permission.MANAGE_SERVICE):
        raise DomainError("Hanya petugas pengaduan yang mengatur ini.")
    if not basis.strip():
        raise DomainError("Tulis dasar masa sanggah.")
    with guards_in_words("Sudah ada masa sanggah yang berlaku sejak tanggal itu."):
        return ObjectionWindow.objects.create(since=since, days=days, basis=basis.strip(), by=by)


def _held(objection: Objection, state: str, by: User) -> Objection:
    _check(by)
    current = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if current.state != state:
        raise DomainError(
            f"Sanggah ini sekarang berstatus “{current.get_state_display().lower()}”. Muat ulang halaman."
        )
    return current


def _check(by: User) -> None:
    if not by.may(Permission.HANDLE_COMPLAINTS):
        raise DomainError("Sanggah dicatat petugas pengaduan.")
