"""What stands on the cover of a cycle's berkas, in both shapes."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import chain
from pkh_sembako.lib.dates import tanggal, tanggal_jam
from pkh_sembako.office.queries import calendar, the_office
from programs.exports.berita_acara import Letterhead, Sheet
from programs.exports.berita_acara_facts import letterhead_of, sheet_of
from sop.models import Cycle


@dataclass(frozen=True)
class Frame:
    """The words of the cover and the list of contents."""

    letterhead: Letterhead
    sheet: Sheet
    title: str
    subtitle: str
    state: str
    made: str
    purpose: str
    chain: str
    sample: str = ""


def frame_of(cycle: Cycle, *, by: User, purpose: str) -> Frame:
    office, zone, head = the_office(), calendar().zone, chain.head()
    begun = f" sejak {tanggal(cycle.started_at.astimezone(zone).date())}" if cycle.started_at else ""
    ended = f", berakhir {tanggal(cycle.ended_at.astimezone(zone).date())}" if cycle.ended_at else ""
    return Frame(
        letterhead=letterhead_of(office),
        sheet=sheet_of(office),
        title=f"Berkas siklus {cycle}",
        subtitle=str(cycle.sop),
        state=f"{cycle.get_state_display()}{begun}{ended}",
        made=f"{tanggal_jam(timezone.now(), zone)} oleh {by}",
        purpose=purpose,
        chain=f"no. {head.number}, {head.hash}",
        sample="CONTOH: nama dan nomor di berkas ini bukan milik siapa pun" if settings.DEMO else "",
    )
