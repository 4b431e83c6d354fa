"""Berita Acara hasil kroscek: draft, paraf, return (SOP Magetan step 10, Lamandau step 8).

Link 0 drafts as PIHAK KESATU; links 1..n-1 of the office's chain give paraf; link n determines (services.penetapan).
Four eyes are the database's: see migration 0002_guards.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError, guards_in_words
from programs.enums import Outcome, RevisionState, Verdict
from programs.models import BaAct, BaRevision, BeritaAcara, Determination, DeterminedRow, Round, RoundEntry
from programs.queries import kroscek as queries
from programs.queries import recheck
from programs.services import canonical, chain

TAKEN = "Sudah ada yang bertindak lebih dahulu, atau Anda sudah bertindak pada revisi ini. Muat ulang halaman."


@dataclass(frozen=True)
class SetAside:
    """A step of the SOP that was let pass or skipped, in words; kept on the revision, shown to every link, printed."""

    step: int
    title: str
    kecamatan: str  # empty: the whole step
    act: str  # "diloloskan" or "dilewati"
    by: str
    office: str  # in which office `by` decided
    on: str  # like "22 November 2026"
    reason: str


def unmet(the_round: Round) -> list[str]:
    """What stops the Berita Acara from being drafted, in words."""
    parts = queries.totals(the_round)
    if not parts:
        return [f"Belum ada keluarga pada daftar {the_round}."]
    locked = queries.locked_codes(the_round)
    missing = [part.name for part in parts if part.code not in locked]
    return [f"Kroscek belum dikirim: Kec. {', '.join(missing)}"] if missing else []


def current(the_round: Round) -> BeritaAcara | None:
    """The Round's newest Berita Acara."""
    return the_round.berita_acara.order_by("-version").first()


def open_revision(ba: BeritaAcara) -> BaRevision | None:
    return ba.revisions.filter(state=RevisionState.IN_CHAIN).first()


def last_return(ba: BeritaAcara) -> BaAct | None:
    """The act that returned the newest revision; None when that one is not returned."""
    newest = ba.revisions.order_by("-revision").first()
    if newest is None or newest.state != RevisionState.RETURNED:
        return None
    return ba.acts.filter(revision=newest.revision, verdict=Verdict.RETURN).select_related("person").first()


def returned_words(ba: BeritaAcara) -> list[str]:
    """That the newest revision was returned and why, in words."""
    back = last_return(ba)
    if back is None:
        return []
    return [f"Berita Acara dikembalikan: {back.reason}; revisi {back.revision + 1} belum disusun"]


@transaction.atomic
def draft(the_round: Round, *, by: User, note: str = "", set_aside: Sequence[SetAside] = ()) -> BaRevision:
    """Write the next revision from the results as they stand; asks every paraf again.

    `set_aside` is told by whoever knows the SOP's steps. Like all the revision says it never changes afterwards
    (0002_guards), so the revision that is decided on is the one that was read.
    """
    if missing := unmet(the_round):
        raise DomainError(missing[0] + ".")
    ba = current(the_round) or BeritaAcara.objects.create(round=the_round)
    if hasattr(ba, "determination"):
        raise DomainError("Hasil tahap ini sudah ditetapkan. Mulailah dengan Berita Acara perbaikan.")
    links, left_out = chain.of_today()
    rows = canonical.rows(the_round)
    last = ba.revisions.order_by("-revision").first()
    try:
        with transaction.atomic():
            revision = BaRevision.objects.create(
                ba=ba,
                revision=(last.revision if last else 0) + 1,
                totals=[part.as_json() for part in queries.totals(the_round)],
                differences=differences(the_round),
                set_aside=[asdict(one) for one in set_aside],
                recheck=_recheck(the_round),
                content_hash=canonical.list_hash(rows),
                chain=links,
                left_out=[one.as_json() for one in left_out],
                note=note.strip(),
            )
            BaAct.objects.create(
                ba=ba, revision=revision.revision, link=0, role="korkab", person=by, verdict=Verdict.DRAFT
            )
    except IntegrityError as error:
        raise DomainError("Berita Acara ini sudah disusun dan sedang menunggu paraf.") from error
    return revision


def _recheck(the_round: Round) -> dict[str, int]:
    """The uji petik as it stands; empty where no sample was drawn."""
    whole = recheck.whole(recheck.totals(the_round).values())
    return whole.as_json() if whole else {}


@transaction.atomic
def correct(determination: Determination, *, by: User, reason: str) -> BeritaAcara:
    """Open version n+1 on a determined result; its kecamatan can be given back and checked again."""
    if not reason.strip():
        raise DomainError("Tulis alasan perbaikan.")
    if hasattr(determination.ba, "corrected_by"):
        raise DomainError("Berita Acara perbaikan untuk penetapan ini sudah dibuka.")
    return BeritaAcara.objects.create(
        round=determination.ba.round,
        version=determination.ba.version + 1,
        corrects=determination.ba,
        reason=reason.strip(),
    )


def next_link(revision: BaRevision) -> int:
    """The link whose turn it is (1-based); `len(chain)` is the one that determines."""
    return BaAct.objects.filter(ba=revision.ba_id, revision=revision.revision).count()


def turn_of(revision: BaRevision) -> str:
    """Role code of the link whose turn it is."""
    return revision.chain[next_link(revision) - 1]


@transaction.atomic
def let_fall(revision: BaRevision) -> list[BaAct]:
    """Links from the present one on whose post is vacant today fall out of an open revision, each with its reason.

    Never the last link: somebody must determine. The database asks the same (0020_fallen_links).
    """
    revision = BaRevision.objects.select_for_update().get(pk=revision.pk)
    if revision.state != RevisionState.IN_CHAIN:
        return []
    first = next_link(revision)
    fallen = chain.vacant_links(revision, first)
    return [
        BaAct.objects.create(
            ba_id=revision.ba_id,
            revision=revision.revision,
            link=link,
            role=revision.chain[link - 1],
            verdict=Verdict.VACANT,
            reason=reason,
        )
        for link, reason in enumerate(fallen, start=first)
    ]


@transaction.atomic
def give_paraf(revision: BaRevision, *, by: User) -> BaAct:
    """One paraf of the chain, not the last link's."""
    link = next_link(revision)
    if link >= len(revision.chain):
        raise DomainError("Semua paraf sudah lengkap; tinggal penetapan.")
    chain.refuse_who_must_act_later(revision, link, by=by)
    return act(revision, link, Verdict.APPROVE, by=by)


@transaction.atomic
def return_(revision: BaRevision, *, by: User, reason: str) -> BaAct:
    """Close this revision with a reason; the drafter makes revision n+1."""
    if not reason.strip():
        raise DomainError("Tulis alasan pengembalian.")
    made = act(revision, next_link(revision), Verdict.RETURN, by=by, reason=reason.strip())
    BaRevision.objects.filter(pk=revision.pk).update(state=RevisionState.RETURNED)
    return made


def act(revision: BaRevision, link: int, verdict: Verdict, *, by: User, reason: str = "") -> BaAct:
    """Write one act; the database refuses doubles, wrong order and whoever made what is decided."""
    if revision.state != RevisionState.IN_CHAIN:
        raise DomainError("Revisi ini sudah ditutup. Muat ulang halaman.")
    role = revision.chain[link - 1]
    if not by.has_role(role):
        raise DomainError("Bukan giliran Anda: Berita Acara ini menunggu pejabat lain.")
    with guards_in_words(TAKEN):
        return BaAct.objects.create(
            ba_id=revision.ba_id,
            revision=revision.revision,
            link=link,
            role=role,
            person=by,
            verdict=verdict,
            reason=reason,
        )


def differences(the_round: Round) -> dict[str, Any]:
    """Counts against the previous determined Round of the same programme; empty when there is none."""
    before = queries.previous_determination(the_round)
    if before is None:
        return {}
    now = set(RoundEntry.objects.filter(round=the_round).values_list("enrollment_id", flat=True))
    then = dict(DeterminedRow.objects.filter(determination=before).values_list("entry__enrollment_id", "outcome"))
    outcomes = {outcome: sum(1 for value in then.values() if value == outcome) for outcome in Outcome.values}
    return {
        "tahap": str(before.ba.round),
        "keluarga_sebelumnya": len(then),
        "baru_di_daftar": len(now - then.keys()),
        "tidak_lagi_di_daftar": len(then.keys() - now),
        "hasil_sebelumnya": outcomes,
    }


def flags(the_round: Round) -> list[str]:
    """What a Kepala Dinas should look at before determining, in words."""
    found = []
    for part in queries.totals(the_round):
        if part.families >= 20 and part.in_bulk == part.families:
            found.append(f"Kec. {part.name}: seluruh {part.families} keluarga ditandai sesuai secara sekaligus")
        absent, exits = part.outcomes[Outcome.NOT_FOUND], part.outcomes[Outcome.PROPOSED_EXIT]
        if absent * 20 > part.families:
            found.append(f"Kec. {part.name}: {absent} keluarga tidak ditemukan (lebih dari 5 %)")
        if exits * 10 > part.families:
            found.append(f"Kec. {part.name}: {exits} usul keluar (lebih dari 10 %)")
    without = RoundEntry.objects.filter(round=the_round, enrollment__household__nik="").count()
    if without:
        found.append(f"{without} keluarga belum mempunyai NIK pengurus")
    if rechecked := recheck.whole(recheck.totals(the_round).values()):
        found.append(f"Uji petik: {rechecked.words}")
    return found
