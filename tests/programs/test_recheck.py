"""Uji petik: drawn once, by chance, visited by another person; differences stand beside the first result."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from pkh_sembako.lib.errors import DomainError
from pkh_sembako.lib.sampling import drawn
from pkh_sembako.office.models import Office
from programs.enums import Basis, Outcome, RecheckVerdict
from programs.models import KroscekResult, RecheckItem, RecheckResult, RecheckSample
from programs.queries import recheck as queries
from programs.services import berita_acara, kroscek, recheck
from programs.services.kroscek import Finding

DAY = date(2026, 7, 1)


@pytest.fixture
def checked(entries, ratri) -> list:
    """Plaosan's four families, all recorded by ratri."""
    own = entries[:4]
    kroscek.record_matching(own, basis=Basis.GROUP, checked_on=DAY, statement="Pertemuan kelompok.", by=ratri)
    return own


@pytest.fixture
def sample(the_round, plaosan, checked, ratri, korcam_plaosan) -> RecheckSample:
    return recheck.draw(the_round, plaosan, checker=ratri, by=korcam_plaosan)


def visit(item, by, verdict=RecheckVerdict.SAME, **facts):
    return recheck.record(item, verdict=verdict, checked_on=DAY, basis=Basis.VISIT, by=by, **facts)


def forget(trigger: str, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger} ON {table}")


@pytest.mark.parametrize(("population", "size"), [(1, 1), (4, 4), (5, 5), (100, 5), (101, 6), (240, 12), (2000, 100)])
def test_five_per_cent_and_at_least_five_are_drawn(population, size):
    assert recheck.size_of(population, Office()) == size


@pytest.mark.parametrize(("percent", "least", "size"), [(10, 5, 10), (10, 20, 20), (100, 1, 100), (1, 1, 1)])
def test_the_office_says_how_many_are_drawn(percent, least, size):
    assert recheck.size_of(100, Office(recheck_percent=percent, recheck_least=least)) == size


def test_a_drawn_sample_keeps_the_size_that_the_office_had_set(the_round, plaosan, checked, ratri, korcam_plaosan):
    Office.objects.filter(pk=1).update(recheck_percent=50, recheck_least=1)
    sample = recheck.draw(the_round, plaosan, checker=ratri, by=korcam_plaosan)
    Office.objects.filter(pk=1).update(recheck_percent=100)
    sample.refresh_from_db()
    assert (sample.population, sample.size, sample.percent, sample.least) == (4, 2, 50, 1)


def test_who_has_the_seed_draws_the_same_families_again(sample, checked):
    assert (sample.population, sample.size) == (4, 4)
    again = drawn([entry.pk for entry in checked], seed=sample.seed, size=sample.size)
    assert again == list(sample.items.values_list("entry_id", flat=True))


def test_a_sample_is_drawn_once(sample, the_round, plaosan, ratri, korkab):
    with pytest.raises(DomainError, match="sudah ditarik dan tidak dapat ditarik ulang"):
        recheck.draw(the_round, plaosan, checker=ratri, by=korkab)


def test_nothing_is_drawn_while_families_of_the_checker_wait(the_round, plaosan, entries, ratri, korcam_plaosan):
    kroscek.record_matching(entries[:3], basis=Basis.GROUP, checked_on=DAY, statement="Pertemuan.", by=ratri)
    with pytest.raises(DomainError, match="Masih ada 1 keluarga dampingan"):
        recheck.draw(the_round, plaosan, checker=ratri, by=korcam_plaosan)


def test_nobody_draws_from_the_own_results(the_round, plaosan, entries, korcam_plaosan):
    kroscek.record_matching(entries[:4], basis=Basis.GROUP, checked_on=DAY, statement="Hadir.", by=korcam_plaosan)
    with pytest.raises(DomainError, match="ditarik oleh koordinator kabupaten"):
        recheck.draw(the_round, plaosan, checker=korcam_plaosan, by=korcam_plaosan)


@pytest.mark.parametrize("table", ["rechecksample", "recheckitem"])
def test_a_drawn_sample_does_not_change_until_its_guard_is_dropped(sample, table):
    model = {"rechecksample": RecheckSample, "recheckitem": RecheckItem}[table]
    field = {"rechecksample": {"seed": "lain"}, "recheckitem": {"order": 99}}[table]
    rows = model.objects.filter(pk=model.objects.first().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**field)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows._raw_delete(rows.db)
    forget("frozen", f"programs_{table}")
    assert rows.update(**field) == 1


def test_no_family_joins_a_drawn_sample_until_the_guard_is_dropped(sample, entries):
    def join():
        RecheckItem.objects.create(sample=sample, entry=entries[7], order=50)

    with pytest.raises(IntegrityError), transaction.atomic():
        join()
    forget("drawn_once", "programs_recheckitem")
    join()
    assert sample.items.count() == 5


def test_who_recorded_the_first_result_does_not_check_it_again_until_the_guard_is_dropped(sample, ratri):
    item = sample.items.first()
    with pytest.raises(DomainError, match="dicatat oleh orang lain"):
        visit(item, ratri)
    first = KroscekResult.objects.get(pk=item.entry_id)
    facts = {"verdict": "sama", "outcome": "sesuai", "first_outcome": "sesuai", "checked_on": DAY, "basis": "kunjungan"}
    facts |= {"first_by": first.by, "first_checked_on": DAY, "by": ratri, "item": item}
    with pytest.raises(IntegrityError), transaction.atomic():
        RecheckResult.objects.create(**facts)
    forget("another", "programs_recheckresult")
    assert RecheckResult.objects.create(**facts).by == ratri


def test_who_recorded_an_earlier_result_does_not_check_it_again(the_round, plaosan, entries, ratri, korcam_plaosan):
    kroscek.record(entries[0], Finding(Outcome.NOT_FOUND, Basis.VISIT, DAY), by=korcam_plaosan)
    for entry in entries[:4]:
        kroscek.record(entry, Finding(Outcome.MATCHES, Basis.VISIT, DAY), by=ratri)
    drawn = recheck.draw(the_round, plaosan, checker=ratri, by=korcam_plaosan)
    with pytest.raises(DomainError, match="dicatat oleh orang lain"):
        visit(drawn.items.get(entry=entries[0]), korcam_plaosan)


def test_a_difference_stands_beside_the_first_result_and_counts(sample, the_round, plaosan, korcam_plaosan):
    first, second = sample.items.all()[:2]
    visit(first, korcam_plaosan)
    with pytest.raises(DomainError, match="Tulis apa yang berbeda"):
        visit(second, korcam_plaosan, RecheckVerdict.DIFFERENT, outcome=Outcome.NOT_FOUND)
    visit(second, korcam_plaosan, RecheckVerdict.DIFFERENT, outcome=Outcome.NOT_FOUND, note="Rumah kosong sejak 2024")
    found = queries.totals(the_round)[plaosan.pk]
    assert (found, found.words) == (queries.RecheckTotals(4, 2, 1), "2 dari 4 keluarga, 1 berbeda")
    kept = second.results.get()
    assert (kept.first_outcome, kept.outcome) == ("sesuai", "tidak_ditemukan")
    visit(second, korcam_plaosan)
    assert queries.totals(the_round)[plaosan.pk].different == 0


def test_the_kepala_dinas_and_the_berita_acara_are_told(sample, the_round, plaosan, parang, entries, cast):
    korcam = cast["korcam.plaosan"]
    items = list(sample.items.all())
    for item in items[:3]:
        visit(item, korcam)
    visit(items[3], korcam, RecheckVerdict.DIFFERENT, outcome=Outcome.CHANGED, note="Anggota bertambah")
    assert "Uji petik: 4 keluarga, 1 berbeda" in berita_acara.flags(the_round)
    kroscek.record_matching(entries[4:], basis=Basis.GROUP, checked_on=DAY, statement="Hadir.", by=cast["bagas"])
    kroscek.lock(the_round, plaosan, by=korcam)
    kroscek.lock(the_round, parang, by=cast["korcam.parang"])
    revision = berita_acara.draft(the_round, by=cast["korkab"])
    assert revision.recheck == {"ditarik": 4, "diperiksa": 4, "berbeda": 1}


def test_pages_play_it_through(login, the_round, plaosan, checked, ratri, korcam_plaosan, korcam_parang, kadis):
    client, page = login(korcam_plaosan), f"/kroscek/uji-petik/{the_round.pk}/{plaosan.pk}/"
    assert "Tarik sampel 4 keluarga" in client.get(page).content.decode()
    client.post(f"{page}tarik/", {"checker": ratri.pk})
    item = RecheckItem.objects.first()
    form = f"/kroscek/uji-petik/{item.pk}/"
    bare = {"verdict": "beda", "basis": "kunjungan", "checked_on": "2026-07-01"}
    answer = client.post(form, bare)
    assert answer.status_code == 422 and "Pilih hasil yang Anda temukan." in answer.content.decode()
    assert client.post(form, bare | {"outcome": "usul_keluar", "note": "Sudah pindah"})["Location"] == page
    assert "1 dari 4 keluarga, 1 berbeda" in client.get(page).content.decode()
    assert "1 dari 4 keluarga, 1 berbeda" in login(kadis).get(page).content.decode()
    assert [login(korcam_parang).get(url).status_code for url in (page, form)] == [404, 404]
    assert login(ratri).get(page).status_code == 404


def test_the_page_asks_a_fixed_number_of_queries(sample, the_round, plaosan, django_assert_num_queries):
    with django_assert_num_queries(6):
        queries.checked(the_round, plaosan.pk)
