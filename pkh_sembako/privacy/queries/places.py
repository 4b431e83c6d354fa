"""Which address shows something of which family: the read log names addresses, and never a person's number.

A new address that shows a family's data needs a line here (tests/privacy/test_places.py compares with the URLconf).
"""

from dataclasses import dataclass

from pkh_sembako.privacy.enums import DataClass as D
from pkh_sembako.privacy.enums import Way

HOUSEHOLD, MEMBER, CARD, CHANGE = "household", "member", "card", "change"
ID = "([0-9]{1,18})"


@dataclass(frozen=True)
class Place:
    """`pattern`: a POSIX expression over the address; its first group is the id of what `of` says, except of MEMBER,
    where the first is the family and the second the member. `whole`: every member of the family is meant."""

    code: str
    pattern: str
    of: str
    way: Way
    shows: frozenset[D]
    whole: bool = False


def _place(code: str, pattern: str, of: str, way: Way, *shows: D, whole: bool = False) -> Place:
    return Place(code, pattern, of, way, frozenset(shows), whole)


PLACES: dict[str, Place] = {
    place.code: place
    for place in (
        _place("nik", f"^/keluarga/{ID}/tampilkan/nik/", HOUSEHOLD, Way.NUMBER, D.NIK, D.ADDRESS),
        _place("kk", f"^/keluarga/{ID}/tampilkan/kk/", HOUSEHOLD, Way.NUMBER, D.NO_KK, D.ADDRESS, whole=True),
        _place("member", f"^/keluarga/{ID}/anggota/{ID}/nik/", MEMBER, Way.NUMBER, D.NIK, D.ADDRESS),
        _place("check", f"^/keluarga/{ID}/cocokkan-nik/", HOUSEHOLD, Way.NUMBER, D.NIK, D.ADDRESS, whole=True),
        _place("card", f"^/kks/kartu/{ID}/tampilkan/nomor/", CARD, Way.NUMBER, D.CARD, D.ADDRESS),
        _place("account", f"^/kks/kartu/{ID}/tampilkan/rekening/", CARD, Way.NUMBER, D.ACCOUNT, D.ADDRESS),
        _place("proof", f"^/kks/kartu/{ID}/[0-9]+/(bukti|kuasa)/", CARD, Way.FILE, D.ADDRESS, D.NIK, D.CARD),
        _place("siks", f"^/siks-ng/{ID}/tampilkan/", CHANGE, Way.NUMBER, D.NIK, D.NO_KK, D.ADDRESS),
        _place("loket", f"^/loket/{ID}/", HOUSEHOLD, Way.COUNTER, D.ADDRESS, D.AID, whole=True),
    )
}
