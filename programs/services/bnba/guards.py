"""What must hold before a file may touch a Round's list, and the locks that keep it so until commit."""

from django.db import connection

from pkh_sembako.documents.models import Document
from pkh_sembako.lib.errors import DomainError
from programs.enums import RevisionState
from programs.models import BaRevision, BnbaFile, Determination, Round

# Families are shared by the programmes, so one lock for both: two files at once would add the same family twice.
REGISTRY = "SELECT pg_advisory_xact_lock(hashtext('bnba'))"
# Nobody edits a family between the comparison and the writing; reading goes on, and so does the kroscek.
TABLES = "LOCK TABLE programs_household, programs_member, programs_enrollment IN SHARE ROW EXCLUSIVE MODE"
# The same lock that a submission takes (migration 0002): no kecamatan is handed in while families are added to it.
KECAMATAN = """
    SELECT pg_advisory_xact_lock_shared(%s::int, hashtext(k.code)) FROM (
        SELECT DISTINCT kecamatan AS code FROM bnba_staged ORDER BY 1
    ) k
"""
LOCKED = """
    SELECT DISTINCT k.name FROM bnba_plan p JOIN bnba_staged s USING (n)
    LEFT JOIN programs_roundentry r ON r.id = p.entry_id
    JOIN programs_krosceksubmission sub ON sub.round_id = %(round)s AND sub.returned_at IS NULL
        AND sub.kecamatan_id IN (s.kecamatan, r.kecamatan_id)
    JOIN office_kecamatan k ON k.code = sub.kecamatan_id
    WHERE p.lead AND p.verdict <> 'refused' AND (p.entry_id IS NULL OR p.verdict <> 'same') ORDER BY 1
"""


def lock_registry() -> None:
    """Wait for the other import, then keep edits of families out until commit."""
    with connection.cursor() as cursor:
        cursor.execute(REGISTRY)
        cursor.execute(TABLES)


def refuse_closed_list(file: BnbaFile) -> None:
    """A determined list is frozen, and one on its way through the chain must stay what its signers read.

    Cards are no part of that list and go on coming.
    """
    the_round = file.round
    if file.of_cards:
        return
    latest = the_round.berita_acara.order_by("-version").first()
    if latest is None:
        return
    determination = Determination.objects.filter(ba=latest).first()
    if determination is not None:
        document = Document.objects.filter(subject=f"determination:{determination.pk}").first()
        number = f" Nomor {document.number}" if document else ""
        raise DomainError(
            f"Daftar {the_round} sudah ditetapkan dengan Berita Acara{number}, jadi tidak dapat diubah. "
            "Unggah berkas ini untuk tahap berikutnya, atau mulai Berita Acara perbaikan lebih dahulu."
        )
    if BaRevision.objects.filter(ba=latest, state=RevisionState.IN_CHAIN).exists():
        raise DomainError(
            f"Berita Acara {the_round} sedang menunggu paraf. Terapkan berkas ini sesudah Berita Acara dikembalikan."
        )


def refuse_locked_kecamatan(the_round: Round) -> None:
    """No family is added or changed where the kroscek was handed in: nobody could check it any more."""
    with connection.cursor() as cursor:
        cursor.execute(KECAMATAN, [the_round.pk])
        cursor.execute(LOCKED, {"round": the_round.pk})
        names = [row[0] for row in cursor.fetchall()]
    if names:
        raise DomainError(
            f"Kroscek {the_round} di Kec. {', '.join(names)} sudah dikirim dan terkunci. "
            "Minta korkab mengembalikannya sebelum berkas ini diterapkan."
        )
