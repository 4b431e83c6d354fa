"""The canonical list of a Round: what is hashed, frozen and printed. Same registry, same bytes."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pkh_sembako.office.models import Desa
from programs.enums import PAYABLE, Outcome
from programs.models import Member, Proposal, Round, RoundEntry

CANONICAL_KEYS = (
    "desa",
    "no_kk",
    "nik",
    "nama",
    "kecamatan",
    "nama_kecamatan",
    "nama_desa",
    "alamat",
    "dusun",
    "rt",
    "rw",
    "iddtks",
    "program",
    "tahun",
    "tahap",
    "nominal",
    "bank",
    "gelombang",
    "dir",
    "status",
    "anggota",
    "hasil",
    "dasar",
    "tanggal_diperiksa",
    "alasan_keluar",
    "keterangan",
    "usulan",
    "layak_bayar",
)


def canonical_line(values: dict[str, Any]) -> bytes:
    """One family as bytes: sorted keys at every depth, so that what the database gives back hashes the same."""
    return (json.dumps(values, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n").encode()


@dataclass(frozen=True)
class CanonicalRow:
    """One family of the list; `values` has exactly CANONICAL_KEYS."""

    entry_id: int
    outcome: str
    layak_bayar: bool
    values: dict[str, Any]

    def line(self) -> bytes:
        return canonical_line(self.values)


def rows(the_round: Round) -> list[CanonicalRow]:
    """Every family with its result and its accepted proposals, sorted by desa, NKK, NIK. Four queries."""
    entries = list(
        RoundEntry.objects.filter(round=the_round).select_related("enrollment__household", "kroscek").order_by("id")
    )
    members = _members(the_round)
    proposals = _proposals(the_round)
    desa = {row.pk: row for row in Desa.objects.select_related("kecamatan")}
    made = [_row(the_round, entry, members, proposals.get(entry.pk, []), desa) for entry in entries]
    return sorted(made, key=lambda row: (row.values["desa"], row.values["no_kk"], row.values["nik"], row.entry_id))


def list_hash(canonical: list[CanonicalRow]) -> str:
    """SHA-256 over the list as UTF-8 JSON lines."""
    digest = hashlib.sha256()
    for line in lines(canonical):
        digest.update(line)
    return digest.hexdigest()


def lines(canonical: list[CanonicalRow]) -> Iterator[bytes]:
    return (row.line() for row in canonical)


def _members(the_round: Round) -> dict[int, list[Member]]:
    found: dict[int, list[Member]] = {}
    wanted = Member.objects.filter(household__enrollments__entries__round=the_round).order_by("household_id", "id")
    for member in wanted:
        found.setdefault(member.household_id, []).append(member)
    return found


def _proposals(the_round: Round) -> dict[int, list[Proposal]]:
    found: dict[int, list[Proposal]] = {}
    for proposal in Proposal.objects.filter(result__entry__round=the_round).order_by("id"):
        found.setdefault(proposal.result_id, []).append(proposal)
    return found


def _row(
    the_round: Round,
    entry: RoundEntry,
    members: dict[int, list[Member]],
    proposals: list[Proposal],
    all_desa: dict[str, Desa],
) -> CanonicalRow:
    enrollment, result = entry.enrollment, getattr(entry, "kroscek", None)
    household = enrollment.household
    accepted = proposals if result and result.outcome == Outcome.CHANGED else []
    for proposal in accepted:  # on this copy only; services.proposals writes them into the registry
        if proposal.member_id is None:
            setattr(household, proposal.field, proposal.new)
    new_components = {proposal.member_id: proposal.new for proposal in accepted if proposal.member_id}
    desa = all_desa[household.desa_id]
    outcome = result.outcome if result else ""
    payable = outcome in PAYABLE
    values = {
        "desa": household.desa_id,
        "no_kk": household.no_kk,
        "nik": household.nik,
        "nama": household.name,
        "kecamatan": desa.kecamatan_id,
        "nama_kecamatan": desa.kecamatan.name,
        "nama_desa": desa.name,
        "alamat": household.alamat,
        "dusun": household.dusun,
        "rt": household.rt,
        "rw": household.rw,
        "iddtks": household.iddtks,
        "program": the_round.program,
        "tahun": the_round.tahun,
        "tahap": the_round.tahap,
        "nominal": entry.nominal,
        "bank": entry.bank,
        "gelombang": entry.gelombang,
        "dir": entry.direction,
        "status": enrollment.status,
        "anggota": [_member(member, new_components) for member in members.get(household.pk, [])],
        "hasil": outcome,
        "dasar": result.basis if result else "",
        "tanggal_diperiksa": result.checked_on.isoformat() if result else "",
        "alasan_keluar": result.exit_reason if result else "",
        "keterangan": result.note if result else "",
        "usulan": [_proposal(proposal) for proposal in proposals],
        "layak_bayar": payable,
    }
    return CanonicalRow(entry.pk, outcome, payable, {key: values[key] for key in CANONICAL_KEYS})


def _member(member: Member, new_components: dict[int, Any]) -> dict[str, Any]:
    return {
        "nik": member.nik,
        "nama": member.name,
        "jenis_kelamin": member.sex,
        "tanggal_lahir": member.birth_date.isoformat() if member.birth_date else "",
        "hubungan": member.relation,
        "pengurus": member.is_pengurus,
        "komponen": new_components.get(member.pk, member.components),
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    return {"anggota": proposal.member_id, "isian": proposal.field, "lama": proposal.old, "baru": proposal.new}
