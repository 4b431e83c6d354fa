"""What is printed and shown about the office."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from pkh_sembako.audit.history import authored
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office import emblem
from pkh_sembako.office.enums import PARAF, Post
from pkh_sembako.office.models import ChainLink, Office, Official


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
    """A new or changed holder of a post; at one time a post has one holder (who stands in comes after the first)."""
    Office.objects.select_for_update().get(pk=1)  # two clicks at once are one after the other
    if other := _holder_meanwhile(official):
        raise DomainError(
            f"{other.name} menjabat pada masa yang sama. Isi tanggal sampai bagi {other.name} lebih dahulu."
        )
    authored(official, by=by)
    official.save()
    return official


def _holder_meanwhile(official: Official) -> Official | None:
    others = Official.objects.filter(post=official.post).exclude(pk=official.pk)
    if official.ends:
        others = others.filter(starts__lte=official.ends)
    return others.exclude(ends__lt=official.starts).first()
