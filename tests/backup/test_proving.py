"""A whole round, determined and printed, and what an owner of the database might do to it afterwards."""

import pytest
from django.db import connection

from pkh_sembako.audit import chain
from pkh_sembako.backup import proving
from pkh_sembako.management.commands.prepare_local import empty_database
from tests.audit.test_chain import found, planted, rechain
from tests.programs.conftest import entries, parang, plaosan, the_round
from tests.programs.exports.conftest import determined, published
from tests.programs.test_penetapan import checked, drafted, signed

__all__ = ["checked", "determined", "drafted", "entries", "parang", "plaosan", "published", "signed", "the_round"]


def test_a_published_round_is_whole(published):
    proof = proving.prove()
    assert (proof.findings, proof.anchors) == ([], 1)


@pytest.mark.slow
def test_a_determined_row_edited_is_found_by_its_list(published):
    planted("UPDATE programs_determinedrow SET values = jsonb_set(values, '{nama}', '\"Lain\"') WHERE \"order\" = 1")
    assert found() == (
        f"Daftar penetapan {published.pk} tidak lagi cocok dengan hash yang ditetapkan ({published.list_hash[:16]})."
    )


@pytest.mark.slow
def test_a_paraf_given_to_somebody_else_is_found(published, inspektorat):
    planted(f"UPDATE programs_baact SET person_id = {inspektorat.pk} WHERE link = 1")
    assert found().endswith("kolom person_id diubah diam-diam.")


@pytest.mark.slow
def test_a_chain_cut_below_the_printed_head_contradicts_the_paper(published):
    link = chain.link_of(published)
    planted(f"DELETE FROM audit_chainlink WHERE number >= {link.number} AND source <> 'audit_chainanchor'")
    texts = {finding.text for finding in proving.prove().findings}
    assert (
        f"Mata rantai no. {link.number} bukan lagi yang dicatat Berita Acara pada dokumen {published.document.pk}."
        in texts
    )


@pytest.mark.slow
def test_a_chain_made_anew_from_before_the_paper_contradicts_it(published):
    link = chain.link_of(published)
    planted("UPDATE audit_chainlink SET payload = replace(payload, ' ', '  ') WHERE number = 2", *rechain(2))
    texts = [finding.text for finding in proving.prove().findings]
    assert (
        f"Mata rantai no. {link.number} bukan lagi yang dicatat Berita Acara pada dokumen {published.document.pk}."
        in texts
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_office_that_was_never_opened_may_be_emptied(cast):
    assert chain.head().number > 0
    empty_database()
    assert chain.head().number == 0
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
