"""Late work names those whose turn it is, with a text to send by hand."""

from urllib.parse import unquote

from pkh_sembako.deadlines import reminders
from tests.deadlines.conftest import at

PARANG = "35.20.02"


def test_late_work_reminds_whose_turn_it_is(share, korcam_parang):
    korcam_parang.phone = "+62 812 0000 0000"
    korcam_parang.save()
    (reminder,) = reminders.of_late(share(PARANG), at("2026-10-13 09:00"))
    to, text = unquote(reminder.url).split("?text=")
    assert (reminder.name, to) == (str(korcam_parang), "https://wa.me/6281200000000")
    assert text.startswith(
        f"Yth. {korcam_parang}, langkah “9. Kroscek” (PKH Tahap 4 2026, Kec. Parang) lewat tenggat 12 Okt"
    )


def test_work_in_time_reminds_nobody_and_a_missing_number_has_no_link(share, korcam_parang):
    korcam_parang.phone = ""
    korcam_parang.save()
    part = share(PARANG)
    assert reminders.of_late(part, at("2026-10-12 09:00")) == []
    assert [one.url for one in reminders.of_late(part, at("2026-10-13 09:00"))] == [""]
