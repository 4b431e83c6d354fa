"""Paper, uji petik and counter in the demo office on the Monday of its pictures."""

import subprocess

from django.db.models import Count
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from pkh_sembako.accounts.cast import PLAOSAN
from pkh_sembako.accounts.models import User
from pkh_sembako.office.models import Kecamatan
from programs.enums import Basis, Outcome, RecheckVerdict
from programs.models import Enrollment, Household, Round, RoundEntry
from programs.services import kroscek, recheck


def printed_sheet(the_round: Round, office: dict[str, User]) -> bytes:
    """The sheet of the desa where ratri has most families, as a picture."""
    client = Client()
    client.force_login(office["ratri"], backend="django.contrib.auth.backends.ModelBackend")
    desa = RoundEntry.objects.filter(round=the_round, kecamatan=PLAOSAN).values_list("desa").annotate(n=Count("id"))
    asked = {"place": desa.order_by("-n", "desa")[0][0], "numbers": "samar", "purpose": ""}
    answer = client.post(f"/kroscek/lembar/{the_round.pk}/{PLAOSAN}/cetak/", asked)
    command = ["pdftoppm", "-png", "-r", "96", "-f", "1", "-l", "1", "-singlefile", "-"]
    return subprocess.run(command, input=answer.getvalue(), capture_output=True, check=True).stdout


def visited_again(the_round: Round, office: dict[str, User]) -> None:
    """ratri checks what is left; korcam draws, and has visited three families, one of them different."""
    left = RoundEntry.objects.filter(round=the_round, kecamatan=PLAOSAN, kroscek__isnull=True)
    statement = "Dibacakan pada pertemuan kelompok dan dibenarkan keluarga."
    facts = {"basis": Basis.GROUP, "checked_on": timezone.localdate(), "by": office["ratri"]}
    kroscek.record_matching(left, statement=statement, **facts)
    plaosan, korcam = Kecamatan.objects.get(pk=PLAOSAN), office["korcam.plaosan"]
    sample = recheck.draw(the_round, plaosan, checker=office["ratri"], by=korcam)
    first, second, third, *_ = sample.items.order_by("order")
    visit = {"checked_on": timezone.localdate(), "basis": Basis.VISIT, "by": korcam}
    different = {"outcome": Outcome.CHANGED, "note": "RT pada KK sudah 004, bukan 002."}
    recheck.record(first, verdict=RecheckVerdict.SAME, **visit)
    recheck.record(second, verdict=RecheckVerdict.DIFFERENT, **different, **visit)
    recheck.record(third, verdict=RecheckVerdict.SAME, **visit)


def suspended() -> Household:
    """A family that hears at the counter why nothing comes now."""
    return Enrollment.objects.filter(program="pkh", status="suspended").earliest("pk").household


def look_up(page: Page) -> None:
    page.get_by_label("NIK atau nomor KK").fill(suspended().nik)
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("link", name="Cetak slip").wait_for()
