"""The sessions as an iCalendar file, for the phones of officers, kecamatan and desa."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from pkh_sembako.lib.ics import HOST, joined, stamp, text
from programs.models import KksSchedule, KksSlot


def calendar_text(
    schedule: KksSchedule, slots: Iterable[KksSlot], *, zone: ZoneInfo, base_url: str, now: datetime
) -> str:
    """The whole file; times of `slots` are local ones of the office's `zone`. Names nobody."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{HOST}//Jadwal KKS//ID", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{text(str(schedule))}"]
    for slot in slots:
        place = ", ".join(word for word in (slot.place, slot.desa.name, f"Kec. {slot.desa.kecamatan.name}") if word)
        told = f"Tim {slot.team}, {slot.cards} kartu. {slot.officers}".strip()
        lines += [
            "BEGIN:VEVENT",
            f"UID:kks-{slot.pk}@{HOST}",
            f"DTSTAMP:{stamp(now)}",
            f"DTSTART:{stamp(datetime.combine(slot.day, slot.start, zone))}",
            f"DTEND:{stamp(datetime.combine(slot.day, slot.end, zone))}",
            f"SUMMARY:{text(f'Pembagian KKS {slot.desa.name}')}",
            f"LOCATION:{text(place)}",
            f"DESCRIPTION:{text(told)}",
            f"URL:{base_url}{schedule.get_absolute_url()}",
            "END:VEVENT",
        ]
    return joined([*lines, "END:VCALENDAR"])
