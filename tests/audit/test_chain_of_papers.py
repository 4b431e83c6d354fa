"""Letters, their texts and signatures, officials, leave and promises: an edit behind the triggers is found."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from pkh_sembako.accounts.models import CodeAcceptance, CodeOfConduct, LeaveBasis, Substitution
from pkh_sembako.audit import chain
from pkh_sembako.documents.kinds import KINDS
from pkh_sembako.documents.models import Document, DocumentSignature, IncomingLetter, Intactness, Trust
from pkh_sembako.documents.services import agenda, letters, signing, templates
from pkh_sembako.documents.services.letters import Content
from pkh_sembako.office.models import Official
from tests.audit.test_chain import found, planted

DAY = date(2026, 11, 20)
TASK = KINDS["surat_tugas"]


@pytest.fixture
def papers(cast, operator, kadis):
    """One row in each of the tables."""
    text = Content("Tugas", DAY, TASK.texts, rows=[{"nama": "Rina Contoh"}])
    letter = letters.draft(TASK, _plain(text), template=templates.current(TASK), by=operator)
    document = Document.objects.create(
        kind="x", title="x", number="1", dated=DAY, subject=f"letter:{letter.pk}", by=kadis
    )
    facts = {"signer": "Bima", "intactness": Intactness.INTACT, "trust": Trust.UNKNOWN}
    DocumentSignature.objects.create(document=document, order=1, **facts)
    signing.decide(local=True, reason="Nota dinas", by=kadis)
    incoming = IncomingLetter(received_on=DAY, sender="Kemensos", subject="Jadwal")
    agenda.record(incoming, by=operator)
    code = CodeOfConduct.objects.order_by("-pk").first()
    CodeAcceptance.objects.get_or_create(user=kadis, code=code)
    Official.objects.create(post="kabid", title="Kepala Bidang", name="Sari", starts=DAY, user=None)
    Substitution.objects.create(
        absent=cast["ratri"],
        substitute=cast["bagas"],
        starts=timezone.localdate(),
        ends=timezone.localdate() + timedelta(days=3),
        basis=LeaveBasis.values[0],
        by=operator,
    )
    chain.settle()


def _plain(text: Content) -> Content:
    text.blocks.update(dict.fromkeys(text.blocks, "Isi."))
    return text


EDITS = {
    "documents_letter": ("subject = 'Lain'", "kolom subject diubah diam-diam."),
    "documents_lettertemplate": ("note = 'Lain'", "kolom note diubah diam-diam."),
    "documents_documentsignature": ("signer = 'Lain'", "kolom signer diubah diam-diam."),
    "documents_signingpolicy": ("local = false", "kolom local diubah diam-diam."),
    "documents_incomingletter": ("sender = 'Lain'", "kolom sender diubah diam-diam."),
    "accounts_codeacceptance": ("at = at - interval '9 day'", "kolom at diubah diam-diam."),
    "accounts_substitution": ("starts = starts - 1", "kolom starts diubah diam-diam."),
    "office_official": ("name = 'Lain'", "kolom name diubah diam-diam."),
}


@pytest.mark.parametrize("table", EDITS)
def test_an_edit_behind_the_triggers_is_found(papers, table):
    change, told = EDITS[table]
    assert found() == ""
    planted(f"UPDATE {table} SET {change}")
    assert found().endswith(told)
