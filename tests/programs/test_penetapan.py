"""From the drafted Berita Acara through the chain to the frozen list."""

import hashlib
import itertools
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from pkh_sembako.audit.models import Job
from pkh_sembako.documents.models import Document, RegisterNumber
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.office.models import NumberSource, Office
from programs.enums import Basis, EnrollmentStatus, ExitReason, Outcome
from programs.models import BaAct, BaRevision, Determination, DeterminedRow, Enrollment, Household
from programs.services import berita_acara, kroscek, penetapan
from programs.services.canonical import CANONICAL_KEYS, canonical_line
from programs.services.kroscek import Finding
from programs.transitions import ENROLLMENT_MOVES
from tests.programs.factories import families
from tests.programs.test_kroscek import DAY, MATCHES, refusal

NUMBER = "400.9/1873/403.107/2026"


@pytest.fixture
def checked(the_round, entries, cast, plaosan, parang):
    """Every family checked (one berubah, one tidak ditemukan, one usul keluar), both kecamatan handed in."""
    ratri, bagas = cast["ratri"], cast["bagas"]
    moved = Finding(Outcome.CHANGED, Basis.VISIT, DAY, changes={"alamat": "Jalan Baru", "name": "Melati Baru"})
    kroscek.record(entries[0], moved, by=ratri)
    kroscek.record(entries[1], Finding(Outcome.NOT_FOUND, Basis.RECORDS, DAY), by=ratri)
    left = Finding(Outcome.PROPOSED_EXIT, Basis.VISIT, DAY, exit_reason=ExitReason.ABLE)
    kroscek.record(entries[2], left, by=ratri)
    for some, by in ((entries[3:4], ratri), (entries[4:], bagas)):
        kroscek.record_matching(some, basis=Basis.GROUP, checked_on=DAY, statement="Pertemuan", by=by)
    kroscek.lock(the_round, plaosan, by=cast["korcam.plaosan"])
    kroscek.lock(the_round, parang, by=cast["korcam.parang"])
    return the_round


@pytest.fixture
def drafted(checked, korkab) -> BaRevision:
    return berita_acara.draft(checked, by=korkab)


@pytest.fixture
def signed(drafted, kasi, kabid) -> BaRevision:
    berita_acara.give_paraf(drafted, by=kasi)
    berita_acara.give_paraf(drafted, by=kabid)
    return drafted


def determine(revision, kadis, **changes) -> Determination:
    wanted = {"seen_hash": revision.content_hash, "number": NUMBER, "dated": date(2026, 11, 25)} | changes
    return penetapan.determine(revision, by=kadis, **wanted)


def test_a_draft_needs_every_kecamatan(the_round, korkab):
    assert refusal(berita_acara.draft, the_round, by=korkab) == "Kroscek belum dikirim: Kec. Parang, Plaosan."


def test_the_draft_keeps_totals_and_chain(drafted):
    assert drafted.chain == ["kasi", "kabid", "kadis"]
    assert [(part["nama"], part["keluarga"], part["layak_bayar"]) for part in drafted.totals] == [
        ("Parang", 4, 4),
        ("Plaosan", 4, 2),
    ]
    assert drafted.totals[1]["alasan"] == {"mampu": 1}


def test_the_chain_signs_in_order_and_only_its_own_link(drafted, kasi, kabid, kadis):
    assert refusal(berita_acara.give_paraf, drafted, by=kabid) == (
        "Bukan giliran Anda: Berita Acara ini menunggu pejabat lain."
    )
    berita_acara.give_paraf(drafted, by=kasi)
    assert berita_acara.turn_of(drafted) == "kabid"
    assert refusal(determine, drafted, kadis) == "Paraf belum lengkap, atau Berita Acara ini sudah ditetapkan."


def test_a_return_closes_the_revision_and_the_next_asks_all_paraf_again(drafted, kasi, kabid, korkab):
    berita_acara.give_paraf(drafted, by=kasi)
    berita_acara.return_(drafted, by=kabid, reason="Jumlah Plaosan diperiksa lagi")
    again = berita_acara.draft(drafted.ba.round, by=korkab)
    assert (again.revision, berita_acara.turn_of(again)) == (2, "kasi")
    drafted.refresh_from_db()
    assert drafted.state == "returned"


def test_determining_freezes_numbers_moves_and_issues(signed, kadis, entries):
    determination = determine(signed, kadis)
    assert (determination.families, determination.payable) == (8, 6)
    statuses = dict(Enrollment.objects.values_list("household__name", "status"))
    assert {name: status for name, status in statuses.items() if status != "active"} == {
        "Melati Contoh 2": "suspended",
        "Melati Contoh 3": "left",
    }
    household = Household.objects.get(pk=entries[0].enrollment.household_id)
    assert (household.name, household.alamat, household.history.first().history_user_id) == (
        "Melati Baru",
        "Jalan Baru",
        kadis.pk,
    )
    frozen = DeterminedRow.objects.get(entry=entries[0]).values
    assert (frozen["nama"], frozen["alamat"]) == ("Melati Baru", "Jalan Baru")
    document = Document.objects.get(subject=f"determination:{determination.pk}")
    assert (document.number, document.list_hash) == (NUMBER, determination.list_hash)
    assert list(Job.objects.values_list("kind", "key")) == [("ba.publish", str(determination.pk))]


def test_the_list_hash_is_that_of_the_frozen_rows(signed, kadis):
    determination = determine(signed, kadis)
    digest = hashlib.sha256()
    for values in DeterminedRow.objects.order_by("order").values_list("values", flat=True):
        assert set(values) == set(CANONICAL_KEYS)
        digest.update(canonical_line(values))
    assert digest.hexdigest() == determination.list_hash


def test_a_change_after_drafting_stops_the_determination(signed, kadis, entries):
    Household.objects.filter(pk=entries[5].enrollment.household_id).update(alamat="Diubah sesudah disusun")
    assert refusal(determine, signed, kadis) == (
        "Data berubah sejak Berita Acara disusun. Kembalikan agar disusun ulang."
    )
    assert (Determination.objects.count(), BaAct.objects.filter(link=3).count()) == (0, 0)


def test_a_number_is_needed_and_used_once(signed, kadis):
    assert refusal(determine, signed, kadis, number=" ") == "Isi nomor Berita Acara dari agenda sekretariat."
    Office.objects.update(number_source=NumberSource.REGISTER)
    determine(signed, kadis)
    assert list(RegisterNumber.objects.values_list("year", "number", "written")) == [(2026, 1, "400.9/1/403.107/2026")]


@pytest.mark.parametrize(
    ("statement", "trigger"),
    [
        ("UPDATE programs_determinedrow SET layak_bayar = true", "programs_determinedrow"),
        ("DELETE FROM programs_determinedrow", "programs_determinedrow"),
        ("UPDATE programs_determination SET payable = 8", "programs_determination"),
        ("UPDATE programs_baact SET verdict = 'approve'", "programs_baact"),
        ("DELETE FROM programs_baact", "programs_baact"),
        ("UPDATE programs_beritaacara SET version = 9", "programs_beritaacara"),
    ],
)
def test_what_was_determined_cannot_be_changed(signed, kadis, statement, trigger):
    determine(signed, kadis)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with connection.cursor() as cursor:  # without the guard it would happen
        cursor.execute(f"DROP TRIGGER frozen ON {trigger}")
        cursor.execute(statement)
        assert cursor.rowcount > 0


def test_a_drafted_revision_says_forever_what_it_said(drafted):
    for change in ("totals = '[]'", "state = 'in_chain', note = 'lain'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE programs_barevision SET {change}")


@pytest.mark.parametrize(
    ("maker", "deed"),
    [
        ("korkab", "menyusun Berita Acara ini"),
        ("korcam.plaosan", "mengirim kroscek sebuah kecamatan pada tahap ini"),
        ("bagas", "mencatat hasil kroscek pada tahap ini"),
    ],
)
def test_nobody_approves_what_they_made_even_with_another_role(drafted, cast, maker, deed):
    person = cast[maker]
    person.postings.create(role="kasi", starts=date(2026, 1, 1))
    sentence = refusal(berita_acara.give_paraf, drafted, by=type(person).objects.get(pk=person.pk))
    assert sentence == f"Anda tidak dapat memberi persetujuan karena Anda {deed}."


def test_the_same_person_never_signs_twice(drafted, kasi):
    kasi.postings.create(role="kabid", starts=date(2026, 1, 1))
    kasi = type(kasi).objects.get(pk=kasi.pk)
    berita_acara.give_paraf(drafted, by=kasi)
    assert refusal(berita_acara.give_paraf, drafted, by=kasi) == (
        "Sudah ada yang bertindak lebih dahulu, atau Anda sudah bertindak pada revisi ini. Muat ulang halaman."
    )


def test_a_correction_is_a_new_version_with_its_own_chain(signed, cast, kadis, plaosan, entries):
    first = determine(signed, kadis)
    the_round, korkab = signed.ba.round, cast["korkab"]
    berita_acara.correct(first, by=korkab, reason="Keluarga ditemukan kembali")
    kroscek.unlock(the_round, plaosan, by=korkab, reason="Perbaikan")
    kroscek.record(entries[1], MATCHES, by=cast["ratri"])
    kroscek.lock(the_round, plaosan, by=cast["korcam.plaosan"])
    revision = berita_acara.draft(the_round, by=korkab)
    berita_acara.give_paraf(revision, by=cast["kasi"])
    berita_acara.give_paraf(revision, by=cast["kabid"])
    second = determine(revision, kadis, number="400.9/1901/403.107/2026")
    assert (second.ba.version, second.payable, first.rows.filter(layak_bayar=True).count()) == (2, 7, 6)
    assert Enrollment.objects.get(pk=entries[1].enrollment_id).status == "active"


def test_a_nik_that_was_taken_meanwhile_stops_everything(the_round, entries, cast, plaosan, parang, korkab, kadis):
    taken = entries[7].enrollment.household.nik
    kroscek.record(entries[0], Finding(Outcome.CHANGED, Basis.VISIT, DAY, changes={"nik": taken}), by=cast["ratri"])
    for some, by in ((entries[1:4], cast["ratri"]), (entries[4:], cast["bagas"])):
        kroscek.record_matching(some, basis=Basis.GROUP, checked_on=DAY, statement="Pertemuan", by=by)
    kroscek.lock(the_round, plaosan, by=cast["korcam.plaosan"])
    kroscek.lock(the_round, parang, by=cast["korcam.parang"])
    revision = berita_acara.draft(the_round, by=korkab)
    for role in ("kasi", "kabid"):
        berita_acara.give_paraf(revision, by=cast[role])
    assert refusal(determine, revision, kadis) == (
        "NIK yang diusulkan sudah dipakai keluarga Melati Contoh 104. Kembalikan Berita Acara."
    )
    assert Determination.objects.count() == 0


def test_enrollment_moves_of_model_and_database_are_the_same_table(plaosan):
    allowed = {(str(source), str(move.target)) for move in ENROLLMENT_MOVES.values() for source in move.sources}
    [household] = families(plaosan.desa.first(), 1)
    pairs = itertools.permutations(EnrollmentStatus.values, 2)
    assert {pair for pair in pairs if _database_accepts(household, *pair)} == allowed


def _database_accepts(household: Household, source: str, target: str) -> bool:
    Enrollment.objects.filter(household=household).delete()
    row = Enrollment.objects.create(household=household, program="pkh", status=source)
    try:
        with transaction.atomic():
            Enrollment.objects.filter(pk=row.pk).update(status=target)
    except DatabaseError:
        return False
    return True


def test_domain_errors_are_sentences(drafted, kasi):
    with pytest.raises(DomainError, match=r"^Tulis alasan pengembalian\.$"):
        berita_acara.return_(drafted, by=kasi, reason=" ")
