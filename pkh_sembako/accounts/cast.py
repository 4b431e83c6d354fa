"""The demo cast of contract.md: invented people of the office of Magetan, also the fixtures of the tests."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from pkh_sembako.accounts.models import Posting, User

SINCE = date(2025, 1, 2)


@dataclass(frozen=True)
class Character:
    username: str
    role: str
    full_name: str
    kecamatan: str = ""
    desa: str = ""


PARANG, PLAOSAN = "35.20.02", "35.20.07"
DESA_IN_PLAOSAN = "35.20.07.2003"

CAST = (
    Character("admin", "admin", "Wening Prabandari"),
    Character("apd", "apd", "Galih Purnomosidi"),
    Character("operator", "operator", "Rina Kusumastuti"),
    Character("korkab", "korkab", "Hendra Wicaksana"),
    Character("korcam.plaosan", "korcam", "Sekar Puspitarini", kecamatan=PLAOSAN),
    Character("korcam.parang", "korcam", "Tegar Raharjanto", kecamatan=PARANG),
    Character("ratri", "pendamping", "Ratri Anggarwati", kecamatan=PLAOSAN),
    Character("bagas", "pendamping", "Bagas Adiwinata", kecamatan=PARANG),
    Character("kasi", "kasi", "Nastiti Windrarum"),
    Character("kabid", "kabid", "Arya Danuwijaya"),
    Character("sekretaris", "sekretaris", "Laras Kinanthi"),
    Character("kadis", "kadis", "Bima Surengrana"),
    Character("bank", "bank", "Citra Mandalawangi"),
    Character("camat.plaosan", "kecamatan", "Pramudya Sastrowardana", kecamatan=PLAOSAN),
    Character("desa.plaosan", "desa", "Yuli Rahastri", desa=DESA_IN_PLAOSAN),
    Character("inspektorat", "inspektorat", "Dwipa Gandewa"),
    Character("petugas", "petugas", "Menur Larasati"),
)


def create_cast(password: str | None, characters: tuple[Character, ...] = CAST) -> dict[str, User]:
    """Users and postings of `characters` by username; those that exist stay. Wilayah must be loaded. Five queries."""
    hashed = make_password(password)
    User.objects.bulk_create(
        [
            User(username=c.username, full_name=c.full_name, password=hashed, email=f"{c.username}@contoh.invalid")
            for c in characters
        ],
        ignore_conflicts=True,
    )
    people = {user.username: user for user in User.objects.filter(username__in=[c.username for c in characters])}
    posted = set(Posting.objects.filter(user__in=people.values()).values_list("user_id", flat=True))
    Posting.objects.bulk_create(
        Posting(
            user=people[c.username],
            role=c.role,
            kecamatan_id=c.kecamatan or None,
            desa_id=c.desa or None,
            starts=SINCE,
        )
        for c in characters
        if people[c.username].pk not in posted
    )
    return people
