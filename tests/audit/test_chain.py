"""The audit chain finds what was planted: an edit, a deletion, an insertion, a cut tail (docs/adr/0010)."""

import random

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from pkh_sembako.audit import chain
from pkh_sembako.audit.models import ChainAnchor, ChainLink, ReadKind, ReadLog
from pkh_sembako.audit.services import log_read
from pkh_sembako.audit.sources import SOURCES
from pkh_sembako.backup import proving

QUIET = "SET session_replication_role = replica"  # what an owner of the database can do: no trigger fires
LOUD = "SET session_replication_role = origin"


def planted(*statements: str) -> None:
    chain.settle()
    with connection.cursor() as cursor:
        cursor.execute(";".join([QUIET, *statements, LOUD]))


def found() -> str:
    """The first finding's sentence; "" for a whole chain."""
    first = proving.prove().first
    return first.text if first else ""


@pytest.fixture
def reads(operator) -> list[ReadLog]:
    """Ten readings, so ten links after those of the cast's postings."""
    rows = [log_read(ReadKind.EXPORT, by=operator, subject=f"Daftar {n}", purpose="uji") for n in range(10)]
    chain.settle()
    return rows


def test_a_chain_that_nobody_touched_is_whole(reads):
    proof = proving.prove()
    assert (proof.findings, proof.links, proof.rows) == ([], ChainLink.objects.count(), ChainLink.objects.count())


def test_every_watched_table_has_its_triggers_with_the_same_words(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape'), pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE tgname = 'chain_write'"
        )
        rows = cursor.fetchall()
    assert {(table, arguments.removesuffix("\\000")) for table, arguments, _ in rows} == {
        (source.table, source.hidden_words) for source in SOURCES
    }
    conditions = {table: definition.partition(" WHEN (")[2] for table, _, definition in rows}
    assert "new.applied_at IS NOT NULL" in conditions["programs_bnbafile"]


def test_a_row_edited_behind_the_triggers_is_found(reads):
    planted(f"UPDATE audit_readlog SET purpose = 'lain' WHERE id = {reads[4].pk}")
    number = ChainLink.objects.get(source="audit_readlog", row_key=str(reads[4].pk)).number
    assert found() == f"Jejak baca {reads[4].pk} (no. {number}): kolom purpose diubah diam-diam."


def test_a_row_deleted_behind_the_triggers_is_found(reads):
    planted(f"DELETE FROM audit_readlog WHERE id = {reads[4].pk}")
    assert found().endswith("tidak ada lagi dalam tabel audit_readlog: dihapus diam-diam.")


def test_a_row_slipped_in_behind_the_triggers_is_found(reads, operator):
    planted(
        "INSERT INTO audit_readlog (id, at, user_id, kind, purpose, subject, url, request_id)"
        f" VALUES (999999, now(), {operator.pk}, 'export', 'x', 'y', '', '')"
    )
    assert found() == ("Jejak baca 999999 tidak ada dalam rantai: disisipkan diam-diam, atau mata rantainya dibuang.")


def test_a_link_taken_out_of_the_middle_is_found(reads):
    middle = chain.head().number - 4
    planted(f"DELETE FROM audit_chainlink WHERE number = {middle}")
    assert found() == f"Mata rantai no. {middle} hilang."


def test_a_link_taken_out_and_the_rest_moved_up_is_found(reads):
    middle = chain.head().number - 4
    planted(
        f"DELETE FROM audit_chainlink WHERE number = {middle}",
        f"UPDATE audit_chainlink SET number = number - 1 WHERE number > {middle}",
    )
    assert found() == f"Mata rantai no. {middle} tidak menyambung ke no. {middle - 1}."


def test_a_link_rewritten_is_found(reads):
    middle = chain.head().number - 4
    planted(f"UPDATE audit_chainlink SET payload = replace(payload, 'uji', 'lain') WHERE number = {middle}")
    assert found().startswith(f"Isi mata rantai no. {middle} (Jejak baca ")


def test_a_tail_cut_together_with_its_rows_contradicts_the_anchors_outside(reads):
    chain.note_head()
    last = chain.head().number
    planted(
        f"DELETE FROM audit_chainlink WHERE number > {last - 3}",
        f"DELETE FROM audit_readlog WHERE id >= {reads[7].pk}",
    )
    assert found() == (
        f"Rantai berakhir di no. {last - 3}, padahal catatan rantai.jsonl mencatat no. {last}: ekor dibuang."
    )


def rechain(first: int) -> list[str]:
    """What a patient owner does: every hash from `first` on is computed again with the database's own recipe."""
    return [
        f"""DO $$ DECLARE l record; p text; BEGIN
        SELECT hash INTO p FROM audit_chainlink WHERE number = {first} - 1;
        FOR l IN SELECT * FROM audit_chainlink WHERE number >= {first} ORDER BY number LOOP
            UPDATE audit_chainlink SET previous = p, hash = encode(sha256(convert_to(concat_ws(E'\\n', p, l.number,
                to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), l.source, l.row_key, l.act,
                l.payload), 'UTF8')), 'hex') WHERE number = l.number RETURNING hash INTO p;
        END LOOP; END $$"""
    ]


def test_a_chain_made_anew_contradicts_the_anchors_outside(reads):
    chain.note_head()
    middle = chain.head().number - 4
    edit = f"UPDATE audit_chainlink SET payload = replace(payload, 'uji', 'lain') WHERE number = {middle}"
    row = ChainLink.objects.get(number=middle).row_key
    planted(edit, f"UPDATE audit_readlog SET purpose = 'lain' WHERE id = {row}", *rechain(middle))
    assert found() == f"Mata rantai no. {chain.head().number} bukan lagi yang dicatat catatan rantai.jsonl."


def test_a_change_that_the_chain_was_made_to_record_is_found(reads):
    """The guard of the read log was dropped, the chain's trigger was left: the change is a link, and not allowed."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_readlog DISABLE TRIGGER append_only")
        cursor.execute("UPDATE audit_readlog SET purpose = 'lain' WHERE id = %s", [reads[4].pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE audit_readlog ENABLE TRIGGER append_only")
    assert found() == f"Jejak baca {reads[4].pk} diubah (no. {chain.head().number}), padahal tidak boleh."


def test_a_guard_that_was_dropped_is_named(reads):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_readlog DISABLE TRIGGER chain_write")
    assert found() == "Penjaga chain_write pada tabel audit_readlog dimatikan atau dihapus."


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_chainlink SET act = '~'", "DELETE FROM audit_chainlink", "TRUNCATE audit_chainlink"],
)
def test_the_database_refuses_to_touch_the_chain_and_without_the_guard_it_is_found(reads, statement):
    for guarded in (True, False):
        if guarded:
            with pytest.raises(DatabaseError, match="Rantai audit tidak dapat"), transaction.atomic():
                _run(statement)
        else:
            _run("ALTER TABLE audit_chainlink DISABLE TRIGGER ALL", statement)
            _run("ALTER TABLE audit_chainlink ENABLE TRIGGER ALL")
    assert found() != ""


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_the_anchors_are_guarded_too(reads):
    chain.anchor("document:1", chain.head())
    with pytest.raises(DatabaseError, match="Rantai audit tidak dapat"), transaction.atomic():
        ChainAnchor.objects.update(number=1)


def test_an_anchor_said_twice_is_one(reads):
    before = chain.head()
    chain.anchor("document:1", before)
    log_read(ReadKind.EXPORT, by=reads[0].user, subject="lagi", purpose="uji")
    chain.settle()
    chain.anchor("document:1", chain.head())
    assert list(ChainAnchor.objects.values_list("number", "hash")) == [(before.number, before.hash)]


def test_the_head_is_noted_only_when_it_moved(reads):
    assert (chain.note_head(), chain.note_head(), chain.noted_heads()) == (True, False, [chain.head()])


def test_the_command_says_whole_and_broken(reads, capsys):
    call_command("verify_chain")
    assert capsys.readouterr().out.startswith("Rantai audit utuh: ")
    planted(f"DELETE FROM audit_readlog WHERE id = {reads[4].pk}")
    with pytest.raises(CommandError, match=r"Rantai audit putus\. Jejak baca"):
        call_command("verify_chain")


@pytest.mark.slow
def test_a_hundred_plantings_of_a_hundred_are_found(reads):
    """Edits, deletions, insertions and cut tails at random places, each undone before the next."""
    chain.note_head()
    dice = random.Random(7)
    missed = []
    for turn in range(100):
        statement = plant(dice, turn)
        with transaction.atomic():
            planted(statement)
            if not found():
                missed.append(statement)
            transaction.set_rollback(True)
    assert (missed, found()) == ([], "")


def plant(dice: random.Random, turn: int) -> str:
    number = dice.randint(1, chain.head().number)
    link = ChainLink.objects.get(number=number)
    return (
        f"DELETE FROM {link.source} WHERE id::text = '{link.row_key}'",
        f"DELETE FROM audit_chainlink WHERE number = {number}",
        f"DELETE FROM audit_chainlink WHERE number >= {number}",
        f"UPDATE audit_chainlink SET payload = payload || ' ' WHERE number = {number}",
        f"UPDATE audit_chainlink SET at = at - interval '1 hour' WHERE number = {number}",
        f"UPDATE audit_chainlink SET row_key = 'x' WHERE number = {number}",
        f"DELETE FROM {link.source} WHERE id::text = '{link.row_key}';"
        f" DELETE FROM audit_chainlink WHERE number = {number}",
        "UPDATE audit_readlog SET at = at - interval '1 day' WHERE id = (SELECT max(id) FROM audit_readlog)",
        "INSERT INTO audit_readlog SELECT id + 5000, at, kind, purpose, subject, url, request_id, user_id FROM"
        " audit_readlog ORDER BY id LIMIT 1",
        f"UPDATE audit_chainlink SET previous = hash WHERE number = {number}",
    )[turn % 10]
