"""An office with something of everything, and which id belongs where in an address.

A new kind of id in an address needs one line in `IDS`; a page below a known id needs none.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from complaints.models import Complaint, ReplyTemplate
from complaints.services import handling, intake
from complaints.services import office as desk_office
from pkh_sembako.accounts.cast import PARANG, PLAOSAN
from pkh_sembako.accounts.models import Posting, Substitution, User
from pkh_sembako.audit.models import ReadKind, ReadLog
from pkh_sembako.deadlines.models import Deadline, Extension, Notification
from pkh_sembako.deadlines.services import feeds
from pkh_sembako.documents.kinds import KINDS
from pkh_sembako.documents.models import Document, Download, IncomingLetter, Letter, RegisterNumber, StoredFile
from pkh_sembako.documents.services import agenda, files, issuing, letters, templates
from pkh_sembako.documents.services import content as contents
from pkh_sembako.documents.services.letters import Content
from pkh_sembako.leadership.models import StaffReview
from pkh_sembako.leadership.services import reviews
from pkh_sembako.office.models import DayOff, Desa, Kecamatan, Official, WorkingHours
from pkh_sembako.privacy.models import DataRequest, Incident
from pkh_sembako.privacy.queries.affected import Question
from pkh_sembako.privacy.services import incidents, requests
from programs.enums import Basis, Channel, FileKind, FileState, Outcome, Program, RowVerdict
from programs.models import (
    BankData,
    BaRevision,
    BeritaAcara,
    BnbaFile,
    BnbaRow,
    Determination,
    Household,
    Kks,
    KksBeritaAcara,
    KksSchedule,
    KksSlot,
    KroscekResult,
    KroscekScan,
    Member,
    PovertyList,
    Receipt,
    RecheckItem,
    Round,
    RoundEntry,
    SiksChange,
    SiksComparison,
    SiksDifference,
)
from programs.models.siksng import SiksCategory
from programs.queries import sheets as paper
from programs.services import berita_acara, kirim, kroscek, penetapan, recheck, sheets
from programs.services.kks import ba, door, handing, scheduling
from programs.services.kroscek import Finding
from sop import links as personal
from sop.models import Cycle, Evidence, KemensosLimit, SopVersion, SupervisionNote
from sop.models import Finding as AuditFinding
from sop.services import cycles, evidence, findings, limits, links, samples, supervision
from tests.programs.factories import list_families, nik, no_kk
from tests.security import cases, survey
from tests.sop.conftest import share_of, work_through

DAY = date(2026, 11, 20)
KECAMATAN = {"plaosan": PLAOSAN, "parang": PARANG}
PENDAMPING = {"plaosan": "ratri", "parang": "bagas"}
OTHER = {"plaosan": "parang", "parang": "plaosan"}


@dataclass
class World:
    """What `build` made; `entries[area]` are the families of the Round in kroscek there, the first one checked."""

    cast: dict[str, User]
    cycle: Cycle
    entries: dict[str, list[RoundEntry]]
    drafted: BaRevision
    determined: BeritaAcara
    checked_file: BnbaFile
    download: Download
    evidence: dict[str, Evidence]
    scans: dict[str, KroscekScan]
    rechecks: dict[str, RecheckItem]
    supervision: SupervisionNote
    extension: Extension
    official: Official
    absences: dict[str, Substitution]
    number: RegisterNumber
    receipt: Receipt
    comparison: SiksComparison
    letter: IncomingLetter
    limit: KemensosLimit
    finding: AuditFinding

    def values(self, keys: list[str], area: str) -> dict[str, Any]:
        """What goes into the places of an address, for somebody who works in `area`."""
        return {key: self.value(key, area) for key in keys}

    def value(self, key: str, area: str) -> Any:
        return self._technical(key) if key.startswith("admin/") else IDS[key](self, area)

    def _technical(self, key: str) -> Any:
        _, app, model, *_ = key.split("/")
        row = apps.get_model(app, model).objects.order_by("pk").first() if not app.startswith("<") else None
        return row.pk if row else 0

    @cached_property
    def document(self) -> Document:
        return self.determined.determination.document


Pick = Callable[[World, str], Any]


def unknown(keys: list[str]) -> list[str]:
    """Places in an address for which `IDS` has no line yet."""
    return [key for key in keys if key not in IDS and not key.startswith("admin/")]


def _entry(world: World, area: str) -> RoundEntry:
    return world.entries[area][0]


def _household(world: World, area: str) -> int:
    return _entry(world, area).enrollment.household_id


def _member(world: World, area: str) -> int:
    return Member.objects.filter(household=_household(world, area), is_pengurus=False).first().pk


def _entry_id(world: World, area: str) -> int:
    return _entry(world, area).pk


def _round(world: World, area: str) -> int:
    return world.cycle.round_id


def _area_code(world: World, area: str) -> str:
    return KECAMATAN[area]


def _evidence_file(world: World, area: str) -> UUID:
    return world.evidence[area].file_id


def _siks_change(world: World, area: str) -> int:
    """A change of a family there; the determination made it."""
    found = SiksChange.objects.filter(household__desa__kecamatan=KECAMATAN[area], field="nik")
    return found.order_by("pk").first().pk


STEP = "siklus/<pk>/langkah/<no>"


def _outgoing(world: World, area: str) -> int:
    """A letter in the making, the same at every asking."""
    kind = KINDS["surat_tugas"]
    known = Letter.objects.filter(kind=kind.code).first()
    typed = Content(
        "Validasi", DAY, {"dasar": "SOP", "untuk": "Tugas", "penutup": "Selesai"}, rows=[{"nama": "Rina Contoh"}]
    )
    made = known or letters.draft(kind, typed, template=templates.current(kind), by=world.cast["operator"])
    return made.pk


def _poverty(world: World) -> PovertyList:
    return PovertyList.objects.first() or PovertyList.objects.create(
        name="Data kemiskinan", year=2026, in_force_from=DAY, rows_read=0, by=world.cast["operator"],
        stored=files.keep(io.BytesIO(b"PK"), name="miskin.xlsx", content_type=contents.XLSX, by=world.cast["operator"]),
    )  # fmt: skip


def _bank_data(world: World) -> BankData:
    """Handed to the bank, and signed for."""
    operator, the_round = world.cast["operator"], world.determined.round
    known = BankData.objects.filter(round=the_round).first()
    if known:
        return known
    stored = files.keep(io.BytesIO(b"PK"), name="Data-bank.xlsx", content_type=contents.XLSX, by=operator)
    now = timezone.now()
    return BankData.objects.create(
        round=the_round, bank="Bank Contoh", purpose="Rekening", file=stored, by=operator,
        handed_at=now, handed_by=operator, receiver="Sari Contoh", receiver_position="Kepala unit",
        received_on=DAY, evidence=files.store(_picture(), by=operator), recorded_by=operator, recorded_at=now,
    )  # fmt: skip


def _data_request(world: World) -> DataRequest:
    """Of a pengurus in Plaosan, with a scan; the same at every asking."""
    member = Member.objects.get(household=_household(world, "plaosan"), is_pengurus=True)
    asked = requests.Asked(
        kind="akses", member=member, requester_name="Wakil Contoh", proof="kuasa", channel="loket", wish="Salinan data",
        received_at=timezone.now(), proof_file=_picture(),
    )  # fmt: skip
    return DataRequest.objects.first() or requests.receive(asked, by=world.cast["operator"])


def _incident(world: World) -> Incident:
    """About ratri's account, computed once; the same at every asking."""
    known = Incident.objects.first()
    if known:
        return known
    now = timezone.now()
    found = incidents.Found(now, now - timedelta(days=1), now, "Kata sandi bocor", "Laporan", world.cast["ratri"])
    made = incidents.record(found, by=world.cast["sekretaris"])
    incidents.compute(made, Question(made.starts, now), by=world.cast["sekretaris"])
    return made


def _schedule(world: World) -> KksSchedule:
    """Received, with a card of every family of the Round in kroscek; the same at every asking."""
    the_round, operator = world.cycle.round, world.cast["operator"]
    known = KksSchedule.objects.filter(round=the_round).first()
    if known:
        return known
    with transaction.atomic():
        made = Kks.objects.bulk_create(
            Kks(household_id=entry.enrollment.household_id, number=f"60000000{entry.pk:08d}", round=the_round,
                desa_id=entry.desa_id, serves_pkh=True)
            for entries in world.entries.values()
            for entry in entries
        )  # fmt: skip
        door.receipts(Kks.objects.filter(pk__in=[card.pk for card in made]), by=operator)
    proposed = scheduling.propose(the_round, scheduling.Sizes(starts=DAY, teams=2, per_hour=20), by=operator)
    scheduling.make(proposed, by=world.cast["bank"])
    return scheduling.receive(proposed, by=operator)


def _card(world: World, area: str) -> int:
    """A card of a family there."""
    cards = Kks.objects.filter(round=_schedule(world).round_id, desa__kecamatan=KECAMATAN[area])
    return cards.order_by("pk").first().pk


def _card_paper(world: World, area: str) -> int:
    """A Berita Acara about a card of that kecamatan which went back to the bank; the same at every asking."""
    the_round, operator = _schedule(world).round, world.cast["operator"]
    card = Kks.objects.filter(round=the_round, desa__kecamatan=KECAMATAN[area]).order_by("-pk").first()
    known = KksBeritaAcara.objects.filter(round=the_round, desa=card.desa_id).first()
    if known:
        return known.pk
    handing.report(card, "lose", by=operator, note="Contoh")
    handing.report(card, "send_back", by=operator, note="Contoh", evidence=_picture())
    signers = tuple(ba.Signer(name, "Jabatan", "Contoh") for name in ("Dinas", "Desa", "Bank"))
    head = ba.Head(timezone.localdate(), "Contoh", signers)
    return ba.make(the_round, card.desa, "pengembalian", head=head, number=f"KKS-{area}", by=operator).pk


def _slot(world: World, area: str) -> KksSlot:
    return _schedule(world).slots.filter(desa__kecamatan=KECAMATAN[area]).first()


def _personal_link(world: World) -> tuple[int, str]:
    """(id, token) of a link for the schedule; made anew at every asking, because its token is not kept."""
    _schedule(world)
    about = personal.matter(world.cycle, personal.SCHEDULE)
    made = links.make(about, [PLAOSAN], by=world.cast["operator"], by_mail=False, renew=True).shown[0]
    return made.link.pk, made.url.rstrip("/").rpartition("/")[2]


def _complaint(world: World, area: str) -> Complaint:
    """Forwarded to the korcam there, with a file; the same at every asking."""
    known = Complaint.objects.filter(kecamatan=KECAMATAN[area], handler="korcam").first()
    if known:
        return known
    petugas, place = world.cast["petugas"], Kecamatan.objects.get(pk=KECAMATAN[area])
    report = intake.Report(subject="informasi", story="Kapan bantuan berikutnya cair?", kecamatan=place)
    made, _ = intake.receive(report, intake="loket", by=petugas, files=[_stored(petugas, "foto.jpg")])
    handling.verify(made, subject="informasi", kind="informasi", gravity="ringan", by=petugas)
    handling.forward(made, handler="korcam", kecamatan=place, note="Mohon dijawab.", by=petugas)
    return made


def _review(world: World) -> StaffReview:
    """Open, for everybody to fill in."""
    today = timezone.localdate()
    found = StaffReview.objects.filter(year=today.year).first()
    return found or reviews.open_review(year=today.year, closes_on=today, targets={}, by=world.cast["kasi"])


def _ready_text(world: World) -> int:
    desk_office.load_texts()
    return ReplyTemplate.objects.first().pk


# Ids that belong to a place or a person: for whoever works elsewhere they do not exist.
TERRITORIAL: dict[str, Pick] = {
    "keluarga/<pk>": _household,
    "loket/<pk>": _household,
    "keluarga/<pk>/anggota/<member_pk>": _member,
    "keluarga/saringan/<pk>": lambda world, area: (
        world.cast["apd"].saved_filters.get_or_create(name="Contoh", query="program=pkh")[0].pk
    ),
    "kepesertaan/<pk>": lambda world, area: _entry(world, area).enrollment_id,
    "kroscek/<pk>": _entry_id,
    "siks-ng/<pk>": _siks_change,
    f"{STEP}/<kecamatan>": _area_code,
    "kroscek/kecamatan/<round_id>/<code>": _area_code,
    "kroscek/lembar/<round_id>/<code>": _area_code,
    "kroscek/kode/<code>": lambda world, area: world.scans[area].sheet.code,
    "kroscek/pindaian/<pk>": lambda world, area: world.scans[area].pk,
    "kroscek/uji-petik/<round_id>/<code>": _area_code,
    "kks/jadwal/<pk>/terima/<code>": _area_code,
    "siklus/<pk>/surat/<code>": _area_code,
    "kks/kartu/<pk>": _card,
    "kks/serah/<pk>": _card,
    "kks/berita-acara/lembar/<pk>": _card_paper,
    "kks/serah/daftar/<round_id>/<code>": lambda world, area: _slot(world, area).desa_id,
    "kks/jadwal/<pk>/desa/<code>": lambda world, area: _slot(world, area).desa_id,
    "kks/jadwal/<pk>/sesi/<slot_pk>": lambda world, area: _slot(world, area).pk,
    "kroscek/uji-petik/<pk>": lambda world, area: world.rechecks[area].pk,
    "berkas/<pk>": _evidence_file,
    "unduhan/<pk>": lambda world, area: world.download.pk,
    "cuti/<pk>": lambda world, area: world.absences[area].pk,
    "meja-pengaduan/<pk>": lambda world, area: _complaint(world, area).pk,
    "perbaikan/<pk>": lambda world, area: cases.correction(_complaint(world, area), _household(world, area)).pk,
}
IDS: dict[str, Pick] = TERRITORIAL | {
    "keluarga/<pk>/tampilkan/<field>": lambda world, area: "nik",
    "kepesertaan/<pk>/<verb>": lambda world, area: "suspend",
    "pengguna/<pk>": lambda world, area: world.cast["petugas"].pk,
    "penempatan/<pk>": lambda world, area: Posting.objects.filter(user=world.cast["petugas"]).first().pk,
    "wilayah-kerja/<code>": _area_code,
    "serah-terima/<pk>": lambda world, area: world.cast["petugas"].pk,
    "kantor/pejabat/<pk>": lambda world, area: world.official.pk,
    "kalender/libur/<day>": lambda world, area: DayOff.objects.first().pk,
    "kalender/jam/<pk>": lambda world, area: WorkingHours.objects.first().pk,
    "sop/<code>": lambda world, area: world.cycle.sop.code,
    "siklus/<pk>": lambda world, area: world.cycle.pk,
    "kantor/kontak/<code>": _area_code,
    "siklus/<pk>/tautan/<what>": lambda world, area: "jadwal",
    "siklus/<pk>/tautan/<link>": lambda world, area: _personal_link(world)[0],
    "konfirmasi/<token>": lambda world, area: _personal_link(world)[1],
    "siklus/<pk>/batas/<limit>": lambda world, area: world.limit.pk,
    STEP: lambda world, area: 9,
    f"{STEP}/perpanjangan/<extension>": lambda world, area: world.extension.pk,
    "tenggat/umpan/<token>": lambda world, area: feeds.token(feeds.renew(by=world.cast["korkab"])),
    "temuan/<pk>": lambda world, area: world.finding.pk,
    "temuan/<pk>/bukti/<entry>": lambda world, area: world.finding.entries.get(verb="answer").pk,
    "temuan/sampel/<pk>": lambda world, area: world.finding.item.sample_id,
    "temuan/butir/<pk>": lambda world, area: world.finding.item_id,
    "agenda/<pk>": lambda world, area: world.letter.pk,
    "dokumen/<pk>": lambda world, area: world.document.pk,
    "kroscek/rekap/<round_id>": _round,
    "kroscek/kecamatan/<round_id>": _round,
    "kroscek/lembar/<round_id>": _round,
    "kroscek/uji-petik/<round_id>": _round,
    f"{STEP}/supervisi/<note>": lambda world, area: world.supervision.pk,
    "penetapan/susun/<round_id>": _round,
    "dokumen/<pk>/kirim/bukti/<receipt_pk>": lambda world, area: world.receipt.pk,
    "dokumen/baru/<kind>": lambda world, area: "surat_tugas",
    "dokumen/naskah/<kind>": lambda world, area: "surat_tugas",
    "dokumen/naskah/<kind>/<version>": lambda world, area: templates.current(KINDS["surat_tugas"]).version,
    "dokumen/surat/<pk>": _outgoing,
    "dokumen/nomor/<pk>": lambda world, area: world.number.pk,
    "verifikasi/<code>": lambda world, area: world.document.code,
    "penetapan/<pk>": lambda world, area: world.drafted.ba_id,
    "bnba/impor/<pk>": lambda world, area: world.checked_file.pk,
    "data-kemiskinan/<pk>": lambda world, area: _poverty(world).pk,
    "data-bank/<pk>": lambda world, area: _bank_data(world).pk,
    "bnba/<pk>": lambda world, area: world.checked_file.pk,
    "kks/jadwal/baru/<round_id>": lambda world, area: _schedule(world).round_id,
    "kks/jadwal/<pk>": lambda world, area: _schedule(world).pk,
    "kks/kartu/<pk>/tampilkan/<field>": lambda world, area: "nomor",
    "kks/kartu/<pk>/<number>": lambda world, area: "1",
    "kks/kartu/<pk>/<number>/<which>": lambda world, area: "bukti",
    "kks/kartu/<pk>/<verb>": lambda world, area: "fail",
    "kks/serah/daftar/<round_id>": lambda world, area: _schedule(world).round_id,
    "kks/berita-acara/<round_id>": lambda world, area: _schedule(world).round_id,
    "kks/berita-acara/<round_id>/<code>": lambda world, area: _slot(world, area).desa_id,
    "kks/berita-acara/<round_id>/<code>/<kind>": lambda world, area: "serah_terima",
    "kks/berita-acara/lembar/<pk>/berkas/<part>": lambda world, area: "xlsx",
    "kks/belum/<round_id>": lambda world, area: _schedule(world).round_id,
    "kks/jadwal/<pk>/<verb>": lambda world, area: "selesai",
    "siks-ng/<pk>/tampilkan/<which>": lambda world, area: "baru",
    "siks-ng/banding/<pk>": lambda world, area: world.comparison.pk,
    "skm/kelola/<pk>": lambda world, area: survey.running(world.cast["petugas"]).pk,
    "skm/kelola/layanan/<slug>": lambda world, area: "loket",
    "skm/kelola/hasil/<year>": lambda world, area: survey.reported(world.cast["petugas"]).year,
    "skm/kelola/hasil/<year>/<slug>": lambda world, area: "loket",
    "skm/kelola/hasil/<year>/<slug>/<element>": lambda world, area: 3,
    "skm/kelola/laporan/<pk>": lambda world, area: survey.reported(world.cast["petugas"]).pk,
    "skm/kelola/laporan/<pk>/<part>": lambda world, area: "xlsx",
    "meja-pengaduan/<pk>/tindakan/<act>": lambda world, area: "catatan",
    "meja-pengaduan/<pk>/keluarga/<household>": _household,
    "meja-pengaduan/<pk>/tampilkan/<field>": lambda world, area: "hp",
    "sanggah/<pk>": lambda world, area: cases.objection(world.cast["petugas"]).pk,
    "klarifikasi/keluarga/<household>": _household,
    "klarifikasi/<pk>": lambda world, area: cases.clarification(world.cast["petugas"], _household(world, area)).pk,
    "klarifikasi/<pk>/<part>": lambda world, area: "pdf",
    "meja-pengaduan/lapor/<pk>": lambda world, area: cases.lapor_file(world.cast["petugas"]).pk,
    "meja-pengaduan/<pk>/rujukan/<referral>": lambda world, area: cases.referral(_complaint(world, area)).pk,
    "meja-pengaduan/<pk>/jawaban/<reply>": lambda world, area: cases.reply(_complaint(world, area)).pk,
    "meja-pengaduan/<pk>/berkas/<file>": lambda world, area: _complaint(world, area).files.first().pk,
    "meja-pengaduan/naskah/<pk>": lambda world, area: _ready_text(world),
    "laporan/kinerja/<pk>": lambda world, area: world.cycle.round_id,
    "laporan/pelayanan/<year>": lambda world, area: timezone.localdate().year,
    "penilaian/<pk>": lambda world, area: _review(world).pk,
    "penilaian/<pk>/<user>": lambda world, area: world.cast["korcam.plaosan"].pk,
    "data-pribadi/keluarga/<household_pk>": _household,
    "data-pribadi/<pk>": lambda world, area: _data_request(world).pk,
    "data-pribadi/<pk>/berkas/<which>": lambda world, area: "identitas",
    "data-pribadi/insiden/<pk>": lambda world, area: _incident(world).pk,
    "data-pribadi/insiden/<pk>/<number>": lambda world, area: _incident(world).scopes.first().number,
    "data-pribadi/insiden/<pk>/<verb>": lambda world, area: "catat",
}


def build(cast: dict[str, User]) -> World:
    """One Round determined with its document, one drafted, one in kroscek under a running cycle; files, bell, jobs."""
    determined = _determined(cast)
    drafted = _drafted(cast)
    cycle = _in_kroscek(cast)
    entries = {
        area: list(RoundEntry.objects.filter(round=cycle.round, kecamatan=code).order_by("pk"))
        for area, code in KECAMATAN.items()
    }
    for area, some in entries.items():
        _check_first(some[0], by=cast[PENDAMPING[area]])
    given = {area: _evidence(cycle, area, cast) for area in KECAMATAN}
    deadline = Deadline.objects.get(subject=share_of(cycle, 9, PLAOSAN).subject)
    Notification.objects.bulk_create(
        Notification(user=user, text="Langkah 9 mendekati tenggat.", url=cycle.get_absolute_url())
        for user in cast.values()
    )
    ReadLog.objects.create(
        user=cast["operator"], kind=ReadKind.REVEAL, purpose="Kroscek", subject="NIK Melati Contoh", url="/keluarga/1/"
    )
    return World(
        cast=cast,
        cycle=cycle,
        entries=entries,
        drafted=drafted,
        determined=determined,
        checked_file=_checked_file(cycle.round, cast["operator"]),
        download=_download(cast["operator"]),
        evidence=given,
        scans={area: _scan(cycle.round, area, cast) for area in KECAMATAN},
        rechecks={area: _recheck(drafted.ba.round, area, cast) for area in KECAMATAN},
        supervision=supervision.write(share_of(cycle, 9, PLAOSAN), text="Lengkapi daftar hadir", by=cast["kabid"]),
        extension=Extension.objects.create(
            deadline=deadline, reason="Banjir", until=DAY, asked_by=cast["korcam.plaosan"]
        ),
        absences={area: _absence(cast, area) for area in PENDAMPING},
        official=Official.objects.create(
            post="kadis", title="Kepala Dinas Sosial", name="Bima Surengrana", starts=date(2025, 1, 2)
        ),
        number=RegisterNumber.objects.create(year=2026, number=1, written="400.9/1/2026", by=cast["operator"]),
        comparison=_comparison(cast["apd"]),
        receipt=kirim.record_receipt(
            determined.determination,
            sent_on=DAY,
            channel=Channel.values[0],
            receiver="PKH Pusat",
            evidence=_picture(),
            by=cast["operator"],
        ),
        letter=_letter(cast["operator"]),
        finding=_finding(determined.determination, cast),
        limit=limits.record(
            cycle, due=timezone.now() + timedelta(days=9), upload=_picture(), by=cast["operator"], note="Pesan grup"
        ),
    )


def _absence(cast: dict[str, User], area: str) -> Substitution:
    """Long over: the substitute sees nothing of it today."""
    absent, substitute = cast[PENDAMPING[area]], cast[PENDAMPING[OTHER[area]]]
    days = {"starts": date(2025, 3, 3), "ends": date(2025, 3, 7)}
    return Substitution.objects.create(absent=absent, substitute=substitute, basis="tahunan", by=cast["apd"], **days)


def _finding(determination: Determination, cast: dict[str, User]) -> AuditFinding:
    """About one family of a sample, followed up by korkab with evidence."""
    facts = {"size": 2, "purpose": "Pemeriksaan reguler", "by": cast["inspektorat"]}
    item = samples.draw_families(determination, **facts).items.first()
    words = findings.Wording("Kroscek tanpa bukti", "Kondisi", "Kriteria", "Sebab", "Rekomendasi")
    owner = Posting.objects.get(user=cast["korkab"])
    made = findings.record(words, owner=owner, days=5, by=cast["inspektorat"], item=item)
    findings.follow_up(made, note="Bukti dilengkapi.", upload=_picture(), by=cast["korkab"])
    return made


def _letter(by: User) -> IncomingLetter:
    letter = IncomingLetter(received_on=DAY, sender="Kementerian Sosial", subject="Batas pemutakhiran data")
    return agenda.record(letter, by=by, upload=_picture())


def _list(the_round: Round, cast: dict[str, User], first: int, each: int = 2) -> None:
    """`each` families in Plaosan (ratri's) and in Parang (bagas's), every one with a child."""
    for place, (area, code) in enumerate(KECAMATAN.items()):
        desa = Desa.objects.filter(kecamatan=code)[0]
        made = list_families(the_round, desa, each, first=first + 50 * place, pendamping=cast[PENDAMPING[area]])
        name = f"Rahasia {area.title()}"
        Household.objects.filter(enrollments__entries__in=made).update(name=name, name_search=name.lower())
        Member.objects.bulk_create(
            Member(household_id=entry.enrollment.household_id, name="Anak Contoh", nik=nik(7000 + first + number))
            for number, entry in enumerate(made, start=50 * place)
        )


def _settled(the_round: Round, cast: dict[str, User]) -> BaRevision:
    """Every family checked, both kecamatan handed in, the Berita Acara drafted."""
    for area, code in KECAMATAN.items():
        entries = list(RoundEntry.objects.filter(round=the_round, kecamatan=code).select_related("enrollment"))
        _check_first(entries[0], by=cast[PENDAMPING[area]])
        kroscek.record_matching(
            entries[1:], basis=Basis.GROUP, checked_on=DAY, statement="Pertemuan kelompok", by=cast[PENDAMPING[area]]
        )
        kroscek.lock(the_round, Kecamatan.objects.get(pk=code), by=cast[f"korcam.{area}"])
    return berita_acara.draft(the_round, by=cast["korkab"])


def _check_first(entry: RoundEntry, *, by: User) -> KroscekResult:
    """One proposal of a NIK and one of a NKK: the numbers that pages most easily forget to mask."""
    changes = {"nik": nik(8000 + entry.pk % 1000), "no_kk": no_kk(8000 + entry.pk % 1000), "alamat": "Dusun Baru"}
    finding = Finding(Outcome.CHANGED, Basis.VISIT, DAY, note="Pindah rumah", changes=changes)
    return kroscek.record(entry, finding, by=by)


def _determined(cast: dict[str, User]) -> BeritaAcara:
    the_round = Round.objects.create(program=Program.PKH, tahun=2026, tahap=3)
    _list(the_round, cast, first=1)
    revision = _settled(the_round, cast)
    for link in ("kasi", "kabid"):
        berita_acara.give_paraf(revision, by=cast[link])
    penetapan.determine(
        revision, by=cast["kadis"], seen_hash=revision.content_hash, number="400.9/1/403.107/2026", dated=DAY
    )
    ba = BeritaAcara.objects.get(pk=revision.ba_id)
    issuing.attach_workbook(ba.determination.document, _stored(cast["kadis"], "BNBA.xlsx", contents.XLSX))
    issuing.attach_pdf(ba.determination.document, _stored(cast["kadis"], "BA.pdf", contents.PDF))
    return ba


def _drafted(cast: dict[str, User]) -> BaRevision:
    the_round = Round.objects.create(program=Program.PKH, tahun=2026, tahap=2)
    _list(the_round, cast, first=101)
    return _settled(the_round, cast)


def _in_kroscek(cast: dict[str, User]) -> Cycle:
    version = SopVersion.objects.filter(code="magetan-pkh").first()
    cycle = cycles.prepare(version, tahun=2026, tahap=4, has_candidates=False, by=cast["operator"])
    _list(cycle.round, cast, first=201, each=3)
    _file(cycle.round, FileState.APPLIED, cast["operator"])
    cycles.start(cycle, by=cast["operator"])
    for no in (5, 6, 7, 8):
        work_through(cycle, no, cast)
    return Cycle.objects.get(pk=cycle.pk)


def _evidence(cycle: Cycle, area: str, cast: dict[str, User]) -> Evidence:
    share = share_of(cycle, 9, KECAMATAN[area])
    return evidence.add(share, note="Daftar hadir", upload=_picture(), by=cast[f"korcam.{area}"])


def _scan(the_round: Round, area: str, cast: dict[str, User]) -> KroscekScan:
    """The signed sheet of the families of a kecamatan's pendamping."""
    by = cast[PENDAMPING[area]]
    groups = paper.groups(paper.entries_of(by, the_round, KECAMATAN[area]))
    sheet = sheets.register(the_round, groups, owner=by, by=by)[0]
    return sheets.keep_scan(the_round, sheet.desa, upload=_picture(), code=sheet.code, by=by)


def _recheck(the_round: Round, area: str, cast: dict[str, User]) -> RecheckItem:
    """A family of what the pendamping checked, drawn by the korcam."""
    kecamatan = Kecamatan.objects.get(pk=KECAMATAN[area])
    drawn = recheck.draw(the_round, kecamatan, checker=cast[PENDAMPING[area]], by=cast[f"korcam.{area}"])
    return drawn.items.first()


def _picture() -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    return SimpleUploadedFile("daftar-hadir.png", picture.getvalue(), "image/png")


def _stored(by: User, name: str = "bnba.xlsx", content_type: str = "application/octet-stream") -> StoredFile:
    return files.keep(io.BytesIO(b"contoh"), name=name, content_type=content_type, by=by)


def _file(the_round: Round, state: FileState, by: User, **facts) -> BnbaFile:
    return BnbaFile.objects.create(
        round=the_round,
        stored=_stored(by),
        kind=FileKind.PARTICIPANTS,
        state=state,
        layout="V1",
        sheets=["Data"],
        header_row=1,
        headers=["NIK_KTP", "NOKK", "NAMA_PENERIMA"],
        counts={"rows": 3, "new": 1, "changed": 1, "same": 0, "gone": 0, "refused": 1, "skipped": 0},
        uploaded_by=by,
        applied_by=by if state == FileState.APPLIED else None,
        applied_at=timezone.now() if state == FileState.APPLIED else None,
        **facts,
    )


def _checked_file(the_round: Round, by: User) -> BnbaFile:
    """Rows with whole numbers in values, before-values and problems."""
    made = _file(the_round, FileState.CHECKED, by)
    values = {"nik": nik(9001), "no_kk": no_kk(9001), "name": "Melati Baru"}
    BnbaRow.objects.bulk_create(
        BnbaRow(file=made, sheet="Data", row=number, verdict=verdict, values=values, before=before, problems=problems)
        for number, (verdict, before, problems) in enumerate(
            [
                (RowVerdict.NEW, {}, []),
                (RowVerdict.CHANGED, {"nik": nik(201), "no_kk": no_kk(201)}, []),
                (
                    RowVerdict.REFUSED,
                    {},
                    [{"column": "NIK_KTP", "code": "nik_length", "message": "NIK 15 angka.", "warning": False}],
                ),
            ],
            start=2,
        )
    )
    return made


def _comparison(by: User) -> SiksComparison:
    """An export of SIKS-NG with whole numbers on both sides."""
    made = SiksComparison.objects.create(stored=_stored(by), program="pkh", by=by, compared_at=timezone.now())
    value = {"field": "nik", "program": "", "member_key": 0, "about": "Melati Contoh", "change": None, "ticked": False}
    SiksDifference.objects.bulk_create(
        SiksDifference(
            comparison=made,
            category=category,
            name="Melati Contoh",
            nik=nik(9001),
            no_kk=no_kk(9001),
            values=[value | {"theirs": nik(9001), "ours": nik(9002)}],
        )
        for category in SiksCategory
    )
    return made


def _download(by: User) -> Download:
    return Download.objects.create(
        user=by,
        title="BNBA PKH Tahap 4 2026",
        purpose="Rapat koordinasi",
        file=_stored(by),
        expires_at=timezone.now() + timedelta(days=7),
    )
