"""What is printed and shown about the office."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pkh_sembako.audit.history import authored
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office import emblem
from pkh_sembako.office.enums import ACTING, PARAF, Capacity, Post
from pkh_sembako.office.models import ChainLink, Office, Official, StaffPromise


@transaction.atomic
def change(office: Office, *, by: Any, logo: UploadedFile | None = None, remove_logo: bool = False) -> Office:
    """Save an edited office; `logo` replaces the emblem, `remove_logo` takes it away."""
    if remove_logo:
        office.logo = ""
    if logo:
        picture = emblem.cleaned(logo)
        office.logo.save(emblem.NAME, picture, save=False)
    authored(office, by=by)
    office.save()
    return office


@transaction.atomic
def set_chain(roles: list[str], *, by: Any) -> None:
    """The signing chain: the chosen paraf in the order of the ladder, then the Kepala Dinas, who determines."""
    if not roles:
        raise DomainError("Pilih paling sedikit satu pejabat yang memberi paraf sebelum Kepala Dinas.")
    wanted = [post for post in PARAF if post in roles] + [Post.KADIS]
    for link in ChainLink.objects.select_for_update():
        authored(link, by=by)
        link.delete()
    for order, role in enumerate(wanted, start=1):
        link = ChainLink(order=order, role=role)
        authored(link, by=by)
        link.save()


@transaction.atomic
def save_official(official: Official, *, by: Any) -> Official:
    """A new or changed holder of a post. At one time a post has one holder (or is vacant), and one who acts for it."""
    Office.objects.select_for_update().get(pk=1)  # two clicks at once are one after the other
    if other := _rival(official):
        raise DomainError(_in_words(official, other))
    authored(official, by=by)
    official.save()
    return official


def _rival(official: Official) -> Official | None:
    """Who cannot be there at the same time: another holder, another who acts; with a Plt. also the holder."""
    others = Official.objects.filter(post=official.post).exclude(pk=official.pk)
    others = others.overlapping(official.starts, official.ends)
    if not official.is_acting:
        rivals = [Capacity.DEFINITIVE, Capacity.VACANT]
        return others.filter(capacity__in=[*rivals, Capacity.PLT] if official.name else rivals).first()
    rivals = [*ACTING, Capacity.DEFINITIVE] if official.capacity == Capacity.PLT else [*ACTING]
    return others.filter(capacity__in=rivals).first()


def _in_words(official: Official, other: Official) -> str:
    if other.capacity == Capacity.VACANT:
        return (
            "Jabatan ini tercatat kosong pada masa yang sama. Isi tanggal sampai pada catatan kosongnya lebih dahulu."
        )
    if official.capacity == Capacity.PLT and not other.is_acting:
        return (
            f"Plt. hanya untuk jabatan yang kosong, sedangkan {other.name} masih menjabat. Isi tanggal sampai bagi "
            f"{other.name}, atau pilih Plh."
        )
    return f"{other.name} menjabat pada masa yang sama. Isi tanggal sampai bagi {other.name} lebih dahulu."


@transaction.atomic
def set_promises(promises: list[StaffPromise], *, by: Any) -> None:
    """How many staff each standard promises; a programme that is left out has no promise any more."""
    for row in StaffPromise.objects.exclude(pk__in=[promise.pk for promise in promises]):
        authored(row, by=by)
        row.delete()
    for promise in promises:
        authored(promise, by=by)
        promise.save()
