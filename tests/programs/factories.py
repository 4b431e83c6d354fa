"""Synthetic families, written in bulk."""

from simple_history.utils import bulk_create_with_history

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.names import searchable
from pkh_sembako.office.models import Desa
from programs.enums import EnrollmentStatus
from programs.models import Enrollment, Household, Member, Round, RoundEntry


def nik(number: int, region: str = "352007") -> str:
    """A well-formed, invented NIK of a woman born 17 August 1990."""
    return f"{region}570890{number:04d}"


def no_kk(number: int) -> str:
    return f"352007010115{number:04d}"


def families(desa: Desa, count: int, *, first: int = 1) -> list[Household]:
    """`count` households with their pengurus as the only member."""
    households = bulk_create_with_history(
        [
            Household(
                nik=nik(number),
                no_kk=no_kk(number),
                name=f"Melati Contoh {number}",
                name_search=searchable(f"Melati Contoh {number}"),
                desa=desa,
                alamat="Dusun Contoh",
                rt="001",
                rw="002",
            )
            for number in range(first, first + count)
        ],
        Household,
    )
    Member.objects.bulk_create(
        Member(household=household, name=household.name, nik=household.nik, is_pengurus=True)
        for household in households
    )
    return households


def list_families(
    the_round: Round,
    desa: Desa,
    count: int,
    *,
    first: int = 1,
    pendamping: User | None = None,
    status: EnrollmentStatus = EnrollmentStatus.ACTIVE,
) -> list[RoundEntry]:
    """`count` new families of a desa, enrolled and on the Round's list."""
    enrollments = Enrollment.objects.bulk_create(
        Enrollment(household=household, program=the_round.program, status=status, pendamping=pendamping)
        for household in families(desa, count, first=first)
    )
    return RoundEntry.objects.bulk_create(
        RoundEntry(round=the_round, enrollment=enrollment, desa=desa, kecamatan_id=desa.kecamatan_id, nominal=600_000)
        for enrollment in enrollments
    )
