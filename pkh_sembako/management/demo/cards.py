"""Cards of the demo office: the bank's lists, and the round of last summer whose cards are all in hand or sent back."""

from io import BytesIO
from random import Random
from uuid import UUID

from django.core.files.base import ContentFile
from openpyxl import Workbook

from pkh_sembako.accounts.cast import DESA_IN_PLAOSAN
from pkh_sembako.accounts.models import User
from pkh_sembako.management.demo.families import Family
from pkh_sembako.management.demo.paper import scanned
from pkh_sembako.management.demo.story import LATE, OWN, RETURNED, Days, Office, at
from programs.enums import KksFailure, KksProof, KksState, Program
from programs.models import BnbaFile, Kks, Round
from programs.services.bnba import applying, checking, uploads
from programs.services.kks import door, handing, ticking
from programs.services.kks.handing import Proof

HEADER = (
    *("No", "NIK", "No KK", "Nama", "Alamat", "RT/RW", "Desa", "Kecamatan", "No rekening", "No KKS", "Cabang"),
    *("Bank", "Jenis bansos"),
)
BRANCH = "KCP Magetan"
# Of every twenty Sembako families: cards of the older round, cards of the running one; the others wait for theirs.
OLDER, RUNNING = 11, 18
# In an office of less families this month's list is of a few kecamatan: every letter costs a fifth of a second.
WHOLE_OFFICE, FEW = 300, (LATE, RETURNED, OWN, "35.20.06", "35.20.08", "35.20.12")
# Reason -> per mille of cards (domain.md's corrections); what is left of a thousand was handed over.
FAILURES = {
    KksFailure.ABSENT: 21,
    KksFailure.DECEASED: 8,
    KksFailure.MOVED: 7,
    KksFailure.AWAY: 5,
    KksFailure.WELL_OFF: 2,
    KksFailure.DECLINED: 1,
    KksFailure.IDENTITY: 2,
}
NOTES = {
    KksFailure.ABSENT: "Tidak datang sampai pelayanan ditutup.",
    KksFailure.DECEASED: "Menurut perangkat desa meninggal; tidak ada anggota KK lain.",
    KksFailure.MOVED: "Pindah ke kabupaten lain menurut ketua RT.",
    KksFailure.AWAY: "Bekerja di luar Jawa; keluarga diminta membawa surat kuasa.",
    KksFailure.WELL_OFF: "Menurut musyawarah desa sudah mampu.",
    KksFailure.DECLINED: "Menolak dan menandatangani surat pernyataan.",
    KksFailure.IDENTITY: "Nama pada KTP berbeda dari nama pada kartu.",
}


def groups(families: list[Family]) -> tuple[list[Family], list[Family], list[Family]]:
    """Those with a card of the older round, those on the running round's list, those it brings a card (of the cast's
    desa all)."""
    everybody = [family for family in families if Program.SEMBAKO in family.programs]
    place = {family.no_kk: OLDER if family.desa.pk == DESA_IN_PLAOSAN else n % 20 for n, family in enumerate(everybody)}
    older = [family for family in everybody if place[family.no_kk] < OLDER]
    waiting = [family for family in everybody if OLDER <= place[family.no_kk] < RUNNING]
    if len(families) >= WHOLE_OFFICE:
        return older, everybody, waiting
    return older, *([one for one in group if one.desa.kecamatan_id in FEW] for group in (everybody, waiting))


def receive(families: list[Family], the_round: Round, first: int, *, by: User) -> BnbaFile:
    """The bank's list, taken in as the operator does it; card numbers follow each other from `first`."""
    name = f"DAFTAR_KARTU_{BRANCH.replace(' ', '_')}_{the_round.tahun}_{the_round.tahap:02d}.xlsx"
    whose = {"program": the_round.program, "tahun": the_round.tahun, "tahap": the_round.tahap}
    file = uploads.upload(ContentFile(_workbook(families, first)), name=name.upper(), by=by, **whose)
    checking.check(file, by=by)
    return applying.apply(file, by=by)


def _workbook(families: list[Family], first: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Kartu")
    sheet.append(HEADER)
    for number, family in enumerate(families):
        holder, desa = family.people[0], family.desa
        whose = (number + 1, holder.nik, family.no_kk, holder.name.upper())
        where = (family.alamat, f"{family.rt}/{family.rw}", desa.name.upper(), desa.kecamatan.name.upper())
        card = (f"0000{first + number:09d}", f"60000000{first + number:08d}", BRANCH, "MANDIRI")
        sheet.append((*whose, *where, *card, "PKH+SEMBAKO" if Program.PKH in family.programs else "SEMBAKO"))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def parted(cards: list[int], dice: Random) -> tuple[list[int], list[tuple[int, KksFailure]]]:
    """Ids of those handed over, and (id, why not) of the others."""
    handed, failed = [], []
    for card in cards:
        reasons, weights = (None, *FAILURES), (1000 - sum(FAILURES.values()), *FAILURES.values())
        reason = dice.choices(reasons, weights)[0]
        if reason is None:
            handed.append(card)
        else:
            failed.append((card, reason))
    return handed, failed


def hand_out(cards: list[int], office: Office, kecamatan: str, words: str) -> list[int]:
    """A day's cards of a kecamatan: the signed list ticks most of them, the others fail. Ids of the failed."""
    by = office.pendamping(kecamatan)
    handed, failed = parted(cards, office.dice)
    if handed:
        scan = scanned("daftar-tanda-terima", "Daftar tanda terima KKS", words)
        ticking.tick(handed, scan=scan, by=by, key=UUID(int=office.dice.getrandbits(128), version=4))
    for card in Kks.objects.filter(pk__in=[pk for pk, _ in failed]).select_related("household", "desa"):
        reason = dict(failed)[card.pk]
        proof = Proof(KksProof.LIST, upload=scanned("catatan-petugas", f"{words}: {reason.label}"))
        handing.fail(card, reason=reason, proof=proof, note=NOTES[reason], by=by)
    return [pk for pk, _ in failed]


def all_in_hand(families: list[Family], the_round: Round, office: Office, days: Days) -> None:
    """The older round: within two weeks every card has an outcome; since then a few were lost or blocked."""
    operator = office["operator"]
    with at(days.back(96, 9)):
        receive(families, the_round, 1, by=operator)
    with at(days.back(90, 15)):
        failed = [pk for code, ids in by_kecamatan(the_round) for pk in hand_out(ids, office, code, str(the_round))]
    with at(days.back(84, 10)):
        door.move_many(failed, "send_back", by=operator, note="Dikembalikan ke bank dengan berita acara.")
    held = list(Kks.objects.filter(round=the_round, state=KksState.HANDED_OVER).order_by("number")[:3])
    with at(days.back(20, 10)):
        for card, (verb, note) in zip(held, LATER, strict=False):
            handing.report(card, verb, note=note, by=operator)


LATER = (
    ("block", "PIN salah tiga kali; keluarga diarahkan ke bank."),
    ("lose", "Hilang di pasar; surat kehilangan dari Polsek menyusul."),
    ("not_activate", "Saldo belum dapat dicek di agen; dilaporkan ke bank."),
)


def by_kecamatan(the_round: Round) -> list[tuple[str, list[int]]]:
    """(code, ids of its cards), in order."""
    rows = Kks.objects.filter(round=the_round).order_by("desa", "pk").values_list("desa__kecamatan", "pk")
    found: dict[str, list[int]] = {}
    for code, pk in rows:
        found.setdefault(code, []).append(pk)
    return list(found.items())
