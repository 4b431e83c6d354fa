"""A letter's page says which cycles and steps use it."""

from datetime import date, timedelta

from django.utils import timezone

from pkh_sembako.documents import uses
from pkh_sembako.documents.kinds import KINDS
from pkh_sembako.documents.models import IncomingLetter
from pkh_sembako.documents.services import agenda, letters, templates
from pkh_sembako.documents.services.letters import Content
from sop.models import Event
from sop.services import limits

NOTICE = KINDS["pemberitahuan"]


def test_a_letter_that_sets_a_limit_or_is_a_source_names_its_cycle_and_step(started, operator, login):
    cycle = started()
    letter = IncomingLetter(received_on=date(2026, 11, 2), sender="Kemensos", subject="Jadwal", letter_number="S-12")
    agenda.record(letter, by=operator)
    step = cycle.steps.get(step__no=9)
    limits.record(cycle, due=timezone.now() + timedelta(days=5), letter=letter, by=operator)
    Event.objects.create(cycle=cycle, step_run=step, verb="submit", by=operator, reference="Surat S-12, 2 November")
    Event.objects.create(cycle=cycle, verb="submit", by=operator, reference="Surat S-123")
    found = [(use.url, use.note) for use in uses.of(letter, operator)]
    assert found == [(cycle.get_absolute_url(), "Sumber batas Kemensos"), (step.get_absolute_url(), "Sumber catatan")]
    body = login(operator).get(letter.get_absolute_url()).content.decode()
    assert f'<a href="{cycle.get_absolute_url()}">Siklus {cycle}</a>' in body


def test_a_letter_of_ours_names_the_cycle_of_its_round(started, operator, login):
    cycle = started()
    blocks = {block.name: "Isi." for block in NOTICE.blocks}
    facts = {"blocks": blocks, "addressees": ["Camat Contoh"], "matter": f"round:{cycle.round_id}"}
    facts["details"] = {detail.name: "x" for detail in NOTICE.details}
    content = Content("Jadwal kroscek", timezone.localdate(), **facts)
    letter = letters.draft(NOTICE, content, template=templates.current(NOTICE), by=operator)
    assert [use.label for use in uses.of(letter, operator)] == [f"Siklus {cycle}"]
    assert "Dipakai dalam siklus" in login(operator).get(f"/dokumen/surat/{letter.pk}/").content.decode()
