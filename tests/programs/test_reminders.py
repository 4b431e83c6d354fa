"""A korcam reminds pendamping of unchecked families by WhatsApp, without saying who the families are."""

from urllib.parse import unquote

from programs.models import Household, RoundEntry
from programs.queries import reminders


def found(the_round, ratri):
    entries = RoundEntry.objects.filter(round=the_round, enrollment__pendamping=ratri)
    return reminders.of_unchecked(entries, the_round, entries.first().kecamatan)


def test_a_reminder_says_how_many_and_names_no_family(the_round, ratri):
    ratri.phone = "0812 0000 0000"
    ratri.save()
    (reminder,) = found(the_round, ratri)
    text = unquote(reminder.url)
    assert text.startswith("https://wa.me/6281200000000?text=Yth. ")
    assert f"masih ada {reminder.count} keluarga dampingan Anda yang belum diperiksa" in text
    said = [one for one in Household.objects.all() if one.name in text or one.nik in text or one.no_kk in text]
    assert said == []


def test_without_a_number_there_is_nothing_to_click(the_round, ratri):
    ratri.phone = ""
    ratri.save()
    assert [one.url for one in found(the_round, ratri)] == [""]


def test_the_korcam_sees_whom_to_remind(login, the_round, korcam_plaosan, inspektorat, ratri):
    page = f"/kroscek/kecamatan/{the_round.pk}/35.20.07/"
    assert [one.name for one in login(korcam_plaosan).get(page).context["reminders"]] == [ratri.full_name]
    assert login(inspektorat).get(page).context["reminders"] == []
