"""Applying a file: one transaction, all of it or nothing."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from pkh_sembako.accounts.models import User
from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.numbers import thousands
from programs.enums import FileState
from programs.importing.layouts import PERSON_LISTS
from programs.models import BnbaFile, Enrollment, Household, Member, RoundEntry
from programs.services import planner
from programs.services.bnba import (
    card_writing,
    checking,
    enrollments,
    entries,
    guards,
    households,
    members,
    results,
    staging,
    state,
)
from programs.services.bnba.history import Stamp, reason_of
from programs.services.bnba.state import Say, silent

COUNTED = (
    ("new", "baru"),
    ("changed", "berubah"),
    ("same", "sama"),
    ("refused", "ditolak"),
    ("gone", "tidak ada lagi"),
)


class Outdated(DomainError):
    """The registry changed since the check, and with it what the file would do: the officer looks again."""


def apply(file: BnbaFile, *, by: User, replaces: bool = False, say: Say = silent) -> BnbaFile:
    """Carry out what the check found. Applied a second time, a file changes nothing.

    `replaces` = "Berkas ini menggantikan daftar". Raises Outdated (the stored verdicts are then the new ones), or
    DomainError when the list is closed, nothing can be applied, or the file was taken back.
    """
    try:
        with transaction.atomic():
            return _apply(file, by=by, replaces=replaces, say=say)
    except Outdated:
        recheck(file)
        raise
    except IntegrityError as error:
        raise _at_once() from error


def _apply(file: BnbaFile, *, by: User, replaces: bool, say: Say) -> BnbaFile:
    file = state.locked(file)
    if file.state == FileState.APPLIED:
        return file
    _refuse_unchecked(file)
    guards.lock_registry()
    guards.refuse_closed_list(file)
    staging.load(file)
    checking.compare(file, say=say)
    _refuse_outdated(file)
    if not _anything(file):
        raise DomainError("Tidak ada baris yang dapat diterapkan: semua baris ditolak.")
    _carry_out(file, by=by, replaces=replaces, say=say)
    results.revise(applied=True)
    file.save()
    return file


def check_and_apply(file: BnbaFile, *, by: User, replaces: bool = False, say: Say = silent) -> BnbaFile:
    """Both in one transaction with one comparison, for the command. A file of refused rows only is left checked."""
    try:
        with transaction.atomic():
            file = state.locked_open(file)
            reading = checking.stage(file, say=say)
            guards.refuse_closed_list(file)
            guards.lock_registry()
            checking.compare(file, say=say)
            checking.count(file, reading)
            if _anything(file):
                _carry_out(file, by=by, replaces=replaces, say=say)
            else:
                file.state = FileState.CHECKED
            results.store(file, reading, applied=file.state == FileState.APPLIED)
            file.save()
            return file
    except IntegrityError as error:
        raise _at_once() from error


def _anything(file: BnbaFile) -> bool:
    return any(file.counts[verdict] for verdict in ("new", "changed", "same"))


def _at_once() -> DomainError:
    return DomainError("Data keluarga berubah bersamaan dengan penerapan. Tidak ada yang diubah; coba lagi.")


def _refuse_unchecked(file: BnbaFile) -> None:
    if file.state == FileState.TAKEN_BACK:
        raise DomainError("Berkas ini sudah ditarik kembali; unggah lagi untuk menerapkannya.")
    if file.state != FileState.CHECKED:
        raise DomainError("Periksa berkas ini sebelum menerapkannya.")


def _refuse_outdated(file: BnbaFile) -> None:
    then = file.counts
    _recount(file)
    now = file.counts
    if now == then:
        return
    words = ", ".join(
        f"{label} {thousands(now[key])} (semula {thousands(then[key])})"
        for key, label in COUNTED
        if now[key] != then[key]
    )
    raise Outdated(f"Data keluarga berubah sejak berkas ini diperiksa: {words}. Tinjau lagi sebelum menerapkan.")


def _recount(file: BnbaFile) -> None:
    found = results.verdicts()
    found["refused"] += file.rows.filter(values__has_key="cells").count()
    file.gone = checking.gone(file, results.refused_numbers(file))
    file.counts = file.counts | found | {"gone": len(file.gone)}


@transaction.atomic
def recheck(file: BnbaFile) -> BnbaFile:
    """Compare the stored rows with the registry of now."""
    file = state.locked_open(file)
    staging.load(file)
    checking.compare(file)
    _recount(file)
    results.revise(applied=False)
    file.save()
    return file


def _carry_out(file: BnbaFile, *, by: User, replaces: bool, say: Say) -> None:
    """Write bnba_plan into registry and list, and mark the file applied; the caller saves it."""
    stamp = Stamp(timezone.now(), reason_of(file), by.pk)
    if file.of_cards:
        card_writing.write(file, stamp, by=by, replaces=replaces, say=say)
    else:
        _write_families(file, stamp, replaces=replaces, say=say)
    file.state, file.applied_at, file.applied_by = FileState.APPLIED, stamp.at, by


def _write_families(file: BnbaFile, stamp: Stamp, *, replaces: bool, say: Say) -> None:
    guards.refuse_locked_kecamatan(file.round)
    persons = file.layout in PERSON_LISTS
    households.draw_ids()
    say("Menulis keluarga", 0, 0)
    households.create(stamp)
    households.change(stamp)
    say("Menulis anggota", 0, 0)
    members.write(stamp, person_list=persons)
    say("Menulis kepesertaan", 0, 0)
    enrollments.write(file, stamp, person_list=persons)
    say("Menulis daftar tahap", 0, 0)
    entries.write(file)
    file.options = file.options | {"replaces_list": replaces}
    file.removed = entries.take_off(file, file.gone) if replaces else []
    planner.refresh(Household, Member, Enrollment, RoundEntry, written=file.counts["new"])
