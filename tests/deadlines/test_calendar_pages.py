"""An edit of the calendar recomputes the open deadlines and says how many moved."""

from datetime import date

import pytest

from pkh_sembako.deadlines.models import Deadline
from pkh_sembako.office.forms.calendar import intervals
from pkh_sembako.office.models import DayOff, Office, WorkingHours

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin, login):
    return login(admin)


@pytest.fixture
def deadlines(work) -> list[Deadline]:
    """Three clocks started on Monday 23 November 2026: due that Tuesday, that Thursday, at a date not agreed yet."""
    start = "2026-11-23 09:00"
    return [work(start, "hari_kerja", 1), work(start, "hari_kerja", 3), work(start, "menyesuaikan", None)]


def dues() -> list[str | None]:
    moments = Deadline.objects.order_by("id").values_list("due", flat=True)
    return [due and f"{due:%d %H:%M}" for due in moments]  # UTC


def errors_of(response) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def told(client, url: str, data: dict | None = None) -> list[str]:
    return [str(message) for message in client.post(url, data or {}, follow=True).context["messages"]]


def off(day: str = "2026-11-25", name: str = "Pilkades serentak", kind: str = "office") -> dict[str, str]:
    return {"day": day, "name": name, "kind": kind}


def test_a_new_day_off_moves_what_comes_after_it(desk, deadlines):
    before = dues()
    said = told(desk, "/kalender/libur/", off())
    assert (before, dues()) == (["24 09:00", "26 09:00", None], ["24 09:00", "27 09:30", None])
    assert said == ["Rabu, 25 November 2026 ditambahkan sebagai hari libur; 3 tenggat dihitung ulang, 1 berubah."]


def test_taking_it_away_moves_them_back(desk, deadlines):
    before = dues()
    told(desk, "/kalender/libur/", off())
    told(desk, "/kalender/libur/2026-11-25/hapus/")
    assert (dues(), DayOff.objects.filter(day=date(2026, 11, 25)).count()) == (before, 0)


def test_the_history_keeps_who_did_it_and_how_many_moved(desk, deadlines):
    told(desk, "/kalender/libur/", off())
    told(desk, "/kalender/libur/2026-11-25/hapus/")
    rows = DayOff.history.filter(day=date(2026, 11, 25)).order_by("history_id")
    assert list(rows.values_list("history_type", "history_user__username", "history_change_reason")) == [
        ("+", "admin", "3 tenggat dihitung ulang, 1 berubah"),
        ("-", "admin", "3 tenggat dihitung ulang, 1 berubah"),
    ]


def test_without_open_deadlines_the_page_says_so(desk):
    assert told(desk, "/kalender/libur/", off())[0].endswith("; tidak ada tenggat yang sedang berjalan.")


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (off(day=""), {"day": ["Isi tanggal."]}),
        (off(day="2026-02-30"), {"day": ["Tulis tanggal yang ada di kalender, misalnya 22-11-2026."]}),
        (off(name=""), {"name": ["Isi keterangan."]}),
        (off(day="2026-11-28"), {"day": ["Sabtu, 28 November 2026 bukan hari kerja; tidak perlu diliburkan."]}),
        (off(day="2026-12-25"), {"day": ["Jumat, 25 Desember 2026 sudah libur: Hari Raya Natal."]}),
    ],
)
def test_a_bad_day_off_is_refused_in_words_and_kept(desk, sent, expected):
    response = desk.post("/kalender/libur/?tahun=2026", sent)
    assert (response.status_code, errors_of(response)) == (422, expected)
    assert {name: response.context["form"][name].value() for name in sent} == sent


def hours(**changed) -> dict[str, str]:
    week = {f"day{n}": "08.00-12.00 dan 12.30-15.00" for n in range(4)}
    return {
        "name": "Ramadan 2028",
        "starts": "2028-01-28",
        "ends": "2028-02-26",
        "day4": "8:00–11:30",
        **week,
        **changed,
    }


def test_hours_are_written_as_people_write_them(desk):
    desk.post("/kalender/jam/baru/", hours())
    row = WorkingHours.objects.get(name="Ramadan 2028")
    assert (row.week[0], row.week[4], row.week[5:]) == (
        [["08:00", "12:00"], ["12:30", "15:00"]],
        [["08:00", "11:30"]],
        [[], []],
    )


def test_hours_shown_for_editing_are_those_that_are_stored(desk):
    desk.post("/kalender/jam/baru/", hours())
    row = WorkingHours.objects.get(name="Ramadan 2028")
    form = desk.get(f"/kalender/jam/{row.pk}/").context["form"]
    assert form["day0"].value() == "08.00–12.00, 12.30–15.00"


def test_shorter_hours_move_the_deadlines_under_them(desk, deadlines):
    said = told(
        desk, "/kalender/jam/baru/", hours(name="Uji", starts="2026-11-26", ends="2026-11-26", day3="07.30–14.00")
    )
    assert (dues(), said) == (
        ["24 09:00", "26 07:00", None],
        ["Jam kerja Uji disimpan; 3 tenggat dihitung ulang, 1 berubah."],
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"day0": "pagi"}, {"day0": ["“pagi” bukan rentang jam. Tulis misalnya 07.30–12.00, 13.00–16.00."]}),
        (
            {"day0": "25.00-26.00"},
            {"day0": ["“25.00-26.00” bukan rentang jam. Tulis misalnya 07.30–12.00, 13.00–16.00."]},
        ),
        ({"day0": "12.00-08.00"}, {"__all__": ["Jam mulai harus sebelum jam selesai."]}),
        (
            {"day0": "08.00-12.00, 11.00-15.00"},
            {"__all__": ["Jam kerja dalam satu hari harus berurutan dan tidak tumpang tindih."]},
        ),
        ({f"day{n}": "" for n in range(5)}, {"__all__": ["Isi jam kerja paling sedikit satu hari."]}),
        ({"ends": "2028-01-01"}, {"ends": ["Tanggal sampai tidak boleh sebelum tanggal mulai berlaku."]}),
        ({"name": ""}, {"name": ["Isi nama aturan."]}),
    ],
)
def test_bad_hours_are_refused_in_words_and_kept(desk, changed, expected):
    response = desk.post("/kalender/jam/baru/", hours(**changed))
    typed = {name: response.context["form"][name].value() for name in changed}
    assert (response.status_code, errors_of(response), typed) == (422, expected, changed)
    assert WorkingHours.objects.filter(starts__year=2028).count() == 0


@pytest.mark.parametrize("text", ["", "  ", ", ,"])
def test_a_day_without_hours_is_a_day_off(text):
    assert intervals(text) == []


def test_magetans_own_hours_are_one_click_away(desk, deadlines):
    said = told(desk, "/kalender/jam/", {"preset": "magetan"})
    names = list(WorkingHours.objects.values_list("name", flat=True))
    assert (dues(), said) == (
        ["24 08:30", "26 08:30", None],
        ["Jam kerja bawaan dipakai; 3 tenggat dihitung ulang, 2 berubah."],
    )
    assert names == ["Magetan (SE Sekda 2023)", "Ramadan 2025", "Ramadan 2026", "Ramadan 2026", "Ramadan 2027"]


def test_a_preset_that_does_not_exist_changes_nothing(desk):
    response = desk.post("/kalender/jam/", {"preset": "lain"})
    assert (response.status_code, WorkingHours.objects.count()) == (422, 4)


def test_a_rule_is_removed(desk):
    row = WorkingHours.objects.get(name="Ramadan 2027")
    assert told(desk, f"/kalender/jam/{row.pk}/hapus/") == [
        "Aturan Ramadan 2027 dihapus; tidak ada tenggat yang sedang berjalan."
    ]


def test_another_zone_moves_every_deadline(desk, deadlines):
    said = told(desk, "/kalender/zona/", {"zone": "Asia/Makassar"})
    assert (Office.objects.get().zone, dues(), said) == (
        "Asia/Makassar",
        ["24 08:00", "26 08:00", None],
        ["Zona waktu disimpan; 3 tenggat dihitung ulang, 2 berubah."],
    )


def test_the_year_shows_its_working_days(desk):
    context = desk.get("/kalender/?tahun=2026").context
    december = context["months"][11]
    assert (context["working_days"], december.working_days, [row.name for row in december.off]) == (
        240,
        21,
        ["Cuti Bersama Hari Raya Natal", "Hari Raya Natal"],
    )


@pytest.mark.parametrize("year", ["", "abc", "1999", "99999999", "²026"])
def test_a_year_that_makes_no_sense_shows_this_one(desk, year):
    assert desk.get(f"/kalender/?tahun={year}").status_code == 200


def test_the_year_costs_a_fixed_number_of_queries(desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        desk.get("/kalender/")


@pytest.mark.parametrize(
    "url", ["/kalender/libur/kemarin/hapus/", "/kalender/libur/2026-11-25/hapus/", "/kalender/jam/0/hapus/"]
)
def test_what_is_not_there_cannot_be_removed(desk, url):
    assert desk.post(url).status_code == 404


@pytest.mark.slow
def test_pages_open_for_the_administrator_only(desk, cast, login):
    pages = ["/kalender/", "/kalender/jam/", "/kalender/jam/baru/", "/kalender/zona/"]
    assert [desk.get(url).status_code for url in pages] == [200] * 4
    assert [name for name, user in cast.items() if login(user).get("/kalender/").status_code == 200] == ["admin"]
