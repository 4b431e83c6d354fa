"""The slip of the counter: half a sheet (A5) in plain words, with no whole number on it."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit.models import ReadKind
from pkh_sembako.audit.services import log_read
from pkh_sembako.lib import pdf
from pkh_sembako.lib.dates import tanggal_jam
from pkh_sembako.lib.identity import mask
from pkh_sembako.office.models import Office
from programs.exports.berita_acara import Letterhead
from programs.exports.berita_acara_facts import letterhead_of
from programs.models import Household
from programs.queries.loket import Answer
from programs.services.loket import PURPOSES


@dataclass(frozen=True)
class Slip:
    """Everything that is printed; `number` is masked."""

    letterhead: Letterhead
    font: str
    name: str
    place: str
    number: str
    answer: Answer
    officer: str
    printed: str
    watermark: str = ""


def slip(household: Household, answer: Answer, *, office: Office, by: User) -> Slip:
    desa = household.desa
    return Slip(
        letterhead=letterhead_of(office),
        font=office.font,
        name=household.name,
        place=f"{desa.get_kind_display()} {desa.name}, Kecamatan {desa.kecamatan.name}",
        number=mask(household.no_kk or household.nik),
        answer=answer,
        officer=str(by),
        printed=tanggal_jam(timezone.localtime()),
        watermark="CONTOH" if settings.DEMO else "",
    )


def hand_out(household: Household, paper: Slip, *, purpose: str, by: User, url: str = "") -> bytes:
    """The slip as PDF, logged; a fraction of a second."""
    made = pdf.render(render_to_string("documents/paper/slip.html", {"slip": paper}))
    subject = f"Slip loket keluarga {household.name}, {household.desa.name}"
    log_read(ReadKind.DOWNLOAD, by=by, subject=subject, purpose=PURPOSES[purpose], url=url)
    return made
