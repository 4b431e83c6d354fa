"""Changes that a kroscek "berubah" proposes: which fields, how they are checked, how they are applied."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.history import authored
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.names import searchable
from pkh_sembako.office.models import Desa
from programs.enums import PROPOSED_LABELS, Component
from programs.models import Enrollment, Household, KroscekResult, Member, Proposal

MEMBER_FIELD = "komponen"


@dataclass(frozen=True)
class ProposableField:
    """A field of the family that a pendamping may propose to change."""

    name: str
    check: Callable[[Any], Any]

    @property
    def label(self) -> str:
        return PROPOSED_LABELS[self.name]


def _text(limit: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        text = " ".join(str(value).split())
        if len(text) > limit:
            raise DomainError(f"Nilai baru paling panjang {limit} huruf. Yang ditulis {len(text)} huruf.")
        return text

    return check


def _name(value: Any) -> str:
    text = _text(120)(value)
    if not text:
        raise DomainError("Nama pengurus tidak boleh kosong.")
    return text


def _digits(length: int, label: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        text = str(value).strip()
        if not (text.isascii() and text.isdigit() and len(text) == length):
            raise DomainError(f"{label} harus {length} angka. Yang ditulis {len(text)} karakter.")
        return text

    return check


def _desa(value: Any) -> str:
    code = str(value)
    if not Desa.objects.of_office().filter(pk=code).exists():
        raise DomainError("Desa/kelurahan itu tidak ada di wilayah kantor ini.")
    return code


FIELDS: dict[str, ProposableField] = {
    field.name: field
    for field in (
        ProposableField("name", _name),
        ProposableField("nik", _digits(16, "NIK")),
        ProposableField("no_kk", _digits(16, "Nomor KK")),
        ProposableField("alamat", _text(200)),
        ProposableField("dusun", _text(80)),
        ProposableField("rt", _text(3)),
        ProposableField("rw", _text(3)),
        ProposableField("phone", _text(20)),
        ProposableField("desa_id", _desa),
    )
}


def build(result: KroscekResult, enrollment: Enrollment, changes: Mapping[str, Any]) -> list[Proposal]:
    """Proposals field, old, new. `changes` maps a field of FIELDS, or (MEMBER_FIELD, member id) as "komponen:17"."""
    made = [_proposal(result, enrollment.household, name, new) for name, new in changes.items()]
    if real := [proposal for proposal in made if proposal.old != proposal.new]:
        return real
    raise DomainError("Nilai baru sama dengan nilai sekarang. Pilih hasil sesuai bila tidak ada yang berubah.")


def _proposal(result: KroscekResult, household: Household, name: str, new: Any) -> Proposal:
    if name.startswith(f"{MEMBER_FIELD}:"):
        member = household.members.filter(pk=name.partition(":")[2]).first()
        if member is None or not set(new) <= set(Component.values):
            raise DomainError("Komponen anggota tidak dikenal.")
        ordered = [code for code in Component.values if code in new]
        return Proposal(result=result, member=member, field=MEMBER_FIELD, old=member.components, new=ordered)
    if name not in FIELDS:
        raise DomainError(f"Isian {name!r} tidak dapat diusulkan berubah.")
    return Proposal(result=result, field=name, old=getattr(household, name), new=FIELDS[name].check(new))


def apply(proposals: list[Proposal], *, by: User, reason: str) -> int:
    """Write proposed values into the registry with history; returns how many families changed.

    A NIK that has come to belong to another family meanwhile stops everything with a sentence.
    """
    households: dict[int, Household] = {}
    members: dict[int, Member] = {}
    for proposal in proposals:
        if proposal.member is not None:
            proposal.member.components = proposal.new
            members[proposal.member.pk] = proposal.member
            continue
        household = proposal.result.entry.enrollment.household
        household = households.setdefault(household.pk, household)
        setattr(household, proposal.field, proposal.new)
    _refuse_taken_nik(households)
    for row in (*households.values(), *members.values()):
        authored(row, by=by, reason=reason)
        if isinstance(row, Household):
            row.name_search, row.version = searchable(row.name), row.version + 1
        row.save()
    return len({*households, *(member.household_id for member in members.values())})


def _refuse_taken_nik(households: dict[int, Household]) -> None:
    niks = {household.nik: pk for pk, household in households.items() if household.nik}
    if len(niks) < sum(1 for household in households.values() if household.nik):
        raise DomainError("Dua keluarga diusulkan memakai NIK yang sama. Kembalikan Berita Acara dan perbaiki.")
    taken = Household.objects.filter(nik__in=niks).exclude(pk__in=households).first()
    if taken is not None:
        raise DomainError(f"NIK yang diusulkan sudah dipakai keluarga {taken.name}. Kembalikan Berita Acara.")
