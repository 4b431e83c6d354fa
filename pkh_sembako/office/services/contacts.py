"""How kecamatan and desa are reached."""

from typing import Any

from django.db import transaction

from pkh_sembako.audit.history import authored
from pkh_sembako.office.models import Desa, Kecamatan, PlaceContact


@transaction.atomic
def keep(places: list[tuple[Kecamatan | Desa, str, str]], *, by: Any) -> int:
    """(place, e-mail, telephone) as typed; how many changed. An emptied row stays as an empty contact."""
    return sum(_kept(place, email, phone, by) for place, email, phone in places)


def _kept(place: Kecamatan | Desa, email: str, phone: str, by: Any) -> bool:
    where = {"kecamatan" if isinstance(place, Kecamatan) else "desa": place}
    contact = PlaceContact.objects.select_for_update(of=("self",)).filter(**where).first()
    if (email, phone) == ((contact.email, contact.phone) if contact else ("", "")):
        return False
    contact = contact or PlaceContact(**where)
    contact.email, contact.phone = email, phone
    authored(contact, by=by)
    contact.save()
    return True
