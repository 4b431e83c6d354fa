"""Two families, a round, and a request of a mother."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from pkh_sembako.office.models import Desa, Kecamatan
from pkh_sembako.privacy.models import DataRequest, Incident
from pkh_sembako.privacy.services import incidents, requests
from programs.models import Household, Member, Round
from tests.programs.factories import list_families, nik

WISH = "Mohon salinan data saya dan siapa saja yang membukanya."


@pytest.fixture
def plaosan(cast) -> Kecamatan:
    return Kecamatan.objects.get(name="Plaosan", kabupaten_code="35.20")


@pytest.fixture
def the_round(cast) -> Round:
    return Round.objects.create(program="pkh", tahun=2026, tahap=4)


@pytest.fixture
def families(the_round, plaosan, ratri) -> list[Household]:
    """Four of ratri's families, the first with a child of its own NIK."""
    desa = Desa.objects.filter(kecamatan=plaosan).order_by("code")[0]
    made = [entry.enrollment.household for entry in list_families(the_round, desa, 4, pendamping=ratri)]
    Member.objects.create(
        household=made[0], name="Sekar Contoh", nik=nik(901), birth_date=date(2016, 5, 4), components=["sd"]
    )
    return made


@pytest.fixture
def mother(families) -> Member:
    return families[0].members.get(is_pengurus=True)


@pytest.fixture
def asked(mother, operator) -> Callable[..., DataRequest]:
    """A request at the counter with the KTP in hand; `asked(kind="perbaikan")`."""

    def ask(**facts) -> DataRequest:
        given = {
            "kind": "akses", "member": mother, "requester_name": mother.name, "proof": "ktp", "channel": "loket",
            "wish": WISH, "received_at": timezone.now(),
        }  # fmt: skip
        return requests.receive(requests.Asked(**(given | facts)), by=operator)

    return ask


@pytest.fixture
def incident(ratri, sekretaris) -> Incident:
    """Ratri's password was known to somebody else since yesterday."""
    now = timezone.now()
    found = incidents.Found(
        found_at=now - timedelta(minutes=5), starts=now - timedelta(days=1), ends=now, user=ratri,
        what="Kata sandi pendamping diketahui orang lain", how="Dilaporkan sendiri oleh pemilik akun",
    )  # fmt: skip
    return incidents.record(found, by=sekretaris)
