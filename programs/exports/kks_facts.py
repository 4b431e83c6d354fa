"""Gathers what the papers of a schedule print; a handful of queries however many cards there are."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from pkh_sembako.documents.exports.letterhead import letterhead_of, sheet_of, watermark
from pkh_sembako.lib.dates import hari_tanggal, tanggal_jam
from pkh_sembako.lib.identity import mask
from pkh_sembako.office.queries import the_office
from programs.enums import KksScheduleState, KksState
from programs.exports.kks_papers import DesaPaper, Frame, Line, SchedulePaper, Sitting
from programs.models import Kks, KksSchedule, KksSlot
from programs.queries import kks_schedule as queries

WAITING = (KksState.RECEIVED, KksState.SCHEDULED, KksState.INVITED, KksState.RESCHEDULED)
FIELDS = ("pk", "slot", "state", "number", "household__name", "household__nik")
WHERE = ("household__alamat", "household__rt", "household__rw")


def frame(schedule: KksSchedule, by: str) -> Frame:
    office = the_office()
    mark = "CONTOH" if settings.DEMO else ""
    if schedule.state in (KksScheduleState.DRAFT, KksScheduleState.WITHDRAWN):
        mark = schedule.get_state_display().upper()
    return Frame(
        letterhead=letterhead_of(office),
        sheet=sheet_of(office),
        schedule=str(schedule),
        contact=schedule.contact,
        documents=schedule.documents_to_bring,
        printed=f"Dicetak {tanggal_jam(timezone.localtime())} oleh {by}",
        signing_place=office.place or office.kabupaten,
        mark=watermark(mark),
        base_url=settings.BASE_URL.rstrip("/"),
    )


def schedule_paper(schedule: KksSchedule, slots: Iterable[KksSlot], about: str, *, by: str) -> SchedulePaper:
    """`slots` with their desa and kecamatan, in the order of time."""
    parts: dict[str, list[Sitting]] = {}
    for slot in sorted(slots, key=lambda each: (each.desa.kecamatan_id, each.day, each.start, each.team)):
        parts.setdefault(slot.desa.kecamatan.name, []).append(_sitting(slot))
    return SchedulePaper(
        frame=frame(schedule, by),
        about=about,
        parts=tuple((name, tuple(sittings)) for name, sittings in parts.items()),
        promise=queries.check(schedule).promise_words,
    )


def desa_papers(schedule: KksSchedule, slots: Iterable[KksSlot], *, by: str) -> list[DesaPaper]:
    """One for each desa of these slots, with every card that has one of them as its time, in name order."""
    by_desa: dict[str, list[KksSlot]] = {}
    for slot in sorted(slots, key=lambda each: (each.desa_id, each.day, each.start, each.team)):
        by_desa.setdefault(slot.desa_id, []).append(slot)
    cards = _cards([slot.pk for own in by_desa.values() for slot in own])
    shared = frame(schedule, by)
    return [_desa_paper(schedule, own, cards, shared) for own in by_desa.values()]


def _desa_paper(schedule: KksSchedule, slots: list[KksSlot], cards: dict[int, list[tuple]], shared: Frame) -> DesaPaper:
    desa, number, sittings = slots[0].desa, 0, []
    for slot in slots:
        lines = tuple(_line(place, card) for place, card in enumerate(cards.get(slot.pk, []), start=number + 1))
        number += len(lines)
        sittings.append(_sitting(slot, lines))
    address = reverse("kks_schedule_desa", args=[schedule.pk, desa.pk])
    code = list_code(schedule, desa.pk)
    return DesaPaper(shared, desa.name, desa.kecamatan.name, code, shared.base_url + address, tuple(sittings))


def list_code(schedule: KksSchedule, desa: str) -> str:
    """What is printed beside the QR code of a list, to type where it cannot be scanned: "J12-35.20.07.2005"."""
    return f"J{schedule.pk}-{desa}"


def _cards(slots: list[int]) -> dict[int, list[tuple]]:
    rows = Kks.objects.filter(slot__in=slots).order_by("household__name", "pk").values_list(*FIELDS, *WHERE)
    found: dict[int, list[tuple]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(row)
    return found


def _line(number: int, card: tuple) -> Line:
    pk, _slot, state, kks, name, nik, alamat, rt, rw = card
    area = f"RT {rt}/RW {rw}" if rt or rw else ""
    return Line(
        number=number,
        card=pk,
        name=name,
        nik=mask(nik or "") or "belum ada NIK",
        kks=mask(kks),
        address=", ".join(word for word in (alamat, area) if word),
        note="" if state in WAITING else KksState(state).label,
    )


def _sitting(slot: KksSlot, lines: tuple[Line, ...] = ()) -> Sitting:
    return Sitting(
        desa=slot.desa.name,
        day=hari_tanggal(slot.day),
        hours=f"{slot.start:%H.%M}–{slot.end:%H.%M}",
        team=slot.team,
        cards=slot.cards,
        place=slot.place,
        officers=slot.officers,
        lines=lines,
    )
