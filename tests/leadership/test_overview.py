"""The leadership's home page: what it counts, and that its queries do not grow."""

import pytest
from django.utils import timezone

from complaints.services import intake
from pkh_sembako.leadership.queries.activity import activity
from pkh_sembako.leadership.queries.overview import overview
from sop.models import Cycle
from tests.sop.conftest import PARANG, PLAOSAN

pytestmark = pytest.mark.django_db
STORY = "Kartu saya hilang di pasar minggu lalu."


@pytest.fixture
def cycle(started, cast, time_machine) -> Cycle:
    time_machine.move_to("2026-11-23 09:00+07:00", tick=False)
    return started("magetan-pkh", places={PARANG: 3, PLAOSAN: 2}, tahap=4)


def seen(user):
    return overview(user, Cycle.objects.visible_to(user).open().select_related("round", "sop"))


def test_only_who_leads_the_office_gets_the_overview(cycle, cast, client):
    shown = set()
    for name in ("kasi", "kabid", "sekretaris", "kadis", "operator", "ratri", "inspektorat"):
        client.force_login(cast[name])
        if "overview" in client.get("/").context:
            shown.add(name)
    assert shown == {"kasi", "kabid", "sekretaris", "kadis"}


def cells(cycle: Cycle, cast) -> dict[str, list[str]]:
    """{row: words of its cells}; "" where a place has no part in a step."""
    (view,) = seen(cast["kadis"]).cycles
    return {row.name: [cell.words if cell else "" for cell in row.cells] for row in view.heat.rows}


def test_the_heat_map_says_the_clock_of_every_step_that_has_begun(cycle, cast, time_machine):
    assert cells(cycle, cast) == {"Kabupaten": [""], "Parang": ["Sisa 30"], "Plaosan": ["Sisa 30"]}
    time_machine.move_to("2027-01-20 09:00+07:00", tick=False)
    assert cells(cycle, cast) == {"Kabupaten": [""], "Parang": ["Lewat 8"], "Plaosan": ["Lewat 8"]}
    assert seen(cast["kadis"]).late == 2


def test_complaints_are_counted_without_those_of_the_inspektorat_and_open_their_lists(cast, client, time_machine):
    time_machine.move_to("2026-11-23 09:00+07:00", tick=False)
    for subject in ("kks_hilang", "kks_hilang", "desil", "pungli"):
        intake.receive(intake.Report(subject=subject, story=STORY), intake="web", by=None)
    counted = seen(cast["kadis"]).complaints
    assert (counted.open, counted.late, counted.month) == (3, 0, 3)
    assert [(code, count) for code, _, count in counted.by_subject] == [("kks_hilang", 2), ("desil", 1)]
    time_machine.move_to("2026-11-27 09:00+07:00", tick=False)
    counted = seen(cast["kadis"]).complaints
    client.force_login(cast["kadis"])
    listed = [client.get(url).context["result_words"] for url in (counted.open_url, counted.late_url)]
    assert (counted.late, listed) == (3, ["3 pengaduan", "3 pengaduan"])


def test_a_pendamping_who_did_nothing_is_there_too(cast):
    found = {each.name: each for each in activity(None, timezone.now())}
    assert set(found) >= {cast["ratri"].full_name, cast["bagas"].full_name}
    assert found[cast["ratri"].full_name].last is None


def test_the_queries_do_not_grow_with_the_kecamatan(started, cast, time_machine, django_assert_num_queries):
    time_machine.move_to("2026-11-23 09:00+07:00", tick=False)
    started("magetan-pkh", places={PARANG: 1, PLAOSAN: 1, "35.20.05": 4, "35.20.06": 2}, tahap=4)
    seen(cast["kadis"])
    with django_assert_num_queries(24):
        seen(cast["kadis"])
