"""Penetapan: the Kepala Dinas determines the result of the kroscek (SOP Magetan step 11, Lamandau step 8).

One transaction approves, draws the number, freezes the list, applies the proposals and moves the enrollments.
The Dinas determines the *result of the kroscek*; who is paid, Kemensos decides.
"""

import json
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.audit import jobs
from pkh_sembako.documents.models import Document
from pkh_sembako.documents.services import numbers
from pkh_sembako.lib.errors import DomainError
from programs.enums import PAYABLE, Outcome, RevisionState, Verdict
from programs.models import BaRevision, Determination, Enrollment, Proposal, Round
from programs.services import berita_acara, canonical, proposals
from programs.services.bnba import history
from programs.services.siksng import recording as siksng
from programs.transitions import ENROLLMENT_MOVES

DOCUMENT_KIND = "ba_kroscek"
PUBLISH_JOB = "ba.publish"


@transaction.atomic
def determine(
    revision: BaRevision, *, by: User, seen_hash: str, dated: date | None = None, number: str = ""
) -> Determination:
    """Approve as the last link and freeze everything. `seen_hash` is the content the approver was shown.

    `number` is the one typed from the sekretariat's agenda; empty when the office keeps its own register.
    Raises DomainError when it is not this person's turn, when anything changed since drafting, or the number is taken.
    """
    revision = BaRevision.objects.select_for_update().select_related("ba__round").get(pk=revision.pk)
    the_round = revision.ba.round
    link = berita_acara.next_link(revision)
    if link != len(revision.chain):
        raise DomainError("Paraf belum lengkap, atau Berita Acara ini sudah ditetapkan.")
    berita_acara.act(revision, link, Verdict.APPROVE, by=by)
    rows = canonical.rows(the_round)
    list_hash = canonical.list_hash(rows)
    if not list_hash == revision.content_hash == seen_hash:
        raise DomainError("Data berubah sejak Berita Acara disusun. Kembalikan agar disusun ulang.")
    BaRevision.objects.filter(pk=revision.pk).update(state=RevisionState.DETERMINED)
    determination = Determination.objects.create(
        ba=revision.ba,
        revision=revision.revision,
        determined_by=by,
        determined_at=timezone.now(),
        list_hash=list_hash,
        families=len(rows),
        payable=sum(row.layak_bayar for row in rows),
        totals=revision.totals,
    )
    _freeze(determination, rows)
    reason = f"Penetapan {the_round} versi {revision.ba.version}"
    moves = [(ENROLLMENT_MOVES[verb], outcomes) for verb, outcomes in MOVES]
    siksng.determined(determination, moves, by=by, reason=reason)
    _apply_proposals(the_round, by=by, reason=reason)
    _move_enrollments(determination, by=by, reason=reason)
    _issue_document(determination, by=by, dated=dated or timezone.localdate(), number=number)
    return determination


def _freeze(determination: Determination, rows: list[canonical.CanonicalRow]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(
            'COPY programs_determinedrow (determination_id, entry_id, "order", layak_bayar, outcome, values) FROM STDIN'
        ) as copy,
    ):
        for order, row in enumerate(rows, start=1):
            values = json.dumps(row.values, ensure_ascii=False)
            copy.write_row((determination.pk, row.entry_id, order, row.layak_bayar, row.outcome, values))


def _apply_proposals(the_round: Round, *, by: User, reason: str) -> None:
    accepted = Proposal.objects.filter(result__entry__round=the_round, result__outcome=Outcome.CHANGED)
    proposals.apply(
        list(accepted.select_related("member", "result__entry__enrollment__household")), by=by, reason=reason
    )


MOVES = (
    ("activate", [outcome.value for outcome in PAYABLE]),
    ("suspend", [Outcome.NOT_FOUND.value]),
    ("leave", [Outcome.PROPOSED_EXIT.value]),
)


MOVE = """
    UPDATE programs_enrollment e SET status = %(target)s FROM programs_determinedrow d
    JOIN programs_roundentry r ON r.id = d.entry_id
    WHERE d.determination_id = %(determination)s AND d.outcome = ANY(%(outcomes)s)
      AND e.id = r.enrollment_id AND e.status = ANY(%(sources)s)
"""


def _move_enrollments(determination: Determination, *, by: User, reason: str) -> None:
    """Payable -> active, tidak ditemukan -> suspended, usul keluar -> left; three set-wise moves with history."""
    stamp = history.Stamp(timezone.now(), reason, by.pk)
    for verb, outcomes in MOVES:
        move = ENROLLMENT_MOVES[verb]
        history.write(
            Enrollment,
            "~",
            MOVE,
            stamp,
            alias="e",
            determination=determination.pk,
            outcomes=outcomes,
            sources=[source.value for source in move.sources],
            target=move.target.value,
        )


def _issue_document(determination: Determination, *, by: User, dated: date, number: str) -> Document:
    """Number and freeze belong together; workbook and PDF are made from the frozen rows by a job afterwards."""
    title = f"Berita Acara Hasil Kroscek Data KPM {determination.ba.round}"
    if determination.ba.version > 1:
        title += f" (perbaikan {determination.ba.version - 1})"
    written = numbers.draw(dated=dated, typed=number, by=by)
    try:
        with transaction.atomic():
            document = Document.objects.create(
                kind=DOCUMENT_KIND,
                title=title,
                number=written,
                dated=dated,
                subject=f"determination:{determination.pk}",
                list_hash=determination.list_hash,
                by=by,
            )
    except IntegrityError as error:
        raise DomainError(f"Nomor {written} baru saja dipakai dokumen lain.") from error
    publish_later(determination, by=by)
    return document


def publish_later(determination: Determination, *, by: User) -> None:
    """Order workbook and PDF; what is there already stays as it is."""
    jobs.enqueue(PUBLISH_JOB, {"determination": determination.pk}, by=by, key=str(determination.pk))
