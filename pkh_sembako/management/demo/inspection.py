"""What is checked a second time: kroscek on signed paper, uji petik, and the inspektorat's samples and findings."""

from collections import Counter

from django.core.files.uploadedfile import SimpleUploadedFile

from pkh_sembako.accounts.models import Posting
from pkh_sembako.management.demo.paper import scanned
from pkh_sembako.management.demo.story import LATE, OWN, RETURNED, Days, Office, at
from pkh_sembako.office.models import Kecamatan
from programs.enums import Basis, RecheckVerdict
from programs.models import KroscekSheet, RecheckItem, Round, RoundEntry
from programs.queries import sheets as printed
from programs.queries.bnba_list import latest_determination
from programs.services import recheck, sheets
from sop.models import AuditItem, Cycle
from sop.services import findings, samples
from sop.services.findings import Wording

DRAWN = 5  # families of the inspektorat's sample
LISTS = Wording(
    title="Daftar hadir pertemuan kelompok tidak lengkap",
    condition="Dua dari lima berkas pertemuan kelompok tidak memuat daftar hadir.",
    criteria="Kelengkapan langkah 5 SOP Pendampingan PKH: daftar hadir dan foto kegiatan.",
    cause="Daftar hadir disimpan di desa dan belum disalin ke sekretariat.",
    recommendation="Lengkapi daftar hadir dan simpan salinannya pada berkas siklus.",
)
ADDRESS = Wording(
    title="Alamat satu keluarga berbeda dari kartu keluarga",
    condition="Alamat pada daftar yang ditetapkan berbeda dari kartu keluarga yang ditunjukkan.",
    criteria="Hasil kroscek memuat alamat menurut kartu keluarga.",
    cause="Kepindahan terjadi sesudah kroscek.",
    recommendation="Perbaiki alamat dan catat perubahannya di SIKS-NG.",
)


def keep_paper(office: Office, days: Days, the_round: Round) -> None:
    """Two desa of a kecamatan that was accepted: the sheets as printed, and their signed scans."""
    if (kecamatan := _largest(the_round)) is None:
        return
    korcam = office.korcam(kecamatan.pk)
    with at(days.back(3, 8)):
        groups = printed.groups(printed.entries_of(korcam, the_round, kecamatan.pk))[:2]
        made = sheets.register(the_round, groups, owner=printed.owner(korcam, kecamatan.pk), by=korcam)
        sheets.log_print(made, purpose=sheets.MASKED_PURPOSE, whole_numbers=False, by=korcam)
    with at(days.back(2, 10)):
        for sheet in made:
            note = "Ditandatangani ketua kelompok dan pendamping."
            sheets.keep_scan(the_round, sheet.desa, upload=_scan(sheet), code=sheet.code, note=note, by=korcam)


def _scan(sheet: KroscekSheet) -> SimpleUploadedFile:
    lines = ("Lembar kroscek bertanda tangan", str(sheet.round), sheet.place, f"Kode {sheet.code}")
    return scanned(f"lembar-{sheet.code}", *lines)


def visit_again(office: Office, days: Days, the_round: Round) -> None:
    """The uji petik of a pendamping: all visited, one family found otherwise."""
    if (kecamatan := _largest(the_round)) is None:
        return
    korcam = office.korcam(kecamatan.pk)
    with at(days.back(1, 9)):
        sample = recheck.draw(the_round, kecamatan, checker=office.pendamping(kecamatan.pk), by=korcam)
        for item in (
            RecheckItem.objects.filter(sample=sample).select_related("sample__round", "entry").order_by("order")
        ):
            differs = item.order == sample.size > 1
            recheck.record(
                item,
                verdict=RecheckVerdict.DIFFERENT if differs else RecheckVerdict.SAME,
                note="Satu anak sudah lulus dan tidak bersekolah lagi." if differs else "",
                checked_on=days.back(1, 9).date(),
                basis=Basis.VISIT,
                by=korcam,
            )


def _largest(the_round: Round) -> Kecamatan | None:
    """With most families of those whose kroscek was accepted; None where an office is that small."""
    under_way = (LATE, OWN, RETURNED)
    codes = RoundEntry.objects.filter(round=the_round).exclude(kecamatan__in=under_way).values_list("kecamatan")
    most = Counter(code for (code,) in codes.order_by("kecamatan")).most_common(1)
    return Kecamatan.objects.get(pk=most[0][0]) if most else None


def inspect(office: Office, days: Days, paid: Cycle) -> None:
    """A finding that is settled, and a sample of the determined list with one that was followed up and waits."""
    inspektorat, korkab = office["inspektorat"], office["korkab"]
    with at(days.back(20, 10)):
        settled = findings.record(LISTS, owner=_posting(office, "korkab"), days=10, by=inspektorat)
    with at(days.back(15, 14)):
        findings.follow_up(settled, note="Daftar hadir semua kelompok sudah disalin dan disimpan.", by=korkab)
    with at(days.back(13, 10)):
        findings.accept(settled, by=inspektorat)
    determination = latest_determination(paid.round)
    assert determination is not None
    size = min(DRAWN, determination.families)
    with at(days.back(7, 9)):
        sample = samples.draw_families(determination, size=size, purpose=f"Reviu {paid.round}", by=inspektorat)
        *fine, last = AuditItem.objects.filter(sample=sample).order_by("order")
        for item in fine:
            samples.find_in_order(item, note="Sesuai berkas di desa.", by=inspektorat)
        waits = findings.record(ADDRESS, owner=_posting(office, "korkab"), days=15, item=last, by=inspektorat)
    with at(days.back(3, 11)):
        findings.follow_up(waits, note="Alamat diperbaiki; input di SIKS-NG dijadwalkan minggu ini.", by=korkab)


def _posting(office: Office, username: str) -> Posting:
    return office[username].postings_now[0]


def look_again(office: Office, days: Days, paid: Cycle, running: Cycle) -> None:
    """Everything of this room, each at its own moment."""
    keep_paper(office, days, running.round)
    visit_again(office, days, running.round)
    inspect(office, days, paid)
