"""Gathers everything a Berita Acara prints from the determination and its frozen rows, the acts and the office."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from pkh_sembako.accounts.models import RoleLabel, User
from pkh_sembako.audit import chain
from pkh_sembako.documents.exports.letterhead import letterhead_of, sheet_of
from pkh_sembako.documents.models import Document
from pkh_sembako.lib.dates import tanggal, tanggal_jam
from pkh_sembako.office.models import Office, Official
from pkh_sembako.office.queries import the_office
from programs.enums import ExitReason, Outcome, Program, Verdict
from programs.exports import berita_acara_words as words
from programs.exports.berita_acara import LARGEST_LIST, Family, Paraf, Party
from programs.exports.berita_acara import Paper as BeritaAcaraPaper
from programs.models import BaAct, Determination
from programs.queries.kroscek import KecamatanTotals, grand_total


def gather(
    determination: Determination, document: Document, *, workbook_name: str, workbook_hash: str
) -> BeritaAcaraPaper:
    """Everything printed. About ten queries, plus one over the frozen rows when the list is short enough to print."""
    office = the_office()
    the_round, revision = determination.ba.round, _revision(determination)
    parts = [_totals(stored) for stored in determination.totals]
    whole = grand_total(parts)
    acts = list(_acts(determination))
    printed = determination.families <= LARGEST_LIST
    program = FULL_PROGRAM[Program(the_round.program)]
    body = (
        *words.findings(
            parts, whole, the_round=str(the_round), program=the_round.program, differences=revision.differences
        ),
        *words.recheck(revision.recheck),
        *words.set_aside(revision.set_aside),
        *words.left_out([*revision.left_out, *_fallen(acts)]),
        words.list_finding(printed=printed, file_name=workbook_name),
        words.decision(the_round.program),
    )
    return BeritaAcaraPaper(
        letterhead=letterhead_of(office),
        sheet=sheet_of(office),
        about=f"HASIL KROSCEK DATA KELUARGA PENERIMA MANFAAT {program} TAHAP {the_round.tahap} TAHUN {the_round.tahun}",
        number=document.number,
        opening=words.opening(document.dated, office.place or office.kabupaten),
        first=_party("PIHAK KESATU", acts[0], document.dated, _executor(the_round.program, office)),
        second=_party("PIHAK KEDUA", acts[-1], document.dated, f"{office.name} {_region(office)}"),
        basis=words.basis(office.code, the_round.program, _replaced(determination)),
        findings=body,
        closing=words.CLOSING,
        place_and_date=f"{office.place or office.kabupaten}, {tanggal(document.dated)}",
        parafs=tuple(_paraf(act, document.dated, office) for act in acts[1:-1] if act.person),
        by_kecamatan=words.by_kecamatan(parts, whole),
        by_reason=words.by_reason(parts, whole),
        list_hash=determination.list_hash,
        workbook_name=workbook_name,
        workbook_hash=workbook_hash,
        verify_url=settings.BASE_URL.rstrip("/") + reverse("verify", args=[document.code]),
        code=document.code,
        dated=tanggal(document.dated),
        families=tuple(_families(determination)) if printed else None,
        watermark="CONTOH" if settings.DEMO else "",
        chain=link.words if (link := chain.link_of(determination)) else "",
        title=f"{document.title} Nomor {document.number}",
    )


FULL_PROGRAM = {Program.PKH: "PROGRAM KELUARGA HARAPAN (PKH)", Program.SEMBAKO: "PROGRAM SEMBAKO"}


def _revision(determination: Determination) -> Any:
    return determination.ba.revisions.get(revision=determination.revision)


def _acts(determination: Determination) -> Iterable[BaAct]:
    """The draft, the parafs and the determination of the revision that was determined, in order."""
    made = determination.ba.acts.filter(revision=determination.revision).exclude(verdict=Verdict.RETURN)
    return made.select_related("person").order_by("link")


def _fallen(acts: Iterable[BaAct]) -> list[dict[str, str]]:
    """Links whose post became vacant after the draft, as `services.chain.LeftOut` says them."""
    titles = RoleLabel.titles()
    return [{"title": titles[act.role], "reason": act.reason} for act in acts if act.verdict == Verdict.VACANT]


def _totals(stored: dict[str, Any]) -> KecamatanTotals:
    """Counts of a kecamatan as they were drafted and determined."""
    return KecamatanTotals(
        code=stored["kode"],
        name=stored["nama"],
        families=stored["keluarga"],
        unchecked=stored["keluarga"] - sum(stored["hasil"].values()),
        outcomes=dict(stored["hasil"]),
        exit_reasons=dict(stored["alasan"]),
        in_bulk=stored["sekaligus"],
    )


def _region(office: Office) -> str:
    """ "Pemerintah Kabupaten Magetan" -> "Kabupaten Magetan"."""
    return office.government.removeprefix("Pemerintah ") or office.kabupaten


def _executor(program: str, office: Office) -> str:
    if program == Program.PKH:
        return f"Pelaksana Program Keluarga Harapan (PPKH) {_region(office)}"
    return f"Pelaksana Program Sembako {_region(office)}"


def _official(role: str, person: User, day: date) -> tuple[Official | None, str]:
    """The person's own row for that post on that day, and the post's title; somebody else's name is never borrowed."""
    rows = list(Official.objects.in_force(day).filter(post=role).order_by("-starts"))
    own = next((row for row in rows if row.user_id == person.pk), None)
    if own:
        return own, own.printed_title
    return None, next((row.title for row in rows if not row.is_acting), "") or RoleLabel.of(role)


def _party(label: str, act: BaAct, day: date, institution: str) -> Party:
    own, title = _official(act.role, act.person, day)
    if own is None:
        return Party(label, str(act.person), "", "", title, institution)
    order = f"Nomor {own.order_number} tanggal {tanggal(own.order_date)}" if own.is_acting and own.order_date else ""
    return Party(label, own.name, own.nip, own.rank, title, institution, order, tuple(own.title_lines))


def _paraf(act: BaAct, day: date, office: Office) -> Paraf:
    own, title = _official(act.role, act.person, day)
    return Paraf(title, own.name if own else str(act.person), tanggal_jam(act.at, ZoneInfo(office.zone)))


def _replaced(determination: Determination) -> str:
    """Of a correction: which Berita Acara it corrects and why."""
    corrected = determination.ba.corrects
    before = corrected.determination.document if corrected else None
    if corrected is None or before is None:
        return ""
    return (
        f"Berita Acara Nomor {before.number} tanggal {tanggal(before.dated)}, yang dengan ini diperbaiki karena "
        f"{determination.ba.reason}"
    )


def _families(determination: Determination) -> Iterable[Family]:
    rows = determination.rows.order_by("order").values_list("order", "layak_bayar", "outcome", "values")
    for order, payable, outcome, values in rows.iterator(chunk_size=2000):
        yield Family(
            number=order,
            nik=values["nik"],
            no_kk=values["no_kk"],
            name=values["nama"],
            address=_address(values),
            desa=values["nama_desa"],
            kecamatan=values["nama_kecamatan"],
            outcome=_outcome(outcome, values["alasan_keluar"]),
            payable="Ya" if payable else "Tidak",
        )


def _address(values: dict[str, Any]) -> str:
    place = ", ".join(part for part in (values["alamat"], values["dusun"]) if part)
    if values["rt"] or values["rw"]:
        place += f" RT {values['rt'] or '–'}/RW {values['rw'] or '–'}"
    return place.strip()


def _outcome(outcome: str, exit_reason: str) -> str:
    label = Outcome(outcome).label if outcome else "Belum diperiksa"
    return f"{label}: {ExitReason(exit_reason).label.lower()}" if exit_reason else label
