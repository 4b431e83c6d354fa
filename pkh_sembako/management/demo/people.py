"""Staff of the demo office: the cast, and for each of the other kecamatan a korcam, a camat and a pendamping."""

from datetime import date
from random import Random

from pkh_sembako.accounts.cast import CAST, SINCE, Character, create_cast
from pkh_sembako.accounts.models import RoleLabel, User, WorkArea
from pkh_sembako.management.demo import names
from pkh_sembako.office.models import Desa, Kecamatan, Official
from programs.enums import Program

# A NIP holds birth and appointment dates: 31 February and month 13 exist for nobody.
OFFICIALS = (
    ("kadis", "Kepala Dinas Sosial Kabupaten Magetan", "Pembina Utama Muda (IV/c)", "19700231 199513 1 001"),
    ("sekretaris", "Sekretaris Dinas Sosial", "Pembina Tingkat I (IV/b)", "19720231 199613 2 002"),
    (
        "kabid",
        "Kepala Bidang Pengembangan, Perlindungan dan Jaminan Sosial",
        "Pembina (IV/a)",
        "19750231 199913 1 003",
    ),
    ("kasi", "Ketua Tim Perlindungan dan Jaminan Sosial", "Penata Tingkat I (III/d)", "19800231 200513 2 004"),
    ("korkab", "Koordinator Kabupaten PKH", "", ""),
)


def create_staff(dice: Random, password: str) -> dict[str, User]:
    """Everybody of the office by username; those that exist stay."""
    taken = {character.kecamatan for character in CAST if character.role == "korcam"}
    others = [k for k in Kecamatan.objects.of_office() if k.pk not in taken]
    characters = [*CAST]
    for kecamatan in others:
        slug = kecamatan.name.lower().replace(" ", "")
        characters += [
            Character(f"korcam.{slug}", "korcam", names.man(dice), kecamatan=kecamatan.pk),
            Character(f"camat.{slug}", "kecamatan", names.man(dice), kecamatan=kecamatan.pk),
            Character(f"pendamping.{slug}", "pendamping", names.woman(dice), kecamatan=kecamatan.pk),
        ]
    characters.append(Character("camat.parang", "kecamatan", names.man(dice), kecamatan="35.20.02"))
    people = create_cast(password, tuple(characters))
    _assign_areas(people, characters)
    _appoint(people)
    RoleLabel.objects.get_or_create(role="kasi", defaults={"label": "Ketua Tim"})
    return people


def _assign_areas(people: dict[str, User], characters: list[Character]) -> None:
    """Each pendamping accompanies every desa of the kecamatan, in both programmes."""
    of_kecamatan = {c.kecamatan: people[c.username] for c in characters if c.role == "pendamping"}
    WorkArea.objects.bulk_create(
        [
            WorkArea(desa=desa, program=program, pendamping=of_kecamatan[desa.kecamatan_id])
            for desa in Desa.objects.of_office()
            for program in Program.values
            if desa.kecamatan_id in of_kecamatan
        ],
        ignore_conflicts=True,
    )


def _appoint(people: dict[str, User]) -> None:
    if Official.objects.filter(user__in=people.values()).exists():
        return
    since: date = SINCE
    for post, title, rank, nip in OFFICIALS:
        person = people[post]
        Official.objects.create(
            post=post, title=title, name=person.full_name, nip=nip, rank=rank, user=person, starts=since
        )
